"""What waits for somebody: theirs and only theirs, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from discussions import services as discussions
from home.waiting import waiting_for
from lessons import services as lessons
from spaces import services as spaces
from spaces.enums import SpaceKind
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import ChallengePageFactory, PublicQuestionFactory, RegistrationFactory
from tests.factories.lessons import LessonIndexPageFactory, unsaved_lesson
from tests.factories.spaces import facilitator_of, make_amendment, make_space, make_specification
from tests.factories.visits import SlotFactory, VisitOfferPageFactory, VisitRequestFactory

pytestmark = pytest.mark.django_db


def told(user):
    with translation.override("en"):
        return [(item.title, [fact["text"] for fact in item.facts]) for item in waiting_for(user)]


def test_nothing_waits_for_a_newcomer_and_the_page_says_where_to_begin(clients, people):
    for role in ("agent", "provider", "communications"):
        page = clients[role].get("/en/").content.decode()
        assert told(people[role]) == []
        assert "Nothing waits for an answer of yours" in page
    assert "What waits for you" not in clients["anonymous"].get("/en/").content.decode()


def test_a_facilitator_is_told_what_their_spaces_owe_an_answer(people):
    page = make_specification(make_space(SpaceKind.MEMBERS), title="Cahier réservé")
    make_amendment(page, author=facilitator_of(page))
    for text in ("Un.", "Deux."):
        said = discussions.post(author=facilitator_of(page), page=page, text=text)
    discussions.close(comment=said, by=facilitator_of(page), state="answered", reason="Oui.")

    assert told(facilitator_of(page)) == [
        ("Cahier réservé", ["1 amendment or proposal without an answer", "1 remark without an answer"])
    ]
    for role in ("outsider", "provider", "communications", "admin"):
        assert told(people[role]) == []


def test_what_waits_leads_to_where_it_is_answered(clients):
    page = make_specification(make_space(SpaceKind.MEMBERS), title="Cahier réservé")
    facilitator, space = facilitator_of(page), page.space
    amendment = make_amendment(page, author=facilitator)
    proposal = spaces.propose(page=space, author=facilitator, title="Une malle", text="Elle circule.", language="fr")
    said = [discussions.post(author=facilitator, page=where, text="Combien ?") for where in (page, space)]

    with translation.override("en"):
        urls = [fact["url"] for item in waiting_for(facilitator) for fact in item.facts]

    assert len(urls) == 4
    clients["anonymous"].force_login(facilitator)
    there = [clients["anonymous"].get(url.partition("#")[0]).content.decode() for url in urls]
    for thing in (f"/spaces/proposal/{amendment.pk}/", f"/spaces/proposal/{proposal.pk}/", *(c.anchor for c in said)):
        assert any(thing in content for content in there)
    front = clients["anonymous"].get("/en/").content.decode()
    assert all(f'<a href="{url}">' in front for url in urls)


def test_an_agent_is_told_of_drafts_and_reviews_that_are_theirs_to_do(people, home_fr):
    index = LessonIndexPageFactory(parent=home_fr)
    lessons.create_lesson(index=index, lesson=unsaved_lesson(), author=people["agent"])
    submitted = lessons.create_lesson(index=index, lesson=unsaved_lesson(title="Soumise"), author=people["agent"])
    lessons.submit(lesson=submitted, author=people["agent"])

    assert told(people["agent"]) == [("Your lessons", ["1 draft"])]
    assert told(people["outsider"]) == [("Lessons to review", ["1 waits for a reader"])]
    assert told(people["provider"]) == []


def test_an_agent_is_told_of_visits_to_come_and_reports_to_write(people):
    VisitRequestFactory(agent=people["agent"], accepted=True)
    VisitRequestFactory(companions=[people["agent"], UserFactory(agent=True)])
    VisitRequestFactory(agent=people["agent"], accepted=True, slot=SlotFactory(past=True))
    VisitRequestFactory(agent=people["agent"], state="declined")

    assert told(people["agent"]) == [
        ("Your visits", ["2 asked for or to come"]),
        ("Visit reports", ["1 to write or to finish"]),
    ]


def test_a_provider_is_told_of_evenings_offers_and_requests(people):
    host = UserFactory(provider=True, organisation=OrganisationFactory())
    offer = VisitOfferPageFactory(proposed_by=host, organisation=host.organisation)
    VisitRequestFactory(slot=SlotFactory(offer=offer))
    later = timezone.now() + timedelta(days=5)
    coming = ChallengePageFactory(title="Ateliers", starts_at=later, ends_at=later + timedelta(hours=2))
    RegistrationFactory(page=coming, user=host, offered=True)
    RegistrationFactory(page=coming, user=host, cancelled=True)
    RegistrationFactory(page=coming, confirmed=True)

    assert told(host) == [
        ("Ateliers", ["A place is offered to you"]),
        ("Agents who want to come", ["1 request to answer"]),
        ("Your visit offers", ["1 offer"]),
    ]
    assert told(people["provider"]) == []


def test_questions_wait_for_communications_alone(people):
    PublicQuestionFactory.create_batch(2, page=ChallengePageFactory(title="Soirée"))
    PublicQuestionFactory(page=ChallengePageFactory(title="Autre"), answered=True)

    assert told(people["communications"]) == [("Soirée", ["2 questions without an answer"])]
    assert told(people["agent"]) == []


def test_the_front_page_costs_the_same_however_much_waits_fifteen_at_most(people, clients, count_queries, home_fr):
    index = LessonIndexPageFactory(parent=home_fr)
    agent = people["agent"]

    def more(number):
        for _n in range(number):
            page = make_specification(make_space(SpaceKind.MEMBERS, facilitator=agent))
            make_amendment(page, author=agent)
            discussions.post(author=agent, page=page, text="Un.")
            RegistrationFactory(page=ChallengePageFactory(), user=agent, confirmed=True)
            VisitRequestFactory(agent=agent)
            lessons.create_lesson(index=index, lesson=unsaved_lesson(), author=agent)

    more(1)
    few = count_queries(clients["agent"], "/fr/")
    more(5)

    assert count_queries(clients["agent"], "/fr/") == few
    assert few <= 15
