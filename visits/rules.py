"""Who may do what with offers, visits and reports. Reading what is published is ``core.visibility``'s matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visits.enums import CheckState, OfferState, RequestState

if TYPE_CHECKING:
    from visits.models import HostCheck, VisitOfferPage, VisitReportPage, VisitRequest


def can_offer(user: Any) -> bool:
    """A provider offers their own organisation, so they must speak for one."""
    return user.is_authenticated and user.is_provider and user.is_active and user.organisation_id is not None


def is_host_of(user: Any, offer: VisitOfferPage) -> bool:
    """Whoever proposed the offer, and those who speak for its organisation."""
    if not user.is_authenticated:
        return False
    return offer.proposed_by_id == user.pk or (
        user.is_provider and offer.organisation_id is not None and offer.organisation_id == user.organisation_id
    )


def can_see_unpublished_offer(user: Any, offer: VisitOfferPage) -> bool:
    return user.is_authenticated and (is_host_of(user, offer) or user.is_agent)


def can_edit_offer(user: Any, offer: VisitOfferPage) -> bool:
    return user.is_authenticated and (is_host_of(user, offer) or user.is_communications)


def can_look_at_offer(user: Any, offer: VisitOfferPage) -> bool:
    """Any agent but a host of it: somebody checks that no procedure forbids the visit."""
    return (
        user.is_authenticated
        and user.is_agent
        and not is_host_of(user, offer)
        and not offer.live
        and offer.state in {OfferState.WAITING, OfferState.RETURNED, OfferState.CLOSED}
    )


def can_request(user: Any, offer: VisitOfferPage) -> bool:
    return user.is_authenticated and user.is_agent and offer.live and not is_host_of(user, offer)


def takes_part(user: Any, visit: VisitRequest) -> bool:
    return user.is_authenticated and (
        visit.agent_id == user.pk or any(companion.pk == user.pk for companion in visit.companions.all())
    )


def can_see_visit(user: Any, visit: VisitRequest) -> bool:
    """Those who go, the host, and communications, who keep the register."""
    return user.is_authenticated and (
        takes_part(user, visit) or is_host_of(user, visit.slot.offer) or user.is_communications
    )


def can_answer(user: Any, visit: VisitRequest) -> bool:
    return is_host_of(user, visit.slot.offer) and visit.state == RequestState.REQUESTED


def can_cancel(user: Any, visit: VisitRequest) -> bool:
    """Either side, until the visit begins; the reason is kept and told."""
    return visit.state in {RequestState.REQUESTED, RequestState.ACCEPTED} and (
        takes_part(user, visit) or (is_host_of(user, visit.slot.offer) and visit.state == RequestState.ACCEPTED)
    )


def can_start_report(user: Any, visit: VisitRequest) -> bool:
    """Once the visit has taken place, by those who went."""
    return (
        visit.state in {RequestState.ACCEPTED, RequestState.DONE} and visit.slot_has_begun and takes_part(user, visit)
    )


def is_writer(user: Any, report: VisitReportPage) -> bool:
    """The agents of the visit; communications may help."""
    if not user.is_authenticated or not user.is_agent:
        return False
    if user.is_communications or report.owner_id == user.pk:
        return True
    return report.visit is not None and takes_part(user, report.visit)


def is_host_of_report(user: Any, report: VisitReportPage) -> bool:
    if not user.is_authenticated:
        return False
    if report.visit is not None and is_host_of(user, report.visit.slot.offer):
        return True
    return user.is_provider and report.organisation_id is not None and report.organisation_id == user.organisation_id


def can_edit_report(user: Any, report: VisitReportPage, check: HostCheck | None) -> bool:
    """Not while the host is reading: what they agree to is what they were shown."""
    return is_writer(user, report) and not (check is not None and check.state == CheckState.WAITING)


def can_see_unpublished_report(user: Any, report: VisitReportPage, check: HostCheck | None) -> bool:
    """Its writers; the host once it has been sent to them."""
    return is_writer(user, report) or (check is not None and is_host_of_report(user, report))


def can_answer_check(user: Any, report: VisitReportPage, check: HostCheck | None) -> bool:
    return check is not None and check.state == CheckState.WAITING and is_host_of_report(user, report)


def can_record_agreement(user: Any, check: HostCheck | None) -> bool:
    """Communications, where the host answered outside the site: on paper, by telephone."""
    return user.is_authenticated and user.is_communications and check is not None and check.state == CheckState.WAITING


def can_export_register(user: Any) -> bool:
    return user.is_authenticated and user.is_communications
