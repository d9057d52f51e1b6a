"""Every change of state of an event, its places, its questions and its record.

The rule that makes overbooking impossible: whoever changes who sits locks the event's row first and counts after
(``lock_event``). Counting before the lock overbooks in every run; there is no fast path around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.enums import IdentifierType
from core import versions
from core.models import SiteSettings
from events import letters
from events.enums import ACTIVE_STATES, ChallengeState, QuestionState, RegistrationState
from events.models import SIGNER_SALT, ChallengePage, PublicQuestion, Record, Registration
from events.seating import seated_in_turn

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import SiteDocument

HOLD = timedelta(minutes=30)
UNCONFIRMED_KEPT = timedelta(days=2)
NEEDS_KEPT = timedelta(days=7)
PEOPLE_KEPT = timedelta(days=90)
OVER = {
    ChallengeState.CANCELLED,
    ChallengeState.RECORD_PUBLISHED,
    ChallengeState.HELD,
    ChallengeState.UNDER_WAY,
    ChallengeState.SILENT,
}


class RegistrationClosedError(Exception):
    """The event takes no registration now; ``state`` says why."""

    def __init__(self, state: ChallengeState) -> None:
        self.state = state
        super().__init__(state)


class FullError(Exception):
    """No place is left and there is no waiting list."""


class OrganisationLimitError(Exception):
    """The organisation's share is used up; ``left`` people could still come."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(left)


class StaleRecordError(Exception):
    """Somebody saved the record since this edit began; ``current`` is how it stands."""

    def __init__(self, current: Record) -> None:
        self.current = current
        super().__init__("the record has changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody wrote in the registration form, checked."""

    organisation_name: str
    size_class: str
    person_name: str
    email: str
    identifier_type: str = IdentifierType.NONE
    identifier: str = ""
    role: str = ""
    persons: int = 1
    access_needs: str = ""
    listed: bool = False


def lock_event(page: ChallengePage) -> ChallengePage:
    """Lock the event until the transaction ends, and return it as it stands after waiting for the lock."""
    versions.lock(page.event)
    event = ChallengePage.objects.as_events().get(pk=page.event.pk)
    event.original = event.event = event
    return event


def registration_for(token: str) -> Registration | None:
    """The registration that a signed link names; None for a link that nobody signed."""
    try:
        number = Signer(salt=SIGNER_SALT).unsign(token)
    except BadSignature:
        return None
    return Registration.objects.filter(number=number).select_related("page__locale", "page__record").first()


@transaction.atomic
def register(
    *,
    event: ChallengePage,
    application: Application,
    language: str,
    user: User | None = None,
    at: datetime | None = None,
) -> Registration:
    """Take down a registration and mail its confirmation link; a free place is held for half an hour.

    An address that already has a registration gets that one again, and a mail that says so; the caller must answer
    alike in both cases. Somebody signed in who registers their own address is confirmed at once.
    Raises ``RegistrationClosedError``, ``FullError`` or ``OrganisationLimitError``, for a known address as for an
    unknown one; nothing is then written.
    """
    at = at or timezone.now()
    event = lock_event(event)
    state = event.state_at(at)
    if not event.takes_registrations(at):
        raise FullError if state == ChallengeState.FULL else RegistrationClosedError(state)
    existing = _active(event, application.email)
    known = existing is not None and existing.state != RegistrationState.PENDING
    registration = Registration(page=event, created_at=at) if existing is None or known else existing
    registration.page = event
    for name in Application.__slots__:
        setattr(registration, name, getattr(application, name))
    registration.organisation_key = organisation_key(application.identifier_type, application.identifier)
    registration.organisation_name_key = name_key(application.organisation_name)
    registration.rules_accepted_at = at
    registration.language = language
    registration.user = user
    registration.held_until = None
    if registration.pk:
        # Its own hold must not stand in its way when it is counted again.
        registration.save()
    _refuse_beyond_share(event, registration, at)
    has_turn = _has_turn(event, registration, at)
    if not has_turn and not event.waiting_list:
        raise FullError
    # Only here, after every refusal: a known address is answered as an unknown one is.
    if existing is not None and known:
        _remind(event, existing)
        return existing
    registration.held_until = at + HOLD if has_turn else None
    registration.save()
    if user is not None and user.email.lower() == application.email.lower():
        return confirm(registration=registration, at=at)
    letters.tell(registration, "confirm")
    return registration


@transaction.atomic
def remind(*, event: ChallengePage, email: str) -> None:
    """Send the link again to an address that has a place or waits for one; nothing to any other."""
    event = lock_event(event)
    registration = _active(event, email)
    if registration is not None and registration.state != RegistrationState.PENDING:
        _remind(event, registration)


@transaction.atomic
def confirm(*, registration: Registration, at: datetime | None = None) -> Registration:
    """Give the place that was held, or the next free one, or a place in the waiting list. Twice is harmless.

    Raises ``RegistrationClosedError``, ``FullError`` or ``OrganisationLimitError`` when the held half hour is over
    and things have changed since.
    """
    at = at or timezone.now()
    event, registration = _lock_with(registration)
    if registration.state != RegistrationState.PENDING:
        return registration
    state = event.state_at(at)
    held = registration.held_until is not None and registration.held_until > at
    if state in OVER or (not held and state not in {ChallengeState.OPEN, ChallengeState.FULL}):
        raise RegistrationClosedError(state)
    if not held:
        _refuse_beyond_share(event, registration, at)
    if held or _has_turn(event, registration, at):
        _seat(registration, at)
    elif event.waiting_list:
        registration.state = RegistrationState.WAITING
        registration.waiting_since = at
        registration.held_until = None
        registration.save()
        letters.tell(registration, "waiting", position=registration.position())
    else:
        raise FullError
    return registration


@transaction.atomic
def cancel(*, registration: Registration, at: datetime | None = None) -> Registration:
    """Give the place back and pass it on in the same transaction. Too late once the evening has begun."""
    at = at or timezone.now()
    event, registration = _lock_with(registration)
    if not registration.is_active or at >= event.starts_at:
        return registration
    was_told = registration.state != RegistrationState.PENDING
    had_entry = registration.state == RegistrationState.CONFIRMED
    _end(registration, RegistrationState.CANCELLED, at)
    if was_told:
        letters.tell(registration, "cancelled", calendar="CANCEL" if had_entry else "")
    _promote(event, at)
    return registration


@transaction.atomic
def accept_offer(*, registration: Registration, at: datetime | None = None) -> Registration:
    """Take the offered place; after its deadline it has gone to the next and the registration has lapsed."""
    at = at or timezone.now()
    event, registration = _lock_with(registration)
    if registration.state != RegistrationState.OFFERED:
        return registration
    if _is_overdue(registration, at) or event.state_at(at) in OVER:
        _lapse(registration, at)
        _promote(event, at)
    else:
        _seat(registration, at)
    return registration


@transaction.atomic
def promote(*, event: ChallengePage, at: datetime | None = None) -> list[Registration]:
    """Offer free places to the waiting list in turn; returns those who were offered one."""
    return _promote(lock_event(event), at or timezone.now())


@transaction.atomic
def change_capacity(*, event: ChallengePage, capacity: int, by: User, at: datetime | None = None) -> ChallengePage:
    """Set the number of places. More of them go to the waiting list at once; fewer takes nobody's place away."""
    event = lock_event(event)
    before = event.capacity
    event.capacity = capacity
    event.clean()
    event.save(update_fields=["capacity"], clean=False)
    if event.latest_revision_id:
        # An editor's draft would otherwise bring the old number back when it is published.
        revision = Revision.objects.get(pk=event.latest_revision_id)
        content = {**revision.content, "capacity": capacity}
        Revision.objects.filter(pk=revision.pk).update(content=content)
    log(event, "events.capacity", user=by, data={"before": before, "after": capacity})
    _promote(event, at or timezone.now())
    return event


@transaction.atomic
def expire_offers(*, event: ChallengePage, at: datetime | None = None) -> int:
    """Let overdue offers lapse and pass their places on, together with those no longer held; how many lapsed."""
    at = at or timezone.now()
    event = lock_event(event)
    overdue = list(Registration.objects.filter(page=event).overdue_offers(at=at).order_by("pk"))
    for registration in overdue:
        registration.page = event
        _lapse(registration, at)
    _promote(event, at)
    return len(overdue)


def expire_all_offers(*, at: datetime | None = None) -> int:
    """The periodic job: each event with an overdue offer or with people waiting, in a transaction of its own."""
    at = at or timezone.now()
    waiting = Registration.objects.filter(state=RegistrationState.WAITING, page__starts_at__gt=at)
    overdue = Registration.objects.overdue_offers(at=at)
    ids = {*waiting.values_list("page_id", flat=True), *overdue.values_list("page_id", flat=True)}
    return sum(expire_offers(event=event, at=at) for event in ChallengePage.objects.filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def cancel_event(*, event: ChallengePage, reason: str, by: User, at: datetime | None = None) -> ChallengePage:
    """Call the evening off: everybody who was to come or waits is told why, and calendars strike it out."""
    at = at or timezone.now()
    event = lock_event(event)
    if event.cancelled_at:
        return event
    event.cancelled_at = at
    event.cancellation_reason = reason
    event.calendar_sequence += 1
    event.calendar_facts = event.facts_for_calendars()
    event.save(update_fields=[*ChallengePage.LIVE_FIELDS], clean=False)
    log(event, "events.cancel", user=by, data={"reason": reason})
    for registration in _told(event):
        letters.tell(registration, "event_cancelled", calendar="CANCEL")
    return event


@transaction.atomic
def page_published(*, page: ChallengePage, at: datetime | None = None) -> None:
    """After a publication from the editor's side: calendars learn a new date or place, new places are offered.

    A change of wording raises no sequence number and sends no mail.
    """
    if page.event.pk != page.pk:
        return
    event = lock_event(page)
    facts = event.facts_for_calendars()
    if event.calendar_facts != facts:
        first = not event.calendar_facts
        event.calendar_facts = facts
        if not first:
            event.calendar_sequence += 1
        event.save(update_fields=["calendar_facts", "calendar_sequence"], clean=False)
        if not first and not event.cancelled_at:
            for registration in _told(event):
                has_place = registration.state == RegistrationState.CONFIRMED
                letters.tell(registration, "event_changed", calendar="REQUEST" if has_place else "")
    _promote(event, at or timezone.now())


# Questions


@transaction.atomic
def ask(
    *, event: ChallengePage, text: str, language: str, email: str = "", at: datetime | None = None
) -> PublicQuestion:
    """Take a question down; nobody sees it before it is answered."""
    at = at or timezone.now()
    event = lock_event(event)
    if not event.takes_questions(at):
        raise RegistrationClosedError(event.state_at(at))
    return PublicQuestion.objects.create(page=event, text=text, email=email, language=language, asked_at=at)


@transaction.atomic
def answer(*, question: PublicQuestion, text: str, by: User, at: datetime | None = None) -> PublicQuestion:
    """Publish question and answer for everybody, tell who asked, and forget their address."""
    question = PublicQuestion.objects.select_for_update().select_related("page").get(pk=question.pk)
    first = question.state != QuestionState.ANSWERED
    question.answer = text
    question.state = QuestionState.ANSWERED
    question.answered_by = by
    question.answered_at = question.answered_at or at or timezone.now()
    if first:
        letters.tell_asker(question, page=question.page.in_language(question.language))
    question.email = ""
    question.save()
    _search_again(question.page)
    return question


@transaction.atomic
def set_aside(*, question: PublicQuestion, by: User) -> PublicQuestion:
    """Take a question that is none off the list; it stays unseen and its asker's address is forgotten."""
    question = PublicQuestion.objects.select_for_update().select_related("page").get(pk=question.pk)
    question.state = QuestionState.SET_ASIDE
    question.answered_by = by
    question.email = ""
    question.save()
    _search_again(question.page)
    return question


# The evening and after


@transaction.atomic
def mark_presence(*, event: ChallengePage, present: Collection[int], shown: Collection[int], by: User) -> int:
    """Write down who came, among the confirmed registrations ``shown``; returns how many were there."""
    event = lock_event(event)
    rows = Registration.objects.filter(page=event, pk__in=list(shown), state=RegistrationState.CONFIRMED)
    for registration in rows:
        came = registration.pk in present
        if registration.present != came:
            registration.present = came
            registration.save(update_fields=["present"])
    log(event, "events.presence", user=by)
    return sum(registration.pk in present for registration in rows)


@transaction.atomic
def save_record(
    *,
    event: ChallengePage,
    summary: str,
    decisions: str,
    language: str,
    base_version: int,
    by: User,
    documents: Iterable[SiteDocument] = (),
    publish: bool = False,
    at: datetime | None = None,
) -> Record:
    """Save the record, and publish it if asked. A published record stays published.

    Raises ``StaleRecordError`` when somebody saved it since ``base_version``.
    """
    event = lock_event(event)
    record = Record.objects.filter(page=event).first() or Record(page=event)
    if record.version != base_version:
        raise StaleRecordError(record)
    record.summary = summary
    record.decisions = decisions
    record.language = language
    record.author = by
    record.version += 1
    if publish and record.published_at is None:
        record.published_at = at or timezone.now()
        log(event, "events.record", user=by)
    record.save()
    for document in documents:
        document.owner_page_id = event.pk
        document.uploaded_by_user = by
        document.file_size = document.file.size
        document.save()
        record.documents.add(document)
    _search_again(event)
    return record


# Forgetting


def forget_people(*, at: datetime | None = None) -> dict[str, int]:
    """The periodic job of privacy: unconfirmed registrations after two days, needs a week after the evening,
    names and addresses three months after. Counts and organisations stay: they are evidence of equal treatment.
    """
    at = at or timezone.now()
    unconfirmed, _details = Registration.objects.filter(
        state=RegistrationState.PENDING, created_at__lte=at - UNCONFIRMED_KEPT
    ).delete()
    needs = (
        Registration.objects.filter(page__ends_at__lte=at - NEEDS_KEPT).exclude(access_needs="").update(access_needs="")
    )
    people = Registration.objects.filter(page__ends_at__lte=at - PEOPLE_KEPT, erased_at=None).update(
        person_name="", email="", role="", access_needs="", user=None, erased_at=at
    )
    return {"unconfirmed": unconfirmed, "needs": needs, "people": people}


# Inside


def organisation_key(identifier_type: str, identifier: str) -> str:
    """One firm, whatever establishment registers: a SIRET counts by its first nine digits."""
    if not identifier:
        return ""
    if identifier_type == IdentifierType.SIRET:
        return f"siren:{identifier[:9]}"
    return f"{identifier_type}:{identifier.upper()}"[:60]


def name_key(name: str) -> str:
    """The name without accents, case and punctuation: “L’Atelier ” and “l'atelier” are the same firm."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters_only = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(letters_only.split())[:150]


def _active(event: ChallengePage, email: str) -> Registration | None:
    return Registration.objects.filter(page=event, email__iexact=email).active().first()


def _remind(event: ChallengePage, registration: Registration) -> None:
    registration.page = event
    letters.tell(registration, "already", position=_position(registration))


def _lock_with(registration: Registration) -> tuple[ChallengePage, Registration]:
    event = lock_event(registration.page)
    fresh = Registration.objects.get(pk=registration.pk)
    fresh.page = event
    return event, fresh


def _queue(event: ChallengePage) -> list[Registration]:
    return list(Registration.objects.filter(page=event).waiting())


def _has_turn(event: ChallengePage, registration: Registration, at: datetime) -> bool:
    """Whether ``registration`` gets a place now, behind everybody who waits already."""
    seats = event.count_seats(at=at)
    queue = [waiting.claim for waiting in _queue(event)]
    return registration.claim in seated_in_turn(seats, [*queue, registration.claim])


def _refuse_beyond_share(event: ChallengePage, registration: Registration, at: datetime) -> None:
    """Refuse more people of one organisation than may come, known by its number or by its name."""
    others = Registration.objects.filter(page=event).counting_for_organisation(at=at).exclude(pk=registration.pk)
    same = others.filter(organisation_name_key=registration.organisation_name_key)
    if registration.organisation_key:
        same = same | others.filter(organisation_key=registration.organisation_key)
    used = same.aggregate(total=Sum("persons", default=0))["total"]
    if used + registration.persons > event.max_per_organisation:
        raise OrganisationLimitError(left=max(0, event.max_per_organisation - used))


def _seat(registration: Registration, at: datetime) -> None:
    registration.state = RegistrationState.CONFIRMED
    registration.confirmed_at = at
    registration.held_until = None
    registration.save()
    letters.tell(registration, "registered", calendar="REQUEST")


def _end(registration: Registration, state: RegistrationState, at: datetime) -> None:
    registration.state = state
    registration.ended_at = at
    registration.held_until = None
    registration.access_needs = ""
    registration.save()


def _lapse(registration: Registration, at: datetime) -> None:
    _end(registration, RegistrationState.LAPSED, at)
    letters.tell(registration, "lapsed")


def _is_overdue(registration: Registration, at: datetime) -> bool:
    return registration.offer_expires_at is not None and registration.offer_expires_at <= at


def _promote(event: ChallengePage, at: datetime) -> list[Registration]:
    """Offer what is free, in turn; the event is locked. Nothing is offered shortly before it or in the silence."""
    if at >= event.offers_stop_at or event.state_at(at) in OVER:
        return []
    waiting = {registration.pk: registration for registration in _queue(event)}
    if not waiting:
        return []
    deadline = min(at + timedelta(hours=SiteSettings.load().offer_hours), event.offers_stop_at)
    offered = []
    for claim in seated_in_turn(event.count_seats(at=at), [row.claim for row in waiting.values()]):
        registration = waiting[claim.key]
        registration.page = event
        registration.state = RegistrationState.OFFERED
        registration.offered_at = at
        registration.offer_expires_at = deadline
        registration.save()
        letters.tell(registration, "offered")
        offered.append(registration)
    return offered


def _position(registration: Registration) -> int | None:
    return registration.position() if registration.state == RegistrationState.WAITING else None


def _told(event: ChallengePage) -> Iterable[Registration]:
    """Those who proved their address: they hear of changes. An unconfirmed address hears nothing."""
    rows = Registration.objects.filter(
        page=event, state__in=[state for state in ACTIVE_STATES if state != RegistrationState.PENDING]
    )
    for registration in rows:
        registration.page = event
        yield registration


def _search_again(page: Any) -> None:
    """Questions and the record are found as part of their page: saving it has search look again."""
    for wording in ChallengePage.objects.filter(translation_key=page.translation_key):
        wording.save(update_fields=["draft_title"], clean=False)
