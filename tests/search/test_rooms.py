"""What every room has to be found by, and what nobody else may find: with the rooms' own services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import translation

from core import visibility
from discussions import services as discussions
from discussions.enums import CommentKind
from events import services as events
from search import results, services
from search.sources import documents_of, language_of, source_of
from spaces import services as spaces
from spaces.enums import MemberRole, SpaceKind
from spaces.models import SpacePage
from tests.factories.core import StandardPageFactory
from tests.factories.events import ChallengeIndexPageFactory, ChallengePageFactory
from tests.factories.guidance import GuidancePageFactory, PurchaseFamilyFactory, a_criterion, criteria
from tests.factories.lessons import LessonIndexPageFactory, LessonPageFactory
from tests.factories.spaces import (
    facilitator_of,
    make_amendment,
    make_article,
    make_space,
    make_specification,
)
from tests.factories.visits import VisitIndexPageFactory, VisitOfferPageFactory, VisitReportPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def look(text: str, user: object | None = None, language: str = "fr") -> results.Results:
    services.drain()
    reader = user or AnonymousUser()
    visibility.forget(reader)
    return results.find(results.read(QueryDict(f"q={text}"), user=reader, language=language), user=reader)


def found(text: str, user: object | None = None, language: str = "fr") -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in look(text, user, language).hits]


def test_standing_page_is_found_by_its_text_and_the_front_page_by_nothing(home_fr: object) -> None:
    StandardPageFactory(parent=home_fr, title="Aide", body="<h2>Supprimer mon compte</h2><p>Pas de mot de passe.</p>")
    home_fr.summary = "Supprimer tout"
    home_fr.save_revision().publish()

    assert found("supprimer") == [("page", "Aide")]
    assert found('"mon compte"') == [("page", "Aide")]


def test_guidance_is_found_by_page_and_by_criterion(home_fr: object) -> None:
    GuidancePageFactory(
        title="Acheter une étude", criteria=criteria(a_criterion("PI-ETU-TS-01", name="Un rapport réutilisable"))
    )

    result = look("réutilisable")

    assert [(hit.kind, hit.kind_label, hit.title) for hit in result.hits] == [
        ("criterion", "Critère", "PI-ETU-TS-01 Un rapport réutilisable")
    ]
    assert result.hits[0].url.endswith("#PI-ETU-TS-01")
    assert ("page", "Acheter une étude") in found("étude")


def test_lesson_is_found(home_fr: object) -> None:
    index = LessonIndexPageFactory(parent=home_fr)
    LessonPageFactory(parent=index, title="Un seul lot trop grand")

    assert found("lots") == [("page", "Un seul lot trop grand")]


def test_challenge_is_found(home_fr: object) -> None:
    index = ChallengeIndexPageFactory(parent=home_fr)
    ChallengePageFactory(parent=index, title="Informer sans imprimer")

    assert found("imprimer") == [("page", "Informer sans imprimer")]


def test_visit_and_its_report_are_found(home_fr: object) -> None:
    index = VisitIndexPageFactory(parent=home_fr)
    VisitOfferPageFactory(parent=index, title="Chez un imprimeur")
    VisitReportPageFactory(parent=index, title="Ce que l’imprimeur sait faire")

    assert sorted(found("imprimeurs")) == [("page", "Ce que l’imprimeur sait faire"), ("page", "Chez un imprimeur")]


def test_question_of_a_challenge_is_found_with_its_answer_once_that_is_published(
    home_fr: object, people: Mapping
) -> None:
    page = ChallengePageFactory(parent=ChallengeIndexPageFactory(parent=home_fr), title="Informer sans imprimer")
    question = events.ask(event=page, text="Faut-il un tricycle ?", language="fr")
    steps = [found("tricycle")]

    question = events.answer(question=question, text="Une brouette suffit.", by=people["communications"])
    steps += [found("tricycle"), found("brouettes")]
    events.set_aside(question=question, by=people["communications"])
    steps.append(found("tricycle"))

    challenge = [("page", "Informer sans imprimer")]
    assert steps == [[], challenge, challenge, []]


def test_question_under_a_visit_report_is_found_with_its_answer(home_fr: object, people: Mapping) -> None:
    report = VisitReportPageFactory(parent=VisitIndexPageFactory(parent=home_fr), title="Ce que l’imprimeur sait faire")
    question = discussions.post(
        author=people["provider"], page=report, text="Faut-il un tricycle ?", kind=CommentKind.QUESTION, language="fr"
    )
    discussions.post(author=people["agent"], page=report, text="Une brouette suffit.", parent=question, language="fr")

    hits = [*look("tricycle").hits, *look("brouettes").hits]

    title = "Ce que l’imprimeur sait faire"
    assert [(hit.kind, hit.title, "#comment-" in hit.url) for hit in hits] == [("comment", title, True)] * 2


@pytest.fixture
def draft(home_fr: object) -> Callable[..., object]:
    """A draft in a space of ``kind`` with an article, a comment, a course of action and an amendment."""

    def make(kind: str, word: str = "trottinette") -> object:
        space = make_space(kind, title=f"Espace {word}", introduction=f"Des mots sur la {word}.")
        page = make_specification(
            space, title=f"Cahier {word}", articles=[make_article("Objet", f"Acheter une {word}.")], tags=[word]
        )
        author = facilitator_of(page)
        discussions.post(author=author, page=page, text=f"Pourquoi une {word} ?", language="fr")
        spaces.propose(page=page, author=author, title=f"Louer une {word}", text="Louer plutôt qu’acheter.")
        make_amendment(page, author=author, text=f"Louer une {word} neuve.", why=f"La {word} coûte.")
        return page

    return make


READERS = {
    # reader: kinds of space whose drafts they find
    "anonymous": {SpaceKind.PUBLIC},
    "provider": {SpaceKind.PUBLIC},
    "outsider": {SpaceKind.PUBLIC, SpaceKind.AGENTS},
    "communications": {SpaceKind.PUBLIC, SpaceKind.AGENTS},
    "member": {SpaceKind.PUBLIC, SpaceKind.AGENTS, SpaceKind.MEMBERS},
}


@pytest.mark.parametrize("kind", SpaceKind.values)
@pytest.mark.parametrize("role", READERS)
def test_draft_with_all_that_hangs_on_it_is_found_by_its_readers_only(
    draft: Callable, people: Mapping, kind: str, role: str
) -> None:
    page = draft(kind)
    if role == "member":
        spaces.add_member(space=page.space, user=people["member"], role=MemberRole.COMMENTER)
    reader = None if role == "anonymous" else people[role]

    result = look("trottinette", reader)

    kinds = sorted(hit.kind for hit in result.hits)
    expected = ["article", "comment", "draft", "page", "proposal", "proposal"] if kind in READERS[role] else []
    assert (kinds, result.total) == (expected, len(expected))
    if not expected:
        assert result.choices == []


def test_space_that_closes_takes_everything_out_of_search_at_once_and_back_when_it_opens(
    draft: Callable, people: Mapping
) -> None:
    page = draft(SpaceKind.PUBLIC)
    look("trottinette")

    def turn(kind: str) -> int:
        space = SpacePage.objects.get(pk=page.space.pk)
        spaces.change_space(
            space=space,
            by=facilitator_of(space),
            title=space.title,
            kind=kind,
            introduction=space.introduction,
            summary=space.summary,
            tags=[],
            base_revision_id=space.latest_revision_id,
        )
        reader = AnonymousUser()
        asked = results.read(QueryDict("q=trottinette"), user=reader, language="fr")
        # Before any worker has looked.
        return results.find(asked, user=reader).total

    assert [turn(kind) for kind in (SpaceKind.MEMBERS, SpaceKind.PUBLIC, SpaceKind.AGENTS)] == [0, 6, 0]


def test_member_who_leaves_finds_no_more(draft: Callable, people: Mapping) -> None:
    page = draft(SpaceKind.MEMBERS)
    membership = spaces.add_member(space=page.space, user=people["member"], role=MemberRole.COMMENTER)
    before = look("trottinette", people["member"]).total

    spaces.remove_member(membership=membership)

    assert (before, look("trottinette", people["member"]).total) == (6, 0)


def test_hidden_comment_is_gone_at_once(draft: Callable, people: Mapping) -> None:
    page = draft(SpaceKind.PUBLIC)
    comment = discussions.post(author=people["agent"], page=page, text="Un mot déplacé.", language="fr")
    before = found("déplacé")

    discussions.hide(comment=comment, by=people["communications"], reason="Hors sujet.")
    asked = results.read(QueryDict("q=déplacé"), user=AnonymousUser(), language="fr")

    assert (len(before), results.find(asked, user=AnonymousUser()).total) == (1, 0)


def test_withdrawn_proposal_is_gone(draft: Callable, people: Mapping) -> None:
    page = draft(SpaceKind.PUBLIC)
    proposal = spaces.propose(page=page, author=people["agent"], title="Une gondole", text="Naviguer.")
    before = found("gondole")

    spaces.withdraw(proposal=proposal)

    assert (before, found("gondole")) == ([("proposal", "Une gondole")], [])


def test_contribution_is_shown_under_the_readers_language(draft: Callable) -> None:
    draft(SpaceKind.PUBLIC)

    urls = [hit.url for hit in look("trottinette", language="en").hits]

    assert [url.startswith("/en/") for url in urls] == [True] * 6


def test_site_and_search_agree_after_all_that(draft: Callable, people: Mapping) -> None:
    services.rebuild()
    for kind in SpaceKind.values:
        draft(kind)
    services.drain()

    assert services.differences() == {}


def test_a_page_says_the_same_alone_and_among_many(draft: Callable, home_fr: object) -> None:
    """What is read for many at once (tags, vocabularies, addresses) is what each would have asked for."""
    pages = [draft(SpaceKind.PUBLIC, word) for word in ("brouette", "gondole")]
    pages.append(GuidancePageFactory(title="Acheter une étude", criteria=criteria(a_criterion("PI-ETU-TS-01"))))
    # Not written in the order of the vocabulary, in which a page reads its own.
    families = [PurchaseFamilyFactory(label_fr=label) for label in ("Voirie", "Textile", "Papier", "Bois")]
    for number, page in enumerate(pages):
        page.families.set(families[number:])
        page.tags.add("zinc", "acier")
        page.save()
    pages.append(LessonPageFactory(parent=LessonIndexPageFactory(parent=home_fr)))

    together = documents_of([source_of(page) for page in pages])

    for page in pages:
        fresh = type(page).objects.get(pk=page.pk)
        with translation.override(language_of(fresh)):
            assert together[source_of(page)] == list(fresh.search_documents())
    tags = [documents[0].tags for documents in together.values()]
    assert tags[:2] == [("acier", "brouette", "zinc"), ("acier", "gondole", "zinc")]


def test_label_of_every_value_is_known_in_both_languages(draft: Callable) -> None:
    from django.utils import translation

    from search import facets

    for language in ("fr", "en"):
        with translation.override(language):
            for facet in facets.FACETS.values():
                for value in facet.order:
                    assert str(facet.labels[value])
