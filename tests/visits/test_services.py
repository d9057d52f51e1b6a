from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from core.models import OutgoingMail, PageVersion
from core.versions import StaleEditError
from tests.factories.accounts import UserFactory
from tests.factories.visits import (
    SlotFactory,
    VisitIndexPageFactory,
    VisitOfferPageFactory,
    VisitReportPageFactory,
    VisitRequestFactory,
)
from visits import services
from visits.enums import Agreement, CheckState, OfferState, RequestState, SlotState
from visits.models import VisitOfferPage, VisitReportPage, VisitRequest


@pytest.fixture
def host(db):
    return UserFactory(provider=True, name="Théo Perrin")


@pytest.fixture
def agent(db):
    return UserFactory(agent=True, name="Nadia Benali", preferred_language="en")


@pytest.fixture
def colleague(db):
    return UserFactory(agent=True, name="Paul Armand")


@pytest.fixture
def offer(index, host):
    return VisitOfferPageFactory(parent=index, organisation=host.organisation, proposed_by=host)


@pytest.fixture
def slot(offer):
    return SlotFactory(offer=offer)


def ask(slot, agent, *companions, **changes):
    return services.request_visit(
        slot=slot,
        agent=agent,
        companions=companions,
        **{
            "question": "Quelles encres ?",
            "interests": "",
            "has_no_running_procedure": True,
            "approved_on": timezone.localdate(),
            **changes,
        },
    )


def mails():
    return sorted(OutgoingMail.objects.values_list("to", "template"))


def test_an_offer_waits_for_a_look_then_is_published_and_the_host_told(index, host, agent):
    draft = VisitOfferPage(title="Imprimer autrement", activity="Imprimerie", place="Valence", what_to_see="Presses")
    offer = services.propose_offer(index=index, offer=draft, host=host)
    before = VisitOfferPage.objects.get(pk=offer.pk)

    published = services.publish_offer(offer=offer, by=agent)

    assert (before.live, before.state, before.organisation) == (False, OfferState.WAITING, host.organisation)
    assert (published.live, published.state, published.looked_at_by) == (True, OfferState.PUBLISHED, agent)
    assert mails() == [(host.email, "visits/offer_published")]
    assert published.get_absolute_url() in OutgoingMail.objects.get().text


def test_an_offer_sent_back_says_why_and_waits_again_once_changed(index, host, agent):
    draft = VisitOfferPage(title="Imprimer", activity="Imprimerie", place="Valence", what_to_see="Presses")
    offer = services.propose_offer(index=index, offer=draft, host=host)
    services.send_offer_back(offer=offer, by=agent, reason="Dites quels jours.")
    newest = services.latest(VisitOfferPage.objects.get(pk=offer.pk))
    newest.what_to_see = "Presses, le mardi"

    services.change_offer(offer=newest, by=host, base_revision_id=newest.latest_revision_id)

    row = VisitOfferPage.objects.get(pk=offer.pk)
    assert (row.live, row.state) == (False, OfferState.WAITING)
    assert "Dites quels jours." in OutgoingMail.objects.get().text
    assert services.publish_offer(offer=row, by=agent).what_to_see == "Presses, le mardi"


def test_a_published_offer_changes_at_once_and_stale_changes_are_refused(offer, host):
    base = offer.latest_revision_id
    one, two = services.latest(offer), services.latest(offer)
    one.place, two.place = "Romans", "Die"
    services.change_offer(offer=one, by=host, base_revision_id=base)

    with pytest.raises(StaleEditError):
        services.change_offer(offer=two, by=host, base_revision_id=base)

    assert VisitOfferPage.objects.get(pk=offer.pk).place == "Romans"


def test_a_closed_offer_leaves_the_site(offer, host):
    services.close_offer(offer=offer, by=host)

    row = VisitOfferPage.objects.get(pk=offer.pk)
    assert (row.live, row.state) == (False, OfferState.CLOSED)


def test_a_request_holds_places_and_tells_both_sides_in_their_language(slot, agent, colleague, host):
    visit = ask(slot, agent, colleague)

    assert (visit.state, visit.party) == (RequestState.REQUESTED, 2)
    assert mails() == sorted([(host.email, "visits/request_received"), (agent.email, "visits/request_sent")])
    english = OutgoingMail.objects.get(to=agent.email)
    french = OutgoingMail.objects.get(to=host.email)
    assert f"/en/visits/visit/{visit.pk}/" in english.text
    assert f"/fr/visits/visit/{visit.pk}/" in french.text
    assert "Quelles encres ?" in french.text


def test_nobody_visits_alone(slot, agent):
    with pytest.raises(services.AloneError):
        ask(slot, agent)
    with pytest.raises(services.AloneError):
        ask(slot, agent, agent)


def test_no_visit_without_the_statement_about_procedures(slot, agent, colleague):
    with pytest.raises(services.NotDeclaredError):
        ask(slot, agent, colleague, has_no_running_procedure=False)


@pytest.mark.parametrize("why", ["past", "cancelled", "unpublished"])
def test_a_closed_slot_takes_nobody(offer, slot, agent, colleague, why):
    if why == "past":
        slot.starts_at = timezone.now() - timedelta(hours=1)
        slot.save()
    elif why == "cancelled":
        services.cancel_slot(slot=slot)
    else:
        services.close_offer(offer=offer, by=offer.proposed_by)

    with pytest.raises(services.ClosedSlotError):
        ask(slot, agent, colleague)


def test_a_slot_is_never_overbooked_and_says_what_is_left(slot, agent, colleague):
    others = [UserFactory(agent=True) for _n in range(3)]
    ask(slot, agent, colleague)

    with pytest.raises(services.FullError) as refused:
        ask(slot, others[0], others[1], others[2])

    assert refused.value.left == 2
    ask(slot, others[0], others[1])
    assert VisitRequest.objects.holding().count() == 2


def test_a_declined_request_frees_its_places(slot, agent, colleague, host):
    slot.capacity = 2
    slot.save()
    visit = ask(slot, agent, colleague)
    services.decline(visit=visit, host=host, reason="Machine en panne.")

    again = ask(slot, agent, colleague)

    assert again.state == RequestState.REQUESTED
    declined = OutgoingMail.objects.filter(template="visits/request_declined")
    assert sorted(declined.values_list("to", flat=True)) == sorted([agent.email, colleague.email])
    assert all("Machine en panne." in mail.text for mail in declined)


def test_asking_twice_for_a_day_is_refused(slot, agent, colleague):
    ask(slot, agent, colleague)

    with pytest.raises(services.AlreadyAskedError):
        ask(slot, agent, colleague)


def test_acceptance_gives_the_meeting_point_to_all_who_go(slot, agent, colleague, host):
    visit = ask(slot, agent, colleague)
    assert not OutgoingMail.objects.filter(text__contains="Portail bleu").exists()

    services.accept(visit=visit, host=host, message="Chaussures fermées.")

    accepted = OutgoingMail.objects.filter(template="visits/request_accepted")
    assert sorted(accepted.values_list("to", flat=True)) == sorted([agent.email, colleague.email])
    assert all("Portail bleu" in mail.text and "Chaussures fermées." in mail.text for mail in accepted)


def test_a_request_is_answered_once(slot, agent, colleague, host):
    visit = ask(slot, agent, colleague)
    services.accept(visit=visit, host=host)

    with pytest.raises(services.AnsweredError):
        services.decline(visit=visit, host=host, reason="Non.")

    assert VisitRequest.objects.get(pk=visit.pk).state == RequestState.ACCEPTED


def test_calling_off_tells_the_other_side_and_frees_the_places(slot, agent, colleague, host):
    visit = ask(slot, agent, colleague)
    services.accept(visit=visit, host=host)
    OutgoingMail.objects.all().delete()

    services.cancel(visit=visit, by=agent, reason="Grève des trains.")

    assert mails() == sorted([(host.email, "visits/visit_cancelled"), (colleague.email, "visits/visit_cancelled")])
    assert not VisitRequest.objects.holding().exists()


def test_a_slot_with_visits_is_not_taken_off_silently(slot, agent, colleague):
    ask(slot, agent, colleague)

    with pytest.raises(services.HeldSlotError):
        services.cancel_slot(slot=slot)

    slot.refresh_from_db()
    assert slot.state == SlotState.OPEN


@pytest.fixture
def visited(index, offer, agent, colleague):
    slot = SlotFactory(offer=offer, past=True)
    return VisitRequestFactory(slot=slot, agent=agent, companions=[colleague], accepted=True)


@pytest.fixture
def report(index, visited, agent):
    page = services.start_report(visit=visited, author=agent, index=index, title="Visite d’une imprimerie")
    newest = services.latest(page)
    newest.why_this_host = "Appel ouvert."
    newest.costs_paid_by = "La Région"
    newest.findings = [
        ("practice", {"what": "Encres végétales.", "criterion": None}),
        ("quotation", {"words": "On peut faire mieux.", "speaker": "un imprimeur", "consent": True}),
    ]
    services.save_report(report=newest, author=agent, base_revision_id=newest.latest_revision_id)
    return VisitReportPage.objects.get(pk=page.pk)


def test_a_report_is_filled_with_what_is_known_and_started_once(index, visited, agent):
    page = services.start_report(visit=visited, author=agent, index=index, title="Visite")
    again = services.start_report(visit=visited, author=agent, index=index, title="Autre")

    visited.refresh_from_db()
    assert (page.live, page.question, page.organisation) == (False, visited.question, visited.slot.offer.organisation)
    assert again.pk == page.pk
    assert visited.state == RequestState.DONE


def test_nothing_is_published_before_the_host_agrees(report, agent):
    with pytest.raises(services.NotAgreedError):
        services.publish_report(report=report, by=agent, note="")
    services.send_to_host(report=report, by=agent)
    with pytest.raises(services.NotAgreedError):
        services.publish_report(report=report, by=agent, note="")

    assert not VisitReportPage.objects.get(pk=report.pk).live


def test_agreement_publishes_version_one(report, agent, colleague, host):
    check = services.send_to_host(report=report, by=agent)
    assert f"/fr/visits/report/{report.pk}/" in OutgoingMail.objects.get(template="visits/report_check").text
    services.answer_check(check=check, by=host, agreement=Agreement.AS_IS)

    version = services.publish_report(report=report, by=agent, note="")

    page = VisitReportPage.objects.get(pk=report.pk)
    told = OutgoingMail.objects.filter(template="visits/check_answered").values_list("to", flat=True)
    assert (page.live, version.number, page.is_anonymous) == (True, 1, False)
    assert sorted(told) == sorted([agent.email, colleague.email])


def test_the_address_is_that_of_the_title_it_is_first_published_under_and_stays(report, agent, host):
    def publish(title):
        newest = services.latest(VisitReportPage.objects.get(pk=report.pk))
        newest.title = title
        services.save_report(report=newest, author=agent, base_revision_id=newest.latest_revision_id)
        check = services.send_to_host(report=report, by=agent)
        services.answer_check(check=check, by=host, agreement=Agreement.ANONYMOUS)
        services.publish_report(report=report, by=agent, note="")
        return VisitReportPage.objects.get(pk=report.pk)

    begun = VisitReportPage.objects.get(pk=report.pk).slug
    first, second = publish("Sécher sans chauffer"), publish("Sécher à froid")

    assert begun == "visite-dune-imprimerie"
    assert [(page.slug, page.url_path.rsplit("/", 2)[1]) for page in (first, second)] == [
        ("secher-sans-chauffer",) * 2
    ] * 2


def test_a_change_after_the_agreement_needs_another(report, agent, host):
    check = services.send_to_host(report=report, by=agent)
    services.answer_check(check=check, by=host, agreement=Agreement.AS_IS)
    newest = services.latest(VisitReportPage.objects.get(pk=report.pk))
    newest.question = "Autre question"
    services.save_report(report=newest, author=agent, base_revision_id=newest.latest_revision_id)

    with pytest.raises(services.NotAgreedError):
        services.publish_report(report=report, by=agent, note="")


def test_a_published_report_stays_as_it_is_until_the_host_agrees_to_the_change(report, agent, host):
    services.answer_check(check=services.send_to_host(report=report, by=agent), by=host, agreement=Agreement.AS_IS)
    services.publish_report(report=report, by=agent, note="")
    newest = services.latest(VisitReportPage.objects.get(pk=report.pk))
    newest.question = "Question corrigée"
    services.save_report(report=newest, author=agent, base_revision_id=newest.latest_revision_id)
    assert VisitReportPage.objects.get(pk=report.pk).question == "Quelles encres pouvez-vous utiliser ?"

    services.answer_check(check=services.send_to_host(report=report, by=agent), by=host, agreement=Agreement.AS_IS)
    services.publish_report(report=report, by=agent, note="Question corrigée")

    assert VisitReportPage.objects.get(pk=report.pk).question == "Question corrigée"
    assert list(PageVersion.objects.filter(page_id=report.pk).values_list("number", "note")) == [
        (2, "Question corrigée"),
        (1, ""),
    ]


def test_an_agreement_without_the_name_hides_it_everywhere(report, agent, host):
    services.answer_check(check=services.send_to_host(report=report, by=agent), by=host, agreement=Agreement.ANONYMOUS)

    services.publish_report(report=report, by=agent, note="")

    page = VisitReportPage.objects.get(pk=report.pk)
    (document,) = page.search_documents()
    assert page.host_name == page.host_description
    assert host.organisation.name not in document.body


def test_cuts_go_back_to_the_writers(report, agent, host):
    check = services.send_to_host(report=report, by=agent)

    services.answer_check(check=check, by=host, agreement=None, message="Ne citez pas la machine.")

    check.refresh_from_db()
    assert check.state == CheckState.CUTS
    assert "Ne citez pas la machine." in OutgoingMail.objects.get(template="visits/check_answered", to=agent.email).text
    assert services.send_to_host(report=report, by=agent).state == CheckState.WAITING


def test_a_check_is_answered_once(report, agent, host):
    check = services.send_to_host(report=report, by=agent)
    services.answer_check(check=check, by=host, agreement=Agreement.AS_IS)

    with pytest.raises(services.AnsweredError):
        services.answer_check(check=check, by=host, agreement=None, message="Non.")


def test_words_without_consent_go_to_nobody(report, agent):
    newest = services.latest(report)
    newest.findings = [("quotation", {"words": "Entre nous…", "speaker": "un imprimeur", "consent": False})]
    services.save_report(report=newest, author=agent, base_revision_id=newest.latest_revision_id)

    with pytest.raises(services.ConsentError):
        services.send_to_host(report=report, by=agent)


def test_a_stale_report_is_refused(report, agent, colleague):
    base = report.latest_revision_id
    one, two = services.latest(report), services.latest(report)
    one.question, two.question = "Un", "Deux"
    services.save_report(report=one, author=agent, base_revision_id=base)

    with pytest.raises(StaleEditError):
        services.save_report(report=two, author=colleague, base_revision_id=base)

    assert services.latest(VisitReportPage.objects.get(pk=report.pk)).question == "Un"


def test_an_unpublished_report_is_not_found(report):
    assert list(report.search_documents()) == []


def test_a_published_report_is_found_by_its_findings(index):
    page = VisitReportPageFactory(parent=index)
    page.findings = [
        (
            "margin",
            {
                "what": "Des encres végétales.",
                "dimension": "materials",
                "effort": "low",
                "who": "both",
                "condition": "",
                "criterion": None,
            },
        )
    ]
    page.save()

    (document,) = VisitReportPage.objects.get(pk=page.pk).search_documents()

    # Not the names of fields and choices: passages are shown of it.
    assert document.body.splitlines() == [page.question, "", page.host_name, "", "Des encres végétales."]
    assert document.facets == {"dimension": ("materials",), "year": (str(timezone.localtime(document.date).year),)}


RACE = 12


def race(slot_id, people, act):
    """Everybody at once, each on a connection of their own; the outcomes."""
    barrier, outcomes = threading.Barrier(len(people)), []

    def run(pair):
        try:
            barrier.wait()
            act(slot_id, *pair)
            outcomes.append("in")
        except services.FullError:
            outcomes.append("full")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(pair,)) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def crowd(transactional_db):
    from home.models import HomePage

    index = VisitIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    slot = SlotFactory(offer=VisitOfferPageFactory(parent=index), capacity=4)
    return slot, [(UserFactory(agent=True), UserFactory(agent=True)) for _n in range(RACE)]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only")
def test_many_at_once_never_overbook_a_slot(crowd):
    slot, people = crowd

    def act(slot_id, agent, colleague):
        from visits.models import Slot

        ask(Slot.objects.get(pk=slot_id), agent, colleague)

    outcomes = race(slot.pk, people, act)

    assert sorted(outcomes) == ["full"] * (RACE - 2) + ["in"] * 2
    assert sum(visit.party for visit in VisitRequest.objects.holding()) == 4


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only")
def test_control_counting_without_the_lock_overbooks(crowd):
    """Shows that the race above is one: the same steps, counted before nothing is locked, take too many."""
    slot, people = crowd
    counted = threading.Barrier(RACE)

    def act(slot_id, agent, colleague):
        with transaction.atomic():
            held = sum(VisitRequest.objects.filter(slot_id=slot_id).values_list("party", flat=True))
            counted.wait()
            if held + 2 > 4:
                raise services.FullError(0)
            VisitRequestFactory(slot_id=slot_id, slot=None, agent=agent, companions=[colleague])

    race(slot.pk, people, act)

    assert sum(visit.party for visit in VisitRequest.objects.holding()) > 4
