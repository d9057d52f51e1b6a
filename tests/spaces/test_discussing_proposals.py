"""What is said about an amendment: where it is shown, counted, found, answered, and when it closes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from discussions import services as discussions
from discussions import targets
from discussions.models import Comment
from spaces import decisions, services
from spaces.enums import Phase, SpaceKind
from tests.factories.accounts import UserFactory
from tests.factories.spaces import facilitator_of, make_space, make_specification

pytestmark = pytest.mark.django_db

CANARY = "zèbre-canari"


def amended(page, **fields):
    article = page.live_articles[0]
    return services.amend(
        page=page,
        article_id=article.id,
        author=facilitator_of(page),
        proposed_text=f"{article.text} Et autre chose.",
        why="",
        base_revision_id=page.latest_revision_id,
        **fields,
    )


def say(proposal, text="Trop cher pour nous.", author=None):
    page = proposal.page.specific
    target = targets.find(page, proposal.target_key)
    return discussions.post(author=author or UserFactory(agent=True), page=page, text=text, target=target)


@pytest.fixture
def draft():
    return make_specification()


@pytest.fixture
def amendment(draft):
    return amended(draft)


def test_a_comment_on_an_amendment_is_shown_there_and_not_beside_the_article(clients, draft, amendment):
    answer = clients["provider"].post(
        reverse("discussions:post", args=[draft.pk]),
        {"kind": "market", "text": "Trop cher pour nous.", "target": amendment.target_key},
    )

    comment = Comment.objects.get()
    article = draft.live_articles[0]
    assert answer.headers["Location"] == f"{amendment.get_absolute_url()}#comment-{comment.pk}"
    assert (comment.target, str(comment.article_id)) == (amendment.target_key, article.id)
    shown = clients["anonymous"].get(amendment.get_absolute_url())
    beside = clients["anonymous"].get(reverse("discussions:thread", args=[draft.pk]), {"article": article.id})
    assert [said.text for said in shown.context["comments"]] == ["Trop cher pour nous."]
    assert [said.text for said in beside.context["comments"]] == []


def test_lists_count_the_discussion(clients, draft, amendment):
    say(amendment)
    reply_to = say(amendment, "Deuxième.")
    discussions.post(author=UserFactory(agent=True), page=draft, text="Une réponse.", parent=reply_to)

    listed = clients["agent"].get(reverse("spaces:amendments", args=[draft.pk]))
    text = clients["agent"].get(draft.get_absolute_url())
    remarks = clients["agent"].get(reverse("spaces:remarks", args=[draft.pk]))

    assert [(row.remark_count, row.waiting_count) for row in listed.context["waiting"]] == [(2, 2)]
    (row,) = [row for row in text.context["rows"] if row["amendments"]]
    assert (row["amendments"][0].remark_count, row["total"], row["notes"]) == (2, 0, [])
    assert text.context["remark_count"] == 2
    (group,) = remarks.context["groups"]
    assert (group["proposal"], [comment.text for comment in group["comments"]]) == (
        amendment,
        ["Trop cher pour nous.", "Deuxième.", "Une réponse."],
    )
    assert f'href="{amendment.get_absolute_url()}#discussion"' in remarks.content.decode()


def test_a_reply_stays_with_the_amendment(clients, draft, amendment):
    first = say(amendment)

    answer = clients["provider"].post(reverse("discussions:reply", args=[draft.pk, first.pk]), {"text": "Moi aussi."})

    reply = Comment.objects.get(level=1)
    assert reply.target == amendment.target_key
    assert answer.headers["Location"] == f"{amendment.get_absolute_url()}#comment-{reply.pk}"


def test_an_empty_comment_comes_back_with_the_amendment_it_is_about(clients, draft, amendment):
    answer = clients["provider"].post(
        reverse("discussions:post", args=[draft.pk]), {"kind": "remark", "text": " ", "target": amendment.target_key}
    )

    assert answer.status_code == 422
    assert f'name="target" value="{amendment.target_key}"' in answer.content.decode()


@pytest.mark.parametrize(
    "key", ["proposal:999999", "proposal:", "proposal:x", "proposal:99999999999999999999", "page:1", "proposal:¹", "x"]
)
def test_a_forged_target_is_absent(clients, draft, amendment, key):
    address = reverse("discussions:post", args=[draft.pk])

    assert clients["agent"].post(address, {"kind": "remark", "text": "a", "target": key}).status_code == 404
    assert clients["agent"].get(reverse("discussions:thread", args=[draft.pk]), {"target": key}).status_code == 404


def test_an_amendment_of_another_page_is_absent_here(clients, draft):
    elsewhere = amended(make_specification(make_space(SpaceKind.MEMBERS)))
    address = reverse("discussions:thread", args=[draft.pk])

    assert clients["admin"].get(address, {"target": elsewhere.target_key}).status_code == 404


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
def test_a_private_discussion_shows_outsiders_nothing(clients, role):
    page = make_specification(make_space(SpaceKind.MEMBERS))
    proposal = amended(page)
    said = say(proposal, CANARY, author=facilitator_of(page))

    for address in (
        proposal.get_absolute_url(),
        f"{reverse('discussions:thread', args=[page.pk])}?target={said.target}",
    ):
        answer = clients[role].get(address)
        assert answer.status_code == (302 if role == "anonymous" else 404)
        assert CANARY not in answer.content.decode()
    inside = clients["admin"].get(proposal.get_absolute_url())
    assert CANARY in inside.content.decode()


def test_silence_closes_the_discussion(clients, draft, amendment):
    draft.silence_from = timezone.localdate() - timedelta(days=1)
    draft.save()

    answer = clients["provider"].post(
        reverse("discussions:post", args=[draft.pk]),
        {"kind": "remark", "text": "Encore un mot.", "target": amendment.target_key},
    )

    assert answer.status_code == 409
    assert "Encore un mot." in answer.content.decode()
    shown = clients["provider"].get(amendment.get_absolute_url())
    assert shown.context["comment_form"] is None
    assert shown.context["closed_note"] == draft.comments_closed_note()
    assert not Comment.objects.exists()


def test_the_decision_answers_what_was_said_and_closes_the_discussion(clients, draft, amendment):
    said = say(amendment)

    decided = services.decide(
        proposal=amendment, by=facilitator_of(draft), state="accepted", reason="Cela rassure les petites entreprises."
    )

    said.refresh_from_db()
    assert (said.state, said.reason, said.closed_in) == (
        "answered",
        "Cela rassure les petites entreprises.",
        decided.version,
    )
    for name, args in (("post", [draft.pk]), ("reply", [draft.pk, said.pk])):
        answer = clients["agent"].post(
            reverse(f"discussions:{name}", args=args), {"kind": "remark", "text": "Trop tard", "target": said.target}
        )
        assert answer.status_code == 409
    assert Comment.objects.count() == 1


def test_an_unanswered_word_about_an_amendment_stops_the_freeze(clients, draft, amendment):
    say(amendment)
    services.withdraw(proposal=amendment)
    draft.refresh_from_db()

    with pytest.raises(services.UnansweredError):
        services.set_phase(page=draft, by=facilitator_of(draft), phase=Phase.FROZEN, until=None)


def test_the_decision_table_has_the_discussion_under_the_amendment(draft, amendment):
    said = say(amendment, "=Trop cher")
    services.decide(proposal=amendment, by=facilitator_of(draft), state="declined", reason="Le besoin reste.")
    draft.refresh_from_db()

    with translation.override("en"):
        rows = decisions.decisions_of(draft)
        table = decisions.to_csv(draft, rows)

    assert [(row.what, row.article, row.reason) for row in rows] == [
        ("amendment 1", draft.live_articles[0].label, "Le besoin reste."),
        ("remark, amendment 1", draft.live_articles[0].label, "Le besoin reste."),
    ]
    assert rows[1].url.endswith(f"/spaces/proposal/{amendment.pk}/#{said.anchor}")
    assert '"remark, amendment 1";"\'=Trop cher"' in table


def test_search_finds_it_at_the_amendment(clients, amendment):
    said = say(amendment, f"Le délai de {CANARY} manque.")
    call_command("search_rebuild", verbosity=0)

    found = clients["anonymous"].get(reverse("search:search"), {"q": CANARY}).content.decode()

    assert re.findall(r'href="([^"]+#comment-\d+)"', found) == [f"{amendment.get_absolute_url()}#{said.anchor}"]


def test_a_proposals_page_costs_the_same_with_3_and_60_comments(clients, amendment, count_queries):
    for _n in range(3):
        say(amendment)
    few = {role: count_queries(clients[role], amendment.get_absolute_url()) for role in ("anonymous", "agent")}
    author = UserFactory(agent=True)
    for _n in range(57):
        say(amendment, author=author)
    many = {role: count_queries(clients[role], amendment.get_absolute_url()) for role in ("anonymous", "agent")}

    assert many == few
    assert many["anonymous"] <= 15
