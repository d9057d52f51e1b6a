"""Forms on the site: what is saved, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discussions import services as discussions
from guidance.models import Criterion
from spaces import services
from spaces.enums import MemberRole, Phase, SpaceKind
from spaces.models import Proposal, ResourcePage, SpacePage, SpecificationPage
from tests.factories.accounts import UserFactory
from tests.factories.spaces import make_amendment, make_specification, space_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(space_of):
    return make_specification(space_of(SpaceKind.PUBLIC))


def again(page: SpecificationPage) -> SpecificationPage:
    return SpecificationPage.objects.get(pk=page.pk)


def typed(page: SpecificationPage, **changes: object) -> dict[str, object]:
    return {
        "title": "Objet",
        "level": "1",
        "kind": "technical",
        "text": "Mes mots.",
        "criterion": "",
        "rationale": "",
        "note": "Plus clair.",
        "base_revision": page.latest_revision_id,
        **changes,
    }


def test_an_agent_opens_a_space_and_begins_a_draft(clients, people):
    space_index()
    client = clients["agent"]

    response = client.post(
        reverse("spaces:create_space"),
        {"title": "Mobilité", "kind": "members", "tags": "études, Études , mobilité", "written_in": "fr"},
    )

    space = SpacePage.objects.get()
    assert response["Location"] == space.get_absolute_url()
    assert sorted(space.tags.names()) == ["mobilité", "études"]
    assert list(space.memberships.values_list("user", "role")) == [(people["agent"].pk, MemberRole.FACILITATOR)]

    address = reverse("spaces:create_specification", args=[space.pk])
    client.post(address, {"title": "Étude", "document_kind": "technical", "written_in": "fr"})
    draft = SpecificationPage.objects.get()
    assert (draft.slug, draft.versions.count(), draft.get_parent().pk) == ("etude", 1, space.pk)


def test_a_stale_edit_answers_409_with_both_texts_and_keeps_mine(clients, page, people):
    article = page.live_articles[0]
    address = reverse("spaces:article_edit", args=[page.pk, article.id])
    services.edit_article(
        page=page,
        article_id=article.id,
        author=people["facilitator"],
        values={"text": "Les mots de l’autre."},
        note="Avant.",
        base_revision_id=page.latest_revision_id,
    )

    response = clients["member"].post(address, typed(page))

    content = response.content.decode()
    assert response.status_code == 409
    assert "Mes mots.</textarea>" in content
    assert "mots de l’autre" in content
    assert article.text in content
    assert again(page).article(article.id).text == "Les mots de l’autre."

    merged = typed(again(page), text="Les mots des deux.")
    assert clients["member"].post(address, merged).status_code == 302
    assert again(page).article(article.id).text == "Les mots des deux."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"title": ""}, "Donnez un titre", id="no title"),
        pytest.param({"note": " "}, "Dites en quelques mots", id="no note"),
        pytest.param({"text": "x" * 12_001}, "12001 caractères", id="too long"),
        pytest.param({"criterion": "PI-NOPE-99"}, "Aucun critère", id="unknown criterion"),
        pytest.param({"level": "9"}, "Sélectionnez un choix valide", id="no such level"),
        pytest.param({"base_revision": "x"}, "", id="base that is no number"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(clients, page, changes, sentence):
    address = reverse("spaces:article_edit", args=[page.pk, page.live_articles[0].id])

    response = clients["member"].post(address, typed(page, rationale="GARDÉ", **changes))

    content = response.content.decode()
    assert response.status_code == 422
    assert sentence in content
    assert "GARDÉ</textarea>" in content
    assert page.versions.count() == 1


def test_markup_and_control_characters_are_text(clients, page):
    article = page.live_articles[0]
    clients["member"].post(
        reverse("spaces:article_edit", args=[page.pk, article.id]),
        typed(page, text="<script>alert(1)</script>\x00\x08 fin", title="<b>Objet</b>"),
    )

    content = clients["anonymous"].get(page.get_absolute_url()).content.decode()
    assert again(page).article(article.id).text == "<script>alert(1)</script> fin"
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; fin" in content


def test_an_article_may_begin_with_the_clause_of_a_criterion(clients, page):
    from tests.factories.guidance import GuidancePageFactory, a_criterion, criteria

    GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    criterion = Criterion.objects.get()
    address = reverse("spaces:article_new", args=[page.pk])

    content = clients["member"].get(f"{address}?criterion=PI-ETU-TS-01").content.decode()
    clients["member"].post(address, typed(page, title="Rapport", criterion="pi-etu-ts-01", after=""))

    assert "rapport de [[60]] pages" in content
    first = again(page).live_articles[0]
    assert (first.title, first.criterion_id) == ("Rapport", criterion.pk)
    assert "Critère PI-ETU-TS-01" in clients["anonymous"].get(page.get_absolute_url()).content.decode()


def test_the_whole_path_of_an_amendment(clients, page, people):
    article = page.live_articles[1]
    provider, facilitator = clients["provider"], clients["facilitator"]
    amend = reverse("spaces:amend", args=[page.pk, article.id])
    words = {"proposed_text": "Deux rapports.", "why": "Utile.", "base_revision": page.latest_revision_id}

    assert "Deux rapports" in provider.post(amend, {**words, "preview": "1"}).content.decode()
    assert not Proposal.objects.exists()
    provider.post(amend, words)
    amendment = Proposal.objects.get()
    clients["agent"].post(reverse("spaces:support", args=[amendment.pk]))
    decide = reverse("spaces:decide", args=[amendment.pk])
    assert "Deux rapports" in facilitator.get(decide).content.decode()
    decision = {"state": "accepted", "wording": "Deux rapports.", "base_revision": page.latest_revision_id}
    refused = facilitator.post(decide, {**decision, "reason": ""})
    facilitator.post(decide, {**decision, "reason": "Le second est pour les habitants."})

    amendment.refresh_from_db()
    assert refused.status_code == 422
    assert (amendment.state, amendment.version.number, amendment.supports.count()) == ("accepted", 2, 1)
    compared = clients["anonymous"].get(reverse("spaces:compare", args=[page.pk, 1, 2])).content.decode()
    assert "1 article modifié" in compared
    table = clients["anonymous"].get(reverse("spaces:decisions", args=[page.pk])).content.decode()
    assert "Le second est pour les habitants." in table


def test_deciding_on_a_changed_article_shows_the_conflict_and_keeps_the_reason(clients, page, people):
    article = page.live_articles[0]
    amendment = make_amendment(page, article_id=article.id, text="Les mots proposés.")
    services.edit_article(
        page=page,
        article_id=article.id,
        author=people["facilitator"],
        values={"text": "Entre-temps."},
        note="Avant.",
        base_revision_id=page.latest_revision_id,
    )
    address = reverse("spaces:decide", args=[amendment.pk])
    shown = clients["facilitator"].get(address)
    base = again(page).latest_revision_id

    blank = {"state": "accepted", "reason": "RAISON gardée", "wording": "", "base_revision": base}
    response = clients["facilitator"].post(address, blank)

    assert "Entre-temps" in shown.content.decode()
    assert response.status_code == 409
    assert "RAISON gardée</textarea>" in response.content.decode()
    assert Proposal.objects.get().state == "open"


def test_a_freeze_over_somebodys_head_lists_who_waits(clients, page):
    discussions.post(author=UserFactory(provider=True), page=page, text="Et le délai ?")

    response = clients["facilitator"].post(reverse("spaces:phase", args=[page.pk]), {"phase": "frozen", "until": ""})

    assert response.status_code == 409
    assert "Et le délai" in response.content.decode()
    assert again(page).phase == Phase.COMMENTS


def test_silence_says_why_and_links_the_buyer_profile(clients, page, people):
    from datetime import date

    services.change_specification(
        page=page,
        by=people["facilitator"],
        base_revision_id=page.latest_revision_id,
        silence_from=date(2020, 1, 1),
        buyer_profile_url="https://marches.example.org/42",
    )
    amend = reverse("spaces:amend", args=[page.pk, page.live_articles[0].id])

    content = clients["provider"].get(page.get_absolute_url()).content.decode()
    late = clients["provider"].post(amend, {"proposed_text": "TROP TARD", "why": "Oui", "base_revision": "1"})

    assert "Période de silence" in content
    assert 'href="https://marches.example.org/42"' in content
    assert "Proposer d’autres mots" not in content
    assert late.status_code == 409
    assert "TROP TARD</textarea>" in late.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        pytest.param("", "Écrivez l’adresse", id="nobody"),
        pytest.param("absent@agents.example", "Personne n’a de compte", id="no account"),
        pytest.param("provider@agents.example", "toutes les entreprises lisent", id="provider"),
        pytest.param("Jumelle", "Plusieurs personnes", id="two of one name"),
    ],
)
def test_adding_a_member_says_why_not(clients, space_of, people, who, sentence):
    space = space_of(SpaceKind.MEMBERS)
    assert people["provider"]
    UserFactory(agent=True, name="Jumelle")
    UserFactory(agent=True, name="Jumelle")

    response = clients["facilitator"].post(
        reverse("spaces:members", args=[space.pk]), {"who": who, "role": "commenter"}
    )

    assert sentence in response.content.decode()
    assert (response.status_code, space.memberships.count()) == (422, 2)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("guide.exe", b"MZ", "Ce type de fichier", id="kind"),
        pytest.param("guide.pdf", b"<html>", "n’est pas ce que dit son nom", id="not a pdf"),
        pytest.param("guide.csv", b"a;b\x00", "n’est pas ce que dit son nom", id="not text"),
    ],
)
def test_a_file_that_is_not_taken_says_why(clients, space_of, name, content, sentence):
    space = space_of(SpaceKind.PUBLIC)
    data = {"title": "GARDÉ", "written_in": "fr", "file": SimpleUploadedFile(name, content)}

    response = clients["member"].post(reverse("spaces:add_resource", args=[space.pk]), data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="GARDÉ"' in response.content.decode()
    assert not ResourcePage.objects.exists()


def test_a_resource_is_a_file_or_an_address(clients, space_of):
    space = space_of(SpaceKind.PUBLIC)
    address = reverse("spaces:add_resource", args=[space.pk])
    fine = SimpleUploadedFile("../../guide.pdf", b"%PDF-1.7 texte")

    nothing = clients["member"].post(address, {"title": "Rien", "written_in": "fr"})
    clients["member"].post(address, {"title": "Guide", "written_in": "fr", "file": fine})

    resource = ResourcePage.objects.get()
    assert nothing.status_code == 422
    assert (resource.document.owner_page_id, resource.document.file_size) == (resource.pk, 14)
    assert "guide" not in resource.document.file.name


def test_the_form_in_the_margin_opens_by_a_link(clients, page):
    article = page.live_articles[0]

    content = clients["provider"].get(f"{page.get_absolute_url()}?comment={article.id}").content.decode()

    assert content.count('id="comment-here"') == 1
    assert f'name="article" value="{article.id}"' in content


def test_history_leads_to_a_lasting_comparison(clients, page, people):
    article = page.live_articles[0]
    services.retire_article(
        page=page,
        article_id=article.id,
        author=people["facilitator"],
        note="Inutile.",
        base_revision_id=page.latest_revision_id,
    )
    client = clients["anonymous"]

    chosen = client.get(reverse("spaces:history", args=[page.pk]), {"from": "2", "to": "1"})
    shown = client.get(chosen["Location"]).content.decode()
    only = client.get(f"{chosen['Location']}?article={article.id}").content.decode()

    assert chosen["Location"] == reverse("spaces:compare", args=[page.pk, 1, 2])
    assert ("Article retiré" in shown, "Article retiré" in only) == (True, True)
    assert client.get(f"{chosen['Location']}?article=nothing").status_code == 404
    assert client.get(reverse("spaces:history", args=[page.pk]), {"from": "x", "to": "1"}).status_code == 404


def test_a_retired_articles_discussion_stays_readable(clients, page, people):
    article = page.live_articles[0]
    discussions.post(author=people["provider"], page=page, text="Dommage.", article_id=article.id)
    services.retire_article(
        page=page,
        article_id=article.id,
        author=people["facilitator"],
        note="Inutile.",
        base_revision_id=page.latest_revision_id,
    )

    text = clients["anonymous"].get(page.get_absolute_url()).content.decode()
    thread = clients["anonymous"].get(f"{reverse('discussions:thread', args=[page.pk])}?article={article.id}")

    assert "Article retiré\u00a0: Objet" in text
    assert "Dommage." in thread.content.decode()


def test_gets_change_nothing(clients, page):
    amendment = make_amendment(page)
    before = (page.latest_revision_id, page.phase, amendment.state)

    for name in ("decide", "withdraw", "proposal", "support"):
        clients["facilitator"].get(reverse(f"spaces:{name}", args=[amendment.pk]))
    for name in ("phase", "specification_settings", "article_new"):
        clients["facilitator"].get(reverse(f"spaces:{name}", args=[page.pk]))

    amendment.refresh_from_db()
    assert (again(page).latest_revision_id, again(page).phase, amendment.state) == before
    assert amendment.supports.count() == 0
