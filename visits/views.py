from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import comparison, versions, visibility
from core.models import PageVersion, SiteImage
from core.versions import StaleEditError
from visits import listing, rules, services
from visits.forms import (
    AcceptForm,
    CheckForm,
    LookForm,
    NoteForm,
    OfferForm,
    OfferReasonForm,
    ReasonForm,
    ReportForm,
    RequestForm,
    RestoreForm,
    SlotForm,
)
from visits.models import (
    HostCheck,
    Slot,
    VisitIndexPage,
    VisitOfferPage,
    VisitReportPage,
    VisitRequest,
)


def _index_or_404() -> VisitIndexPage:
    index = VisitIndexPage.objects.live().first()
    if index is None:
        raise Http404
    return index


def _me(request: HttpRequest) -> Any:
    """Who asks, known to be signed in: the permission was asked before."""
    return request.user


def _signed_in(request: HttpRequest) -> Any:
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    return request.user


def _found_or_404(request: HttpRequest, queryset: Any, pk: int, may: Callable[[Any, Any], bool]) -> Any:
    """Something private, for those who may; to anybody else it does not exist."""
    user = _signed_in(request)
    found = queryset.filter(pk=pk).first()
    if found is None or not may(user, found):
        raise Http404
    return found


def _visit_or_404(request: HttpRequest, pk: int) -> VisitRequest:
    return _found_or_404(request, VisitRequest.objects.with_visit(), pk, rules.can_see_visit)


def _report_or_404(request: HttpRequest, pk: int) -> tuple[VisitReportPage, HostCheck | None]:
    """A report's unpublished state, for its writers, and for its host once it was sent."""
    user = _signed_in(request)
    report = VisitReportPage.objects.filter(pk=pk).select_related("visit__slot__offer").first()
    check = services.current_check(report) if report else None
    if report is None or not rules.can_see_unpublished_report(user, report, check):
        raise Http404
    return report, check


# Offers


@require_http_methods(["GET", "HEAD", "POST"])
def offer_create(request: HttpRequest) -> HttpResponse:
    """A provider offers to be visited."""
    user = _signed_in(request)
    if not rules.can_offer(user):
        raise PermissionDenied(
            _("Offers are made by providers, for the organisation in their profile. Add it there first.")
        )
    form = OfferForm(request.POST) if request.method == "POST" else OfferForm.new(host=user)
    if request.method == "POST" and form.is_valid():
        page = services.propose_offer(index=_index_or_404(), offer=form.apply_to(VisitOfferPage()), host=user)
        messages.success(
            request, _("Thank you. An agent looks at it, then it is published. Add the days that suit you now.")
        )
        return redirect("visits:slots", pk=page.pk)
    return _offer_form(request, form, offer=None, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found_or_404(request, VisitOfferPage.objects, pk, rules.can_edit_offer)
    newest = services.latest(row)
    if request.method != "POST":
        return _offer_form(request, OfferForm.for_offer(newest), offer=row)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _offer_form(request, form, offer=row, status=422)
    try:
        services.change_offer(
            offer=form.apply_to(newest), by=_me(request), base_revision_id=form.cleaned_data["base_revision"]
        )
    except StaleEditError as error:
        data = request.POST.copy()
        data["base_revision"] = str(error.current.latest_revision_id or "")
        again = OfferForm(data)
        theirs = [
            (again.fields[name].label, getattr(error.current, name))
            for name in OfferForm.FIELDS
            if getattr(error.current, name) != form.cleaned_data[name]
        ]
        return _offer_form(request, again, offer=row, status=409, theirs=theirs)
    messages.success(request, _("Your change is kept."))
    return redirect(listing.address_of(VisitOfferPage.objects.get(pk=pk)))


def _offer_form(
    request: HttpRequest, form: OfferForm, *, offer: VisitOfferPage | None, status: int = 200, **context: Any
) -> HttpResponse:
    index = _index_or_404()
    return render(
        request,
        "visits/offer_form.html",
        {
            "form": form,
            "offer": offer,
            "crumbs": listing.crumbs(index, _("Change") if offer else _("Offer a visit"), page=offer),
            "cancel_url": listing.address_of(offer) if offer else index.get_absolute_url(),
            **context,
        },
        status=status,
    )


@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """An offer before it is published, with what can be done with it."""
    row = VisitOfferPage.objects.filter(pk=pk, live=True).first()
    if row is not None and visibility.can_see(request.user, row):
        return redirect(row.get_absolute_url())
    row = _found_or_404(request, VisitOfferPage.objects, pk, rules.can_see_unpublished_offer)
    return _offer_page(request, row)


def _offer_page(request: HttpRequest, row: VisitOfferPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    newest = services.latest(row)
    # The state is the row's: a look may have changed it after the newest text was written.
    newest.state, newest.state_reason = row.state, row.state_reason
    return render(
        request,
        "visits/visit_offer_page.html",
        {
            "page": newest,
            "unpublished": True,
            "can_look": rules.can_look_at_offer(request.user, row),
            "look_form": forms.get("look_form") or LookForm(),
            "reason_form": forms.get("reason_form") or OfferReasonForm(),
            "form": forms.get("look_form") or forms.get("reason_form"),
            **listing.offer_context(newest, request.user),
        },
        status=status,
    )


def _offer_to_look_at(request: HttpRequest, pk: int) -> VisitOfferPage:
    row = _found_or_404(request, VisitOfferPage.objects, pk, rules.can_see_unpublished_offer)
    if not rules.can_look_at_offer(request.user, row):
        raise PermissionDenied(_("An offer is published by an agent who is not its host, once."))
    return row


@require_POST
def offer_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = _offer_to_look_at(request, pk)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _offer_page(request, row, status=422, look_form=form)
    try:
        published = services.publish_offer(offer=row, by=_me(request))
    except services.AnsweredError:
        messages.warning(request, _("A colleague has published it already."))
        return redirect("visits:offer", pk=pk)
    messages.success(request, _("Published. The host is told."))
    return redirect(published.get_absolute_url())


@require_POST
def offer_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _offer_to_look_at(request, pk)
    form = OfferReasonForm(request.POST)
    if not form.is_valid():
        return _offer_page(request, row, status=422, reason_form=form)
    try:
        services.send_offer_back(offer=row, by=_me(request), reason=form.cleaned_data["reason"])
    except services.AnsweredError:
        messages.warning(request, _("A colleague has answered already."))
    else:
        messages.success(request, _("Sent back. The host is told why."))
    return redirect("visits:offer", pk=pk)


@require_POST
def offer_close(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found_or_404(request, VisitOfferPage.objects, pk, rules.can_edit_offer)
    services.close_offer(offer=row, by=_me(request))
    messages.success(request, _("The offer is off the site. Visits that you accepted stay."))
    return redirect("visits:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """The host's days: what there is, and one more."""
    row = _found_or_404(request, VisitOfferPage.objects, pk, rules.can_edit_offer)
    form = SlotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_slot(
            offer=row, starts_at=form.starts_at, ends_at=form.ends_at, capacity=form.cleaned_data["capacity"]
        )
        messages.success(request, _("Added."))
        return redirect("visits:slots", pk=pk)
    return render(
        request,
        "visits/slots.html",
        {
            "offer": row,
            "form": form,
            "slots": [listing.slot_row(slot) for slot in Slot.objects.filter(offer=row).coming().with_places()],
            "crumbs": listing.crumbs(_index_or_404(), _("Days"), page=row),
            "address": listing.address_of(row),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def slot_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = _signed_in(request)
    slot = Slot.objects.select_related("offer").filter(pk=pk).first()
    if slot is None or not rules.can_edit_offer(user, slot.offer):
        raise Http404
    try:
        services.cancel_slot(slot=slot)
    except services.HeldSlotError:
        messages.error(
            request, _("Agents hold places on that day. Decline or cancel their visits first: they are told why.")
        )
    else:
        messages.success(request, _("Taken off."))
    return redirect("visits:slots", pk=slot.offer_id)


# Visits


@require_http_methods(["GET", "HEAD", "POST"])
def request_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """An agent asks to come, with at least one colleague."""
    page = visibility.get_visible_or_404(VisitOfferPage.objects.select_related("organisation"), request.user, pk=pk)
    user = _signed_in(request)
    if not rules.can_request(user, page):
        raise PermissionDenied(_("Visits are asked for by agents."))
    open_slots = list(Slot.objects.filter(offer=page).coming().with_room())
    form = RequestForm(
        request.POST or None, agent=user, slots=open_slots, initial={"slot": request.GET.get("slot", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.request_visit(
                slot=form.cleaned_data["slot"],
                agent=user,
                companions=form.cleaned_data["companions"],
                question=form.cleaned_data["question"],
                interests=form.cleaned_data["interests"],
                has_no_running_procedure=form.cleaned_data["no_procedure"],
                approved_on=form.cleaned_data["approved_on"],
            )
        except services.FullError as error:
            form.add_error(
                "slot",
                ngettext(
                    "Only %(left)d place is left on that day.", "Only %(left)d places are left on that day.", error.left
                )
                % {"left": error.left},
            )
        except services.ClosedSlotError:
            form.add_error("slot", _("This day has just been taken off. Choose another."))
        except services.AlreadyAskedError:
            form.add_error("slot", _("You have asked for this day already."))
        else:
            messages.success(request, _("Sent. The host answers; you both receive a mail."))
            return redirect("visits:visit", pk=asked.pk)
    return render(
        request,
        "visits/request_form.html",
        {
            "form": form,
            "offer": page,
            "has_slots": bool(open_slots),
            "crumbs": listing.crumbs(page.index, _("Ask for a visit"), page=page),
        },
        status=422 if form.errors else 200,
    )


@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    return _visit_page(request, _visit_or_404(request, pk))


def _visit_page(request: HttpRequest, found: VisitRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    report = VisitReportPage.objects.filter(visit=found).first()
    return render(
        request,
        "visits/visit.html",
        {
            "visit": found,
            "offer": found.slot.offer,
            "offer_url": listing.address_of(found.slot.offer),
            "party": [person for person in (found.agent, *found.companions.all()) if person is not None],
            "is_host": rules.is_host_of(user, found.slot.offer),
            "takes_part": rules.takes_part(user, found),
            "can_answer": rules.can_answer(user, found),
            "can_cancel": rules.can_cancel(user, found),
            "can_start_report": report is None and rules.can_start_report(user, found),
            "report": report if report is not None and rules.is_writer(user, report) else None,
            "accept_form": forms.get("accept_form") or AcceptForm(),
            "decline_form": forms.get("decline_form") or ReasonForm(prefix="decline"),
            "cancel_form": forms.get("cancel_form") or ReasonForm(prefix="cancel"),
            "form": next((form for form in forms.values() if form.errors), None),
            "crumbs": listing.crumbs(_index_or_404(), _("Visit"), page=found.slot.offer),
        },
        status=status,
    )


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    if not rules.can_answer(request.user, found):
        raise PermissionDenied(_("Only the host answers, and once."))
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _visit_page(request, found, status=422, accept_form=form)
    return _answered(
        request,
        pk,
        lambda: services.accept(visit=found, host=_me(request), message=form.cleaned_data["message"]),
        _("Accepted. The agents receive your meeting point."),
    )


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    if not rules.can_answer(request.user, found):
        raise PermissionDenied(_("Only the host answers, and once."))
    form = ReasonForm(request.POST, prefix="decline")
    if not form.is_valid():
        return _visit_page(request, found, status=422, decline_form=form)
    return _answered(
        request,
        pk,
        lambda: services.decline(visit=found, host=_me(request), reason=form.cleaned_data["reason"]),
        _("Declined. The agents are told why."),
    )


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    if not rules.can_cancel(request.user, found):
        raise PermissionDenied(_("This visit cannot be called off now."))
    form = ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return _visit_page(request, found, status=422, cancel_form=form)
    return _answered(
        request,
        pk,
        lambda: services.cancel(visit=found, by=_me(request), reason=form.cleaned_data["reason"]),
        _("Called off. The others are told why."),
    )


def _answered(request: HttpRequest, pk: int, act: Callable[[], None], words: str) -> HttpResponse:
    try:
        act()
    except services.AnsweredError:
        messages.warning(request, _("Somebody has just answered. Here is the visit as it stands."))
    else:
        messages.success(request, words)
    return redirect("visits:visit", pk=pk)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My visits, my offers, what waits for me."""
    user: Any = _signed_in(request)
    return render(
        request,
        "visits/mine.html",
        {
            **listing.my_visits(user),
            "offers": list(VisitOfferPage.objects.hosted_by(user).with_next_slot().order_by("-pk")[:50]),
            "to_look_at": list(VisitOfferPage.objects.waiting().order_by("pk")[:50]) if user.is_agent else [],
            "can_offer": rules.can_offer(user),
            "is_agent": user.is_agent,
            "crumbs": listing.crumbs(_index_or_404(), _("My visits")),
        },
    )


# Reports


@require_POST
def report_start(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    if not rules.can_start_report(request.user, found):
        raise PermissionDenied(_("A report is written after the visit, by those who went."))
    page = services.start_report(
        visit=found,
        author=_me(request),
        index=_index_or_404(),
        title=_("Visit: %(activity)s") % {"activity": found.slot.offer.activity},
    )
    return redirect("visits:report_edit", pk=page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a report; a change that comes too late is shown beside the other's."""
    row, check = _report_or_404(request, pk)
    if not rules.can_edit_report(request.user, row, check):
        raise PermissionDenied(_("The host is reading this report: it rests until they have answered."))
    newest = services.latest(row)
    if request.method != "POST":
        return _report_form(request, ReportForm.for_report(newest), report=row)
    form = ReportForm(request.POST, request.FILES, report=row)
    form.keep_pictures(uploaded_by=_me(request))
    if form.is_row_change:
        form.forgive()
        return _report_form(request, form, report=row, status=422 if form.picture_errors else 200)
    if not form.is_valid():
        return _report_form(request, form, report=row, status=422)
    base = form.cleaned_data["base_revision"]
    mine_now = form.apply_to(newest)
    try:
        services.save_report(report=mine_now, author=_me(request), base_revision_id=base)
    except StaleEditError as error:
        current: Any = error.current
        theirs = current.field_texts()
        revision = row.revisions.filter(pk=base).first() if base else None
        data: Any = form.data
        data["base_revision"] = str(current.latest_revision_id or "")
        again = ReportForm(data, None, report=row)
        again.forgive()
        return _report_form(
            request,
            again,
            report=row,
            status=409,
            conflicts=comparison.conflicts(
                revision.as_object().field_texts() if revision else theirs, theirs, mine_now.field_texts()
            ),
        )
    messages.success(request, _("Your report is kept."))
    return redirect("visits:report", pk=pk)


def _report_form(
    request: HttpRequest, form: ReportForm, *, report: VisitReportPage, status: int = 200, **context: Any
) -> HttpResponse:
    return render(
        request,
        "visits/report_form.html",
        {
            "form": form,
            "report": report,
            "crumbs": listing.crumbs(report.index, _("Write"), page=report),
            **context,
        },
        status=status,
    )


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it will be published, with what its writers or its host can do now."""
    row, check = _report_or_404(request, pk)
    return _report_page(request, row, check)


def _report_page(
    request: HttpRequest, row: VisitReportPage, check: HostCheck | None, *, status: int = 200, **forms: Any
) -> HttpResponse:
    user = request.user
    writes = rules.is_writer(user, row)
    # The host is shown what was sent, not what is being written since.
    newest = services.latest(row) if writes or check is None else check.revision.as_object()
    can_edit = rules.can_edit_report(user, row, check)
    return render(
        request,
        "visits/report_draft.html",
        {
            "page": newest,
            "check": check,
            "state": listing.report_state(row, check),
            "writes": writes,
            "can_edit": can_edit,
            "can_send": can_edit and not services.is_agreed(row, check),
            "missing_consents": services.missing_consents(newest) if writes else 0,
            "can_publish": writes and services.is_agreed(row, check),
            "can_answer": rules.can_answer_check(user, row, check),
            "can_record": rules.can_record_agreement(user, check),
            "check_form": forms.get("check_form") or CheckForm(),
            "note_form": forms.get("note_form") or NoteForm(),
            "form": next((form for form in forms.values() if form.errors), None),
            "is_published": row.live,
            "published_url": row.get_absolute_url() if row.live else "",
            **listing.report_context(newest, user, draft=True),
        },
        status=status,
    )


@require_safe
@never_cache
def picture(request: HttpRequest, pk: int, image_pk: int) -> FileResponse:
    """A picture of a report that is not published, for those who see the report."""
    row, _check = _report_or_404(request, pk)
    image = SiteImage.objects.filter(pk=image_pk, owner_page_id=row.pk).first()
    if image is None:
        raise Http404
    rendition = image.get_rendition(listing.PICTURE)
    response = FileResponse(rendition.file.open("rb"))
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def report_send(request: HttpRequest, pk: int) -> HttpResponse:
    row, check = _report_or_404(request, pk)
    if not rules.can_edit_report(request.user, row, check):
        raise PermissionDenied(_("The host is reading this report: it rests until they have answered."))
    try:
        services.send_to_host(report=row, by=_me(request))
    except services.ConsentError:
        messages.error(request, _("A quotation or a picture lacks its consent: tick it, or take it out."))
    except services.NotDeclaredError:
        messages.error(
            request, _("Before the host reads it, say why this host was chosen, who went, and who paid for the costs.")
        )
    except services.AnsweredError:
        messages.warning(request, _("It is with the host already."))
    else:
        messages.success(request, _("The host has received it. Nothing is published before they agree."))
    return redirect("visits:report", pk=pk)


@require_POST
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The host's answer; or communications', where the host answered outside the site."""
    row, check = _report_or_404(request, pk)
    may = rules.can_answer_check(request.user, row, check) or rules.can_record_agreement(request.user, check)
    if check is None or not may:
        raise PermissionDenied(_("Only the host answers, and once."))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _report_page(request, row, check, status=422, check_form=form)
    try:
        services.answer_check(
            check=check,
            by=_me(request),
            agreement=form.agreement,
            message=form.cleaned_data["message"],
        )
    except services.AnsweredError:
        messages.warning(request, _("Somebody has just answered."))
    else:
        messages.success(request, _("Thank you. The agents are told."))
    return redirect("visits:report", pk=pk)


@require_POST
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row, check = _report_or_404(request, pk)
    if not rules.is_writer(request.user, row):
        raise PermissionDenied(_("A report is published by those who went."))
    form = NoteForm(request.POST)
    if row.live and not form.is_valid():
        return _report_page(request, row, check, status=422, note_form=form)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.publish_report(report=row, by=_me(request), note=note)
    except services.NotAgreedError:
        messages.error(request, _("The host has not agreed to this text yet."))
        return redirect("visits:report", pk=pk)
    except services.ConsentError:
        messages.error(request, _("A quotation or a picture lacks its consent: tick it, or take it out."))
        return redirect("visits:report", pk=pk)
    messages.success(request, _("Published."))
    return redirect(VisitReportPage.objects.get(pk=pk).get_absolute_url())


def _published_report_or_404(request: HttpRequest, pk: int) -> VisitReportPage:
    return visibility.get_visible_or_404(VisitReportPage.objects, request.user, pk=pk)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    row = _published_report_or_404(request, pk)
    found = list(PageVersion.objects.filter(page_id=row.pk).select_related("author__organisation"))
    return render(
        request,
        "visits/history.html",
        {
            "report": row,
            "versions": [
                {"version": version, "before": found[place + 1].number if place + 1 < len(found) else None}
                for place, version in enumerate(found)
            ],
            "can_restore": rules.can_edit_report(request.user, row, services.current_check(row))
            if request.user.is_authenticated
            else False,
            "crumbs": listing.crumbs(row.index, _("History"), page=row),
        },
    )


@require_safe
def compare(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """Two published versions, field by field, word by word; the address lasts as long as the report."""
    row = _published_report_or_404(request, pk)
    found = {
        version.number: version
        for version in PageVersion.objects.filter(page_id=row.pk, number__in=[before, after]).select_related("revision")
    }
    if before not in found or after not in found:
        raise Http404
    return render(
        request,
        "visits/compare.html",
        {
            "report": row,
            "old": found[before],
            "new": found[after],
            "differences": comparison.differences(
                versions.page_at(found[before]).field_texts(), versions.page_at(found[after]).field_texts()
            ),
            "crumbs": listing.crumbs(row.index, _("Comparison"), page=row),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Bring an old version back as what is being written: its host is asked again before others read it."""
    row, check = _report_or_404(request, pk)
    if not rules.is_writer(request.user, row):
        raise Http404
    if not rules.can_edit_report(request.user, row, check):
        raise PermissionDenied(_("The host is reading this report: it rests until they have answered."))
    found = PageVersion.objects.filter(page_id=row.pk, number=number).select_related("revision").first()
    if found is None:
        raise Http404
    form = RestoreForm(request.POST or None, initial={"base_revision": row.latest_revision_id})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.restore_report(
                    report=row, version=found, author=_me(request), base_revision_id=form.cleaned_data["base_revision"]
                )
            except StaleEditError:
                messages.warning(
                    request,
                    _(
                        "This report has changed since you opened it. "
                        "Look at what would change now, then confirm again."
                    ),
                )
                row.refresh_from_db()
                status = 409
            else:
                messages.success(
                    request,
                    _("Version %(number)d is back as your draft. Show it to the host, then publish it.")
                    % {"number": number},
                )
                return redirect("visits:report", pk=row.pk)
        form = RestoreForm(initial={"base_revision": row.latest_revision_id})
    return render(
        request,
        "visits/restore.html",
        {
            "report": row,
            "version": found,
            "form": form,
            "differences": comparison.differences(
                services.latest(row).field_texts(), versions.page_at(found).field_texts()
            ),
            "crumbs": listing.crumbs(row.index, _("Bring a version back"), page=row),
        },
        status=status,
    )


# The register


@require_safe
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Every contact with a firm through a visit, as evidence for procedures' records; for communications."""
    user = _signed_in(request)
    if not rules.can_export_register(user):
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="register-of-visits.csv"'
    # A spreadsheet takes the file for UTF-8 only with this mark.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            _("Visit"), _("Date"), _("Host"), _("Identifier"), _("Size"), _("Agents"), _("Number of agents"),
            _("Question of the visit"), _("Interests declared"), _("No running procedure"),
            _("Approved by the hierarchy on"), _("State"), _("Reason"), _("Asked on"), _("Answered on"), _("Report"),
        ]
    )  # fmt: skip
    for found in VisitRequest.objects.with_visit().select_related("report").order_by("slot__starts_at", "pk"):
        writer.writerow([safe_cell(cell) for cell in _register_row(found)])
    return response


def _register_row(found: VisitRequest) -> list[str]:
    place = found.slot.offer
    organisation = place.organisation
    people = [person for person in (found.agent, *found.companions.all()) if person is not None]
    report_page = getattr(found, "report", None)
    return [
        str(found.pk),
        _moment(found.slot.starts_at),
        organisation.name if organisation else place.host_name,
        organisation.identifier if organisation else "",
        str(place.get_size_class_display()),
        ", ".join(person.byline for person in people),
        str(found.party),
        found.question,
        found.interests,
        _("yes") if found.has_no_running_procedure else _("no"),
        found.approved_on.isoformat(),
        str(found.get_state_display()),
        found.reason,
        _moment(found.created_at),
        _moment(found.answered_at) if found.answered_at else "",
        report_page.full_url or "" if report_page and report_page.live else "",
    ]


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"} else value
