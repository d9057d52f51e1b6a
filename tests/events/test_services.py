from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.enums import IdentifierType, SizeClass
from events import services
from events.enums import ChallengeState, RegistrationState
from events.models import ChallengePage, Registration
from events.services import Application
from tests.factories.events import NOW, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
Mails = Callable[[], list[tuple[str, str]]]
State = RegistrationState


def application(name: str = "lea", **fields: Any) -> Application:
    defaults = {
        "organisation_name": f"Atelier {name}",
        "size_class": SizeClass.SMALL,
        "person_name": name.capitalize(),
        "email": f"{name}@atelier.example",
    }
    return Application(**(defaults | fields))


def register(event: ChallengePage, name: str = "lea", **fields: Any) -> Registration:
    return services.register(event=event, application=application(name, **fields), language="fr")


def come(event: ChallengePage, name: str, **fields: Any) -> Registration:
    return services.confirm(registration=register(event, name, **fields))


def states(event: ChallengePage) -> dict[str, str]:
    rows = Registration.objects.filter(page=event).order_by("pk")
    return {row.email.split("@")[0]: row.state for row in rows}


# Registering and confirming


def test_register_holds_a_place_for_half_an_hour_and_writes(challenge: Make, mails: Mails) -> None:
    event = challenge()

    registration = register(event)

    assert registration.state == State.PENDING
    assert registration.held_until == NOW + timedelta(minutes=30)
    assert event.count_seats().taken == 1
    assert mails() == [("lea@atelier.example", "confirm")]


def test_held_place_is_free_again_after_half_an_hour(challenge: Make, clock: Any) -> None:
    event = challenge()
    register(event)

    clock.shift(timedelta(minutes=30))

    assert event.count_seats().taken == 0


def test_confirm_gives_the_place_and_the_calendar_entry(challenge: Make, mails: Mails) -> None:
    event = challenge()
    registration = register(event)
    mails()

    confirmed = services.confirm(registration=registration)

    assert (confirmed.state, confirmed.confirmed_at) == (State.CONFIRMED, NOW)
    assert mails() == [("lea@atelier.example", "registered")]


def test_confirm_twice_gives_the_same_place(challenge: Make, mails: Mails) -> None:
    event = challenge()
    registration = come(event, "lea")
    mails()

    again = services.confirm(registration=registration)

    assert again.state == State.CONFIRMED
    assert (event.count_seats().taken, mails()) == (1, [])


def test_registering_twice_before_confirming_keeps_one_row_and_the_newer_words(challenge: Make) -> None:
    event = challenge()
    first = register(event, persons=1)

    second = register(event, persons=2, person_name="Léa Martin", email="LEA@atelier.example")

    assert (second.pk, second.number) == (first.pk, first.number)
    assert [(row.persons, row.person_name) for row in Registration.objects.all()] == [(2, "Léa Martin")]
    assert event.count_seats().taken == 2


def test_registering_again_once_confirmed_changes_nothing_and_tells_the_address(challenge: Make, mails: Mails) -> None:
    event = challenge()
    come(event, "lea")
    mails()

    register(event, person_name="Somebody else")

    assert [(row.person_name, row.persons) for row in Registration.objects.all()] == [("Lea", 1)]
    assert mails() == [("lea@atelier.example", "already")]


@pytest.mark.parametrize("name", ["lea", "unknown"])
def test_a_known_address_is_refused_like_an_unknown_one(challenge: Make, mails: Mails, name: str) -> None:
    event = challenge(max_per_organisation=1)
    come(event, "lea", organisation_name="Atelier")
    mails()

    with pytest.raises(services.OrganisationLimitError):
        register(event, name, organisation_name="Atelier")
    assert mails() == []
    services.remind(event=event, email=f"{name}@atelier.example")

    assert mails() == ([("lea@atelier.example", "already")] if name == "lea" else [])


def test_registering_again_after_cancelling_is_a_new_registration(challenge: Make) -> None:
    event = challenge()
    services.cancel(registration=come(event, "lea"))

    come(event, "lea")

    assert [row.state for row in Registration.objects.order_by("pk")] == [State.CANCELLED, State.CONFIRMED]


def test_somebody_signed_in_with_their_own_address_is_confirmed_at_once(challenge: Make, people: Any) -> None:
    provider = people["provider"]

    registration = services.register(
        event=challenge(), application=application(email=provider.email), language="fr", user=provider
    )

    assert registration.state == State.CONFIRMED


def test_somebody_signed_in_must_confirm_another_address(challenge: Make, people: Any) -> None:
    registration = services.register(
        event=challenge(), application=application("other"), language="fr", user=people["provider"]
    )

    assert registration.state == State.PENDING


@pytest.mark.parametrize(
    ("trait", "state"),
    [
        pytest.param({"announced": True}, ChallengeState.ANNOUNCED, id="not open yet"),
        pytest.param({"closed": True}, ChallengeState.CLOSED, id="closed"),
        pytest.param({"silent": True}, ChallengeState.SILENT, id="silence"),
        pytest.param({"under_way": True}, ChallengeState.UNDER_WAY, id="under way"),
        pytest.param({"held": True}, ChallengeState.HELD, id="held"),
        pytest.param({"cancelled": True}, ChallengeState.CANCELLED, id="cancelled"),
    ],
)
def test_register_is_refused_when_the_event_takes_nobody(
    challenge: Make, mails: Mails, trait: dict[str, bool], state: ChallengeState
) -> None:
    event = challenge(**trait)

    with pytest.raises(services.RegistrationClosedError) as refusal:
        register(event)

    assert refusal.value.state == state
    assert (Registration.objects.count(), mails()) == (0, [])


def test_full_without_a_waiting_list_is_refused(challenge: Make) -> None:
    event = challenge(full=True, waiting_list=False)

    with pytest.raises(services.FullError):
        register(event)

    assert list(states(event).values()) == [State.CONFIRMED]


def test_confirming_late_finds_the_place_gone_and_waits(challenge: Make, clock: Any, mails: Mails) -> None:
    event = challenge(capacity=2)
    late = register(event, "late")
    come(event, "first")
    clock.shift(timedelta(minutes=31))
    come(event, "second")
    mails()

    late = services.confirm(registration=late)

    assert late.state == State.WAITING
    assert mails() == [("late@atelier.example", "waiting")]


def test_confirming_late_without_a_waiting_list_is_refused(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2, waiting_list=False)
    late = register(event, "late")
    come(event, "first")
    clock.shift(timedelta(minutes=31))
    come(event, "second")

    with pytest.raises(services.FullError):
        services.confirm(registration=late)


def test_held_place_may_be_confirmed_after_registration_closed(challenge: Make, clock: Any) -> None:
    event = challenge(registration_closes_at=NOW + timedelta(minutes=10))
    registration = register(event)
    clock.shift(timedelta(minutes=20))

    assert services.confirm(registration=registration).state == State.CONFIRMED


def test_place_no_longer_held_cannot_be_confirmed_after_registration_closed(challenge: Make, clock: Any) -> None:
    event = challenge(registration_closes_at=NOW + timedelta(minutes=10))
    registration = register(event)
    clock.shift(timedelta(minutes=30))

    with pytest.raises(services.RegistrationClosedError):
        services.confirm(registration=registration)


@pytest.mark.parametrize("what", ["cancelled", "silent", "begun"])
def test_confirm_is_refused_once_the_event_takes_nobody(challenge: Make, people: Any, clock: Any, what: str) -> None:
    event = challenge()
    registration = register(event)
    if what == "cancelled":
        services.cancel_event(event=event, reason="Inondée.", by=people["communications"])
    elif what == "silent":
        ChallengePage.objects.filter(pk=event.pk).update(silence_from=NOW.date())
    else:
        clock.move_to(event.starts_at)

    with pytest.raises(services.RegistrationClosedError):
        services.confirm(registration=registration)


# One organisation's share


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        pytest.param(
            {"organisation_name": "L’Atelier Vert"}, {"organisation_name": "l'atelier  VERT"}, True, id="same name"
        ),
        pytest.param(
            {"organisation_name": "A", "identifier_type": "siret", "identifier": "73282932000074"},
            {"organisation_name": "B", "identifier_type": "siret", "identifier": "73282932000082"},
            True,
            id="another establishment",
        ),
        pytest.param(
            {"organisation_name": "A", "identifier_type": "siret", "identifier": "73282932000074"},
            {"organisation_name": "A"},
            True,
            id="once with number, once without",
        ),
        pytest.param({"organisation_name": "Atelier A"}, {"organisation_name": "Atelier B"}, False, id="two firms"),
    ],
)
def test_share_of_one_organisation(
    challenge: Make, first: dict[str, Any], second: dict[str, Any], refused: bool
) -> None:
    event = challenge(max_per_organisation=2)
    come(event, "one", persons=2, **first)

    if refused:
        with pytest.raises(services.OrganisationLimitError) as refusal:
            register(event, "two", **second)
        assert refusal.value.left == 0
    else:
        assert register(event, "two", **second).state == State.PENDING


def test_share_counts_the_waiting_list_but_not_the_cancelled(challenge: Make) -> None:
    event = challenge(full=True, max_per_organisation=1)
    waiting = come(event, "one", organisation_name="Atelier")
    with pytest.raises(services.OrganisationLimitError):
        register(event, "two", organisation_name="Atelier")

    services.cancel(registration=waiting)

    assert come(event, "two", organisation_name="Atelier").state == State.WAITING


def test_share_says_how_many_may_still_come(challenge: Make) -> None:
    event = challenge(max_per_organisation=3)
    come(event, "one", persons=2, organisation_name="Atelier")

    with pytest.raises(services.OrganisationLimitError) as refusal:
        register(event, "two", persons=2, organisation_name="Atelier")

    assert refusal.value.left == 1


def test_name_key_and_number_key() -> None:
    assert services.name_key("  L’Été, SARL ") == services.name_key("l'ete sarl")
    assert services.organisation_key(IdentifierType.SIRET, "73282932000074") == "siren:732829320"
    assert services.organisation_key(IdentifierType.VAT, "be0428759497") == "vat:BE0428759497"
    assert services.organisation_key(IdentifierType.NONE, "") == ""


# The waiting list


def test_full_waiting_offered_accepted(challenge: Make, mails: Mails) -> None:
    event = challenge(capacity=2)
    first, _second = come(event, "first"), come(event, "second")
    third, fourth = come(event, "third"), come(event, "fourth")
    mails()

    services.cancel(registration=first)

    assert states(event) == {
        "first": State.CANCELLED,
        "second": State.CONFIRMED,
        "third": State.OFFERED,
        "fourth": State.WAITING,
    }
    assert mails() == [("first@atelier.example", "cancelled"), ("third@atelier.example", "offered")]
    assert services.accept_offer(registration=third).state == State.CONFIRMED
    assert mails() == [("third@atelier.example", "registered")]
    assert fourth.position() == 1


def test_offered_place_is_held(challenge: Make) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    come(event, "second")
    come(event, "third")
    services.cancel(registration=first)

    assert come(event, "late").state == State.WAITING
    assert event.count_seats().taken == 2


def test_offer_lapses_and_goes_on(challenge: Make, clock: Any, mails: Mails) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    for name in ("second", "third", "fourth"):
        come(event, name)
    services.cancel(registration=first)
    mails()

    clock.shift(timedelta(hours=48))
    lapsed = services.expire_all_offers()

    assert lapsed == 1
    assert states(event)["third"] == State.LAPSED
    assert states(event)["fourth"] == State.OFFERED
    assert mails() == [("third@atelier.example", "lapsed"), ("fourth@atelier.example", "offered")]


def test_offer_stands_until_its_last_second(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    come(event, "second")
    third = come(event, "third")
    services.cancel(registration=first)

    clock.shift(timedelta(hours=48) - timedelta(seconds=1))

    assert services.expire_all_offers() == 0
    assert services.accept_offer(registration=third).state == State.CONFIRMED


def test_accepting_too_late_lapses_and_goes_on(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    come(event, "second")
    third = come(event, "third")
    come(event, "fourth")
    services.cancel(registration=first)
    clock.shift(timedelta(hours=48))

    third = services.accept_offer(registration=third)

    assert third.state == State.LAPSED
    assert states(event)["fourth"] == State.OFFERED


def test_refusing_an_offer_frees_the_place_at_once(challenge: Make) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    come(event, "second")
    third = come(event, "third")
    come(event, "fourth")
    services.cancel(registration=first)

    services.cancel(registration=third)

    assert states(event)["fourth"] == State.OFFERED


def test_offer_ends_before_the_evening(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2, starts_at=NOW + timedelta(hours=10))
    first = come(event, "first")
    come(event, "second")
    third = come(event, "third")

    services.cancel(registration=first)

    third.refresh_from_db()
    assert third.offer_expires_at == NOW + timedelta(hours=7)


def test_nobody_is_offered_a_place_shortly_before_the_evening(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2, starts_at=NOW + timedelta(hours=10))
    first = come(event, "first")
    come(event, "second")
    come(event, "third")
    clock.shift(timedelta(hours=7))

    services.cancel(registration=first)

    assert states(event)["third"] == State.WAITING


def test_nobody_overtakes_those_who_wait(challenge: Make) -> None:
    event = challenge(capacity=3)
    first = come(event, "first", persons=1)
    come(event, "second", persons=2)
    pair = come(event, "pair", persons=2)
    services.cancel(registration=first)

    newcomer = come(event, "newcomer", persons=1)

    pair.refresh_from_db()
    assert (pair.state, newcomer.state) == (State.WAITING, State.WAITING)


def test_a_hold_that_ends_passes_the_place_on(challenge: Make, clock: Any) -> None:
    event = challenge(capacity=2)
    come(event, "first")
    register(event, "absent")
    come(event, "third")

    clock.shift(timedelta(minutes=30))
    services.expire_all_offers()

    assert states(event) == {"first": State.CONFIRMED, "absent": State.PENDING, "third": State.OFFERED}


def test_more_places_go_to_the_waiting_list_in_turn(challenge: Make, people: Any) -> None:
    event = challenge(capacity=2)
    for name in ("first", "second", "third", "fourth", "fifth"):
        come(event, name)

    services.change_capacity(event=event, capacity=4, by=people["communications"])

    assert list(states(event).values()) == [State.CONFIRMED] * 2 + [State.OFFERED] * 2 + [State.WAITING]


def test_fewer_places_take_nobodys_place_away(challenge: Make, people: Any) -> None:
    event = challenge(capacity=3)
    registrations = [come(event, name) for name in ("first", "second", "third")]
    come(event, "fourth")

    services.change_capacity(event=event, capacity=2, by=people["communications"])
    services.cancel(registration=registrations[0])

    assert states(event)["fourth"] == State.WAITING
    services.cancel(registration=registrations[1])
    assert states(event)["fourth"] == State.OFFERED


def test_capacity_below_the_reserve_is_refused(challenge: Make, people: Any) -> None:
    event = challenge(reserved_for_micro=5)

    with pytest.raises(ValidationError):
        services.change_capacity(event=event, capacity=4, by=people["communications"])

    event.refresh_from_db()
    assert event.capacity == 30


def test_an_older_draft_does_not_bring_the_old_capacity_back(challenge: Make, people: Any) -> None:
    event = challenge()
    draft = event.save_revision()

    services.change_capacity(event=event, capacity=50, by=people["communications"])
    draft.refresh_from_db()
    draft.publish()

    assert ChallengePage.objects.get(pk=event.pk).capacity == 50


def test_reserved_places_go_to_very_small_firms_only(challenge: Make) -> None:
    event = challenge(capacity=3, reserved_for_micro=1)
    come(event, "one")
    come(event, "two")

    assert come(event, "three").state == State.WAITING
    assert come(event, "tiny", size_class=SizeClass.MICRO).state == State.CONFIRMED


# Cancelling


def test_cancel_twice_frees_one_place(challenge: Make, mails: Mails) -> None:
    event = challenge(capacity=2)
    first = come(event, "first")
    for name in ("second", "third", "fourth"):
        come(event, name)
    services.cancel(registration=first)
    mails()

    services.cancel(registration=first)

    assert states(event)["fourth"] == State.WAITING
    assert mails() == []


def test_nothing_is_cancelled_once_the_evening_has_begun(challenge: Make, clock: Any) -> None:
    event = challenge()
    registration = come(event, "lea")
    clock.move_to(event.starts_at)

    assert services.cancel(registration=registration).state == State.CONFIRMED


def test_cancelling_erases_what_somebody_needed(challenge: Make) -> None:
    registration = come(challenge(), "lea", access_needs="Fauteuil roulant")

    assert services.cancel(registration=registration).access_needs == ""


def test_cancelled_event_tells_those_who_proved_their_address(challenge: Make, people: Any, mails: Mails) -> None:
    event = challenge(capacity=2)
    come(event, "first")
    services.cancel(registration=come(event, "gone"))
    come(event, "second")
    come(event, "waits")
    register(event, "unproved")
    mails()

    services.cancel_event(event=event, reason="La salle est inondée.", by=people["communications"])

    assert mails() == [
        ("first@atelier.example", "event_cancelled"),
        ("second@atelier.example", "event_cancelled"),
        ("waits@atelier.example", "event_cancelled"),
    ]


def test_an_older_draft_does_not_bring_a_cancelled_event_back(challenge: Make, people: Any) -> None:
    event = challenge()
    draft = event.save_revision()

    services.cancel_event(event=event, reason="La salle est inondée.", by=people["communications"])
    draft.refresh_from_db()
    draft.publish()

    fresh = ChallengePage.objects.get(pk=event.pk)
    assert (fresh.state, fresh.cancellation_reason) == (ChallengeState.CANCELLED, "La salle est inondée.")


# Translations share the event


def test_both_languages_share_one_list(challenge: Make, index_en: Any) -> None:
    event = challenge(capacity=2)
    english = event.copy_for_translation(index_en.locale)
    english.title = "Print less"
    english.save_revision().publish()

    come(english, "first")
    come(event, "second")

    assert english.event == event
    assert [row.page_id for row in Registration.objects.all()] == [event.pk, event.pk]
    assert ChallengePage.objects.get(pk=english.pk).seats.is_full


# Questions, the record, forgetting


def test_answer_publishes_tells_and_forgets_the_address(challenge: Make, people: Any, mails: Mails) -> None:
    event = challenge()
    question = services.ask(event=event, text="À deux ?", email="asker@atelier.example", language="fr")

    question = services.answer(question=question, text="Oui.", by=people["agent"])

    assert (question.state, question.email) == ("answered", "")
    assert mails() == [("asker@atelier.example", "question_answered")]
    assert [found.text for found in event.answered_questions] == ["À deux ?"]


@pytest.mark.parametrize("trait", ["silent", "cancelled"])
def test_questions_are_refused(challenge: Make, trait: str) -> None:
    with pytest.raises(services.RegistrationClosedError):
        services.ask(event=challenge(**{trait: True}), text="À deux ?", language="fr")


def test_stale_record_is_refused_and_loses_nothing(challenge: Make, people: Any) -> None:
    event = challenge(held=True)
    words = {"decisions": "", "language": "fr", "by": people["agent"], "event": event}
    services.save_record(summary="Mine", base_version=0, **words)

    with pytest.raises(services.StaleRecordError) as refusal:
        services.save_record(summary="Theirs", base_version=0, **words)

    assert refusal.value.current.summary == "Mine"
    assert ChallengePage.objects.get(pk=event.pk).record.summary == "Mine"


def test_published_record_changes_the_state(challenge: Make, people: Any) -> None:
    event = challenge(held=True)

    services.save_record(
        event=event, summary="Dit.", decisions="", language="fr", base_version=0, by=people["agent"], publish=True
    )

    assert ChallengePage.objects.get(pk=event.pk).state == ChallengeState.RECORD_PUBLISHED


def test_presence_is_marked_among_confirmed_rows_of_this_event_only(challenge: Make, people: Any) -> None:
    event = challenge(under_way=True)
    here, away = (RegistrationFactory(page=event, confirmed=True) for _number in range(2))
    waits = RegistrationFactory(page=event, waiting=True)
    elsewhere = RegistrationFactory(page=challenge(), confirmed=True)
    everybody = {row.pk for row in (here, away, waits, elsewhere)}

    came = services.mark_presence(
        event=event, present={here.pk, waits.pk, elsewhere.pk}, shown=everybody, by=people["agent"]
    )

    marks = dict(Registration.objects.values_list("pk", "present"))
    assert came == 1
    assert marks == {here.pk: True, away.pk: False, waits.pk: None, elsewhere.pk: None}


def test_forgetting(challenge: Make) -> None:
    event = challenge(held=True)
    kept = RegistrationFactory(page=event, confirmed=True, access_needs="Fauteuil roulant")
    other = RegistrationFactory(page=event, confirmed=True)
    RegistrationFactory(page=event, created_at=NOW - timedelta(days=3))
    ends = event.ends_at

    soon = services.forget_people(at=ends + timedelta(days=7))
    kept.refresh_from_db()
    assert (soon, kept.access_needs, bool(kept.email)) == ({"unconfirmed": 1, "needs": 1, "people": 0}, "", True)

    later = services.forget_people(at=ends + timedelta(days=90))
    kept.refresh_from_db()
    other.refresh_from_db()
    assert later == {"unconfirmed": 0, "needs": 0, "people": 2}
    assert (kept.person_name, kept.email, kept.user_id, kept.erased_at) == ("", "", None, ends + timedelta(days=90))
    assert kept.organisation_name
    assert other.email == ""
    assert timezone.is_aware(kept.erased_at)
