"""What can be done with offers, visits and reports. Each function is the only door for its change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from core import mail, versions
from core.models import PageVersion
from core.models.base import localised_path
from core.text import clean_text
from visits.enums import HOLDING, Agreement, CheckState, OfferState, RequestState, SlotState
from visits.models import HostCheck, Slot, VisitIndexPage, VisitOfferPage, VisitReportPage, VisitRequest

if TYPE_CHECKING:
    from core.models import BasePage


class FullError(Exception):
    """The slot has fewer places left than are asked for."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"{left} places left")


class ClosedSlotError(Exception):
    """The slot is past or cancelled, or its offer is not published any more."""


class AloneError(Exception):
    """Nobody visits a firm alone."""


class NotDeclaredError(Exception):
    """One of the fair conditions is not stated."""


class AlreadyAskedError(Exception):
    """The agent has an open request for this slot."""


class AnsweredError(Exception):
    """Somebody has already answered, cancelled or closed it."""


class NotAgreedError(Exception):
    """The host has not agreed to the report as it stands now."""


class ConsentError(Exception):
    """A quotation or a picture of the report lacks the consent of those it shows."""


class HeldSlotError(Exception):
    """Agents hold places of the slot: their visits must be answered or cancelled first, one by one, with a reason."""


def latest(page: Any) -> Any:
    """The page with its newest text, published or not; never the object that was given."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page


def hosts_of(offer: VisitOfferPage) -> list[User]:
    """Whom the mails about an offer go to."""
    people = Q(pk=offer.proposed_by_id)
    if offer.organisation_id:
        people |= Q(organisation=offer.organisation_id, role="provider")
    return list(User.objects.filter(people, is_active=True))


def _send(people: Iterable[User | None], template: str, path: str, **context: Any) -> None:
    """The same mail to each, in their language; ``path`` is where it is answered."""
    for person in {person.pk: person for person in people if person is not None and person.is_active}.values():
        mail.send(
            to=person.email,
            template=f"visits/{template}",
            context={
                **context,
                "name": person.get_full_name(),
                "path": localised_path(path, person.preferred_language),
            },
            language=person.preferred_language,
        )


# Offers


@transaction.atomic
def propose_offer(*, index: VisitIndexPage, offer: VisitOfferPage, host: User) -> VisitOfferPage:
    """Keep a provider's offer until an agent has looked at it. ``offer`` is unsaved."""
    offer.live = False
    offer.owner = host
    offer.proposed_by = host
    offer.organisation = host.organisation
    offer.size_class = offer.size_class or (host.organisation.size_class if host.organisation else "")
    offer.locale = index.locale
    offer.state = OfferState.WAITING
    index.add_child(instance=offer)
    offer.save_revision(user=host, log_action=True)
    return offer


@transaction.atomic
def change_offer(*, offer: VisitOfferPage, by: User, base_revision_id: int | None) -> VisitOfferPage:
    """Keep a host's change; a published offer changes at once, one sent back waits again for a look."""
    versions.refuse_stale(offer, base_revision_id)
    row = VisitOfferPage.objects.get(pk=offer.pk)
    if not row.live and row.state == OfferState.RETURNED:
        offer.state = row.state = OfferState.WAITING
        row.save(update_fields=["state"])
    revision = offer.save_revision(user=by, log_action=True)
    if row.live:
        revision.publish(user=by, skip_permission_checks=True)
    return offer


def _set_state(offer: VisitOfferPage, *, state: OfferState, by: User, reason: str = "") -> VisitOfferPage:
    newest = latest(VisitOfferPage.objects.get(pk=offer.pk))
    newest.state, newest.state_reason, newest.looked_at_by = state, reason, by
    VisitOfferPage.objects.filter(pk=offer.pk).update(state=state, state_reason=reason, looked_at_by=by)
    newest.save_revision(user=by, clean=False)
    return newest


@transaction.atomic
def publish_offer(*, offer: VisitOfferPage, by: User, at: datetime | None = None) -> VisitOfferPage:
    """Publish an offer; ``by`` states that no procedure is running that this host may answer."""
    versions.lock(offer)
    row = VisitOfferPage.objects.get(pk=offer.pk)
    if row.live:
        raise AnsweredError
    newest = _set_state(row, state=OfferState.PUBLISHED, by=by)
    newest.get_latest_revision().publish(user=by, skip_permission_checks=True)
    log(instance=newest, action="visits.publish_offer", user=by)
    published = VisitOfferPage.objects.get(pk=offer.pk)
    _send(hosts_of(published), "offer_published", published.get_absolute_url(), title=published.title)
    return published


@transaction.atomic
def send_offer_back(*, offer: VisitOfferPage, by: User, reason: str) -> None:
    """Ask the host for a change, saying which."""
    versions.lock(offer)
    row = VisitOfferPage.objects.get(pk=offer.pk)
    if row.live or row.state != OfferState.WAITING:
        raise AnsweredError
    _set_state(row, state=OfferState.RETURNED, by=by, reason=clean_text(reason))
    log(instance=row, action="visits.send_offer_back", user=by)
    _send(
        hosts_of(row),
        "offer_returned",
        reverse("visits:offer", args=[row.pk]),
        title=row.draft_title,
        reason=clean_text(reason),
    )


@transaction.atomic
def close_offer(*, offer: VisitOfferPage, by: User) -> None:
    """Take a published offer off the site. Visits already accepted stay."""
    versions.lock(offer)
    row = VisitOfferPage.objects.get(pk=offer.pk)
    _set_state(row, state=OfferState.CLOSED, by=by)
    row = VisitOfferPage.objects.get(pk=offer.pk)
    if row.live:
        row.unpublish()


@transaction.atomic
def add_slot(*, offer: VisitOfferPage, starts_at: datetime, ends_at: datetime, capacity: int) -> Slot:
    return Slot.objects.create(offer=offer, starts_at=starts_at, ends_at=ends_at, capacity=capacity)


@transaction.atomic
def cancel_slot(*, slot: Slot) -> None:
    """Close a slot that nobody holds; visits that hold it are declined or cancelled by themselves, with a reason."""
    locked = _locked_slot(slot.pk)
    if _held(locked):
        raise HeldSlotError
    locked.state = SlotState.CANCELLED
    locked.save(update_fields=["state"])


def _locked_slot(pk: int) -> Slot:
    """The slot, its row locked until the transaction ends: nothing is counted before."""
    return Slot.objects.select_for_update(of=("self",)).get(pk=pk)


def _held(slot: Slot) -> int:
    return slot.requests.filter(state__in=HOLDING).aggregate(total=Sum("party"))["total"] or 0


# Visits


@transaction.atomic
def request_visit(
    *,
    slot: Slot,
    agent: User,
    companions: Collection[User],
    question: str,
    interests: str,
    has_no_running_procedure: bool,
    approved_on: date,
    at: datetime | None = None,
) -> VisitRequest:
    """Ask for places in a slot, held until the host answers. Locks the slot first, then counts."""
    others = [person for person in companions if person.pk != agent.pk]
    party = 1 + len({person.pk for person in others})
    if party < 2:
        raise AloneError
    if not has_no_running_procedure:
        raise NotDeclaredError
    locked = _locked_slot(slot.pk)
    offer = VisitOfferPage.objects.get(pk=locked.offer_id)
    if not offer.live or (not locked.is_open and at is None):
        raise ClosedSlotError
    if locked.requests.filter(agent=agent, state__in=[RequestState.REQUESTED, RequestState.ACCEPTED]).exists():
        raise AlreadyAskedError
    left = locked.capacity - _held(locked)
    if party > left:
        raise FullError(max(left, 0))
    visit = VisitRequest.objects.create(
        slot=locked,
        agent=agent,
        party=party,
        question=clean_text(question),
        interests=clean_text(interests),
        has_no_running_procedure=True,
        approved_on=approved_on,
        created_at=at or timezone.now(),
    )
    visit.companions.set(others)
    path = reverse("visits:visit", args=[visit.pk])
    _send(hosts_of(offer), "request_received", path, visit=visit, slot=locked, offer=offer)
    _send([agent], "request_sent", path, visit=visit, slot=locked, offer=offer)
    return visit


def _locked_visit(visit: VisitRequest, *expected: RequestState) -> VisitRequest:
    _locked_slot(visit.slot_id)
    locked = VisitRequest.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.state not in expected:
        raise AnsweredError
    return locked


def _answer(visit: VisitRequest, *, state: RequestState, by: User | None, reason: str, at: datetime | None) -> None:
    visit.state = state
    visit.reason = clean_text(reason)
    visit.answered_by = by
    visit.answered_at = at or timezone.now()
    visit.save(update_fields=["state", "reason", "answered_by", "answered_at"])


def _party(visit: VisitRequest) -> list[User | None]:
    return [visit.agent, *visit.companions.all()]


@transaction.atomic
def accept(*, visit: VisitRequest, host: User, message: str = "", at: datetime | None = None) -> None:
    """The host says yes; those who go are told, with the meeting point."""
    locked = _locked_visit(visit, RequestState.REQUESTED)
    _answer(locked, state=RequestState.ACCEPTED, by=host, reason=message, at=at)
    _tell_party(locked, "request_accepted")


@transaction.atomic
def decline(*, visit: VisitRequest, host: User, reason: str, at: datetime | None = None) -> None:
    """The host says no, and why; the places are free again."""
    locked = _locked_visit(visit, RequestState.REQUESTED)
    _answer(locked, state=RequestState.DECLINED, by=host, reason=reason, at=at)
    _tell_party(locked, "request_declined")


@transaction.atomic
def cancel(*, visit: VisitRequest, by: User, reason: str) -> None:
    """Either side calls it off; the other is told why, the places are free again."""
    locked = _locked_visit(visit, RequestState.REQUESTED, RequestState.ACCEPTED)
    _answer(locked, state=RequestState.CANCELLED, by=by, reason=reason, at=None)
    offer = VisitOfferPage.objects.get(pk=locked.slot.offer_id)
    others = [person for person in [*_party(locked), *hosts_of(offer)] if person is not None and person.pk != by.pk]
    path = reverse("visits:visit", args=[locked.pk])
    _send(others, "visit_cancelled", path, visit=locked, slot=locked.slot, offer=offer, by=by)


def _tell_party(visit: VisitRequest, template: str) -> None:
    offer = VisitOfferPage.objects.get(pk=visit.slot.offer_id)
    _send(_party(visit), template, reverse("visits:visit", args=[visit.pk]), visit=visit, slot=visit.slot, offer=offer)


# Reports


@transaction.atomic
def start_report(*, visit: VisitRequest, author: User, index: VisitIndexPage, title: str) -> VisitReportPage:
    """The report of a visit that took place, filled with what is known already; asking twice gives the same one."""
    locked = VisitRequest.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    existing = VisitReportPage.objects.filter(visit=locked).first()
    if existing is not None:
        return existing
    if locked.state not in {RequestState.ACCEPTED, RequestState.DONE}:
        raise AnsweredError
    offer = VisitOfferPage.objects.get(pk=locked.slot.offer_id)
    locked.state = RequestState.DONE
    locked.save(update_fields=["state"])
    people = [person for person in _party(locked) if person is not None]
    report = VisitReportPage(
        title=title[:255],
        visit=locked,
        organisation=offer.organisation,
        is_anonymous=bool(offer.described_as),
        host_description=offer.described_as or offer.activity,
        why_this_host="",
        question=locked.question,
        visited_on=timezone.localtime(locked.slot.starts_at).date(),
        agents="\n".join(dict.fromkeys(person.job_title for person in people if person.job_title)),
        costs_paid_by="",
        written_in=author.preferred_language,
    )
    return create_report(index=index, report=report, author=author)


@transaction.atomic
def create_report(*, index: VisitIndexPage, report: VisitReportPage, author: User) -> VisitReportPage:
    """Keep a new report, unpublished, for its writers alone. ``report`` is unsaved."""
    report.live = False
    report.owner = author
    report.locale = index.locale
    index.add_child(instance=report)
    # A report begun from a visit lacks what only its writers know; they fill it in before it goes to the host.
    report.save_revision(user=author, log_action=True, clean=False)
    return report


def _is_complete(report: VisitReportPage) -> bool:
    return bool(
        report.why_this_host and report.costs_paid_by and report.agents and report.host_description and report.question
    )


@transaction.atomic
def save_report(*, report: VisitReportPage, author: User, base_revision_id: int | None) -> VisitReportPage:
    """Keep another state of a report; readers go on seeing the published one until the host has agreed to this."""
    versions.refuse_stale(report, base_revision_id)
    report.save_revision(user=author, log_action=True, clean=False)
    return report


def current_check(report: VisitReportPage) -> HostCheck | None:
    """The last time the report was shown to its host, whatever came of it."""
    return report.checks.select_related("sent_by", "answered_by").first()


def missing_consents(report: VisitReportPage) -> int:
    """Quotations and pictures that may not be published yet."""
    return sum(
        block.block_type in {"quotation", "picture"} and not block.value.get("consent") for block in report.findings
    )


@transaction.atomic
def send_to_host(*, report: VisitReportPage, by: User, at: datetime | None = None) -> HostCheck:
    """Show the report as it stands to its host; it rests until they answer. Refused without the consents."""
    versions.lock(report)
    newest = latest(VisitReportPage.objects.get(pk=report.pk))
    if missing_consents(newest):
        raise ConsentError
    if not _is_complete(newest):
        raise NotDeclaredError
    if report.checks.filter(state=CheckState.WAITING).exists():
        raise AnsweredError
    check = HostCheck.objects.create(
        report=report, revision=newest.get_latest_revision(), sent_by=by, sent_at=at or timezone.now()
    )
    people: list[User] = []
    if newest.visit is not None:
        people = hosts_of(newest.visit.slot.offer)
    elif newest.organisation_id:
        people = list(User.objects.filter(organisation=newest.organisation_id, role="provider", is_active=True))
    _send(people, "report_check", reverse("visits:report", args=[report.pk]), title=newest.title, by=by)
    log(instance=newest, action="visits.send_to_host", user=by)
    return check


@transaction.atomic
def answer_check(
    *, check: HostCheck, by: User, agreement: Agreement | None, message: str = "", at: datetime | None = None
) -> HostCheck:
    """The host agrees (``agreement`` says how), or asks for cuts (None), which ``message`` names."""
    locked = HostCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if locked.state != CheckState.WAITING:
        raise AnsweredError
    locked.state = CheckState.AGREED if agreement else CheckState.CUTS
    locked.agreement = agreement or ""
    locked.message = clean_text(message)
    locked.answered_by = by
    locked.answered_at = at or timezone.now()
    locked.save()
    report = VisitReportPage.objects.get(pk=locked.report_id)
    writers: list[User | None] = [locked.sent_by]
    if report.visit is not None:
        writers += _party(report.visit)
    _send(
        [person for person in writers if person is not None and person.pk != by.pk],
        "check_answered",
        reverse("visits:report", args=[report.pk]),
        title=report.draft_title,
        check=locked,
    )
    return locked


def is_agreed(report: VisitReportPage, check: HostCheck | None) -> bool:
    """The host agreed to the newest state of the report, not to an earlier one."""
    return check is not None and check.state == CheckState.AGREED and check.revision_id == report.latest_revision_id


@transaction.atomic
def publish_report(*, report: VisitReportPage, by: User, note: str, at: datetime | None = None) -> PageVersion:
    """Publish what the host agreed to, without their name if they asked so, as the next version."""
    versions.lock(report)
    row = VisitReportPage.objects.get(pk=report.pk)
    check = current_check(row)
    if not is_agreed(row, check):
        raise NotAgreedError
    assert check is not None  # noqa: S101
    newest = latest(row)
    if missing_consents(newest):
        raise ConsentError
    if check.agreement == Agreement.ANONYMOUS:
        newest.is_anonymous = True
    if not row.first_published_at:
        # It was begun under the name of the offer, which may say who the host is: now it takes its own title's.
        newest.slug = ""
    return versions.publish_version(
        page=newest, author=by, note=clean_text(note), base_revision_id=row.latest_revision_id, at=at
    )


@transaction.atomic
def restore_report(
    *, report: VisitReportPage, version: PageVersion, author: User, base_revision_id: int | None
) -> VisitReportPage:
    """Bring an old version back as the state to be shown to the host: what was agreed once may have been cut since."""
    old: BasePage = versions.page_at(version)
    return save_report(report=old, author=author, base_revision_id=base_revision_id)
