from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.models import Comment
from events.models import ChallengePage
from spaces import services as spaces
from spaces.models import Proposal
from tests.factories.events import NOW, PublicQuestionFactory, RecordFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
WORDS = {"title": "Un seul format", "text": "Imprimer tout en A3.", "why": "Une seule machine."}


def test_provider_proposes_and_reads_what_became_of_it(challenge: Make, clients: Any, people: Any) -> None:
    event = challenge()

    response = clients["provider"].post(reverse("spaces:propose", args=[event.pk]), WORDS)
    proposal = Proposal.objects.get()
    assert (response.status_code, proposal.page_id) == (302, event.pk)
    clients["agent"].post(
        reverse("spaces:decide", args=[proposal.pk]), {"state": "accepted", "reason": "Repris au cahier des charges."}
    )

    page = clients["anonymous"].get(event.get_url()).content.decode()
    assert [words in page for words in ("Un seul format", "Repris au cahier des charges.")] == [True, True]


@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("provider", 403), ("agent", 200), ("communications", 200)]
)
def test_who_decides(challenge: Make, clients: Any, people: Any, role: str, status: int) -> None:
    proposal = spaces.propose(page=challenge(), author=people["provider"], **WORDS)

    assert clients[role].get(reverse("spaces:decide", args=[proposal.pk])).status_code == status


@pytest.mark.parametrize("trait", ["silent", "cancelled"])
def test_no_proposal_in_the_silence_or_once_cancelled(challenge: Make, clients: Any, people: Any, trait: str) -> None:
    event = challenge(**{trait: True})

    response = clients["provider"].post(reverse("spaces:propose", args=[event.pk]), WORDS)

    assert (response.status_code, Proposal.objects.count()) == (409, 0)
    assert "Imprimer tout en A3." in response.content.decode()
    with pytest.raises(spaces.ClosedError):
        spaces.propose(page=event, author=people["provider"], **WORDS)


def test_translation_takes_no_proposals_of_its_own(challenge: Make, index_en: Any, people: Any) -> None:
    english = challenge().copy_for_translation(index_en.locale)
    english.save_revision().publish()

    with pytest.raises(spaces.ClosedError):
        spaces.propose(page=ChallengePage.objects.get(pk=english.pk), author=people["provider"], **WORDS)


def test_withdrawn_proposal_is_not_listed(challenge: Make, client: Client, people: Any) -> None:
    event = challenge()
    spaces.withdraw(proposal=spaces.propose(page=event, author=people["provider"], **WORDS))

    assert "Un seul format" not in client.get(event.get_url()).content.decode()


@pytest.mark.parametrize(
    ("first", "last", "silent"),
    [
        pytest.param(date(2026, 3, 10), None, True, id="from today"),
        pytest.param(date(2026, 3, 11), None, False, id="from tomorrow"),
        pytest.param(date(2026, 3, 1), date(2026, 3, 9), False, id="until yesterday"),
    ],
)
def test_silence_of_the_linked_draft_is_the_evenings_too(
    challenge: Make, client: Client, home_fr: Any, first: date, last: date | None, silent: bool
) -> None:
    from tests.factories.spaces import make_specification

    draft = make_specification(silence_from=first, silence_to=last)
    event = challenge(related_page=draft, related_need="draft")

    assert ChallengePage.objects.get(pk=event.pk).is_silent() is silent
    assert ChallengePage.objects.filter(pk=event.pk).for_list()[0].is_silent() is silent
    assert ("Période de silence" in client.get(event.get_url()).content.decode()) is silent


@pytest.mark.parametrize("count", [3, 300])
def test_fullest_page_takes_the_same_queries(
    challenge: Make, client: Client, people: Any, count_queries: Callable[..., int], home_fr: Any, count: int
) -> None:
    from tests.factories.core import StandardPageFactory

    event = challenge(capacity=500, held=True, related_page=StandardPageFactory(parent=home_fr), related_need="draft")
    RecordFactory(page=event, published=True)
    RegistrationFactory.create_batch(count, page=event, came=True)
    PublicQuestionFactory.create_batch(count, page=event, answered=True)
    for number in range(count):
        Proposal.objects.create(
            page=event, kind="action", number=number + 1, author=people["provider"], created_at=NOW, **WORDS
        )

    assert count_queries(client, event.get_url()) <= 15
    assert count_queries(client, event.get_url() + "?proposals=all") <= 15


def test_a_proposal_is_discussed_and_the_evening_says_how_much(challenge: Make, clients: Any, people: Any) -> None:
    event = challenge()
    proposal = spaces.propose(page=event, author=people["provider"], **WORDS)
    post = reverse("discussions:post", args=[event.pk])

    said = {"kind": "question", "text": "Et les plans ?", "target": proposal.target_key}
    answer = clients["agent"].post(post, said)

    comment = Comment.objects.get()
    assert answer["Location"] == f"{proposal.get_absolute_url()}#{comment.anchor}"
    page = clients["provider"].get(proposal.get_absolute_url()).content.decode()
    assert [words in page for words in ("Et les plans ?", f'value="{proposal.target_key}"')] == [True, True]
    card = clients["anonymous"].get(event.get_url()).content.decode()
    assert f'href="{proposal.get_absolute_url()}#discussion">1 contribution<' in card


def test_the_evening_itself_takes_questions_and_no_comments(challenge: Make, clients: Any, people: Any) -> None:
    event = challenge()

    answer = clients["agent"].post(
        reverse("discussions:post", args=[event.pk]), {"kind": "remark", "text": "Une remarque."}
    )

    assert (answer.status_code, Comment.objects.count()) == (409, 0)


@pytest.mark.parametrize("trait", ["silent", "cancelled"])
def test_no_discussion_in_the_silence_or_once_cancelled(challenge: Make, clients: Any, people: Any, trait: str) -> None:
    event = challenge()
    proposal = spaces.propose(page=event, author=people["provider"], **WORDS)
    other = challenge(**{trait: True})
    Proposal.objects.update(page=other)

    said = {"kind": "remark", "text": "Trop tard.", "target": proposal.target_key}
    answer = clients["agent"].post(reverse("discussions:post", args=[other.pk]), said)
    page = clients["agent"].get(proposal.get_absolute_url()).content.decode()

    assert (answer.status_code, Comment.objects.count()) == (409, 0)
    assert 'name="target"' not in page
    assert other.comments_closed_note()
    assert event.comments_closed_note() == ""
