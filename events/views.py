from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import visibility
from core.models import SiteDocument, SiteSettings
from events import rules, services, throttle
from events.calendars import public_calendar
from events.enums import ChallengeState, QuestionState, RegistrationState
from events.exports import organisations_csv, registrations_csv
from events.forms import AnswerForm, CancelEventForm, CapacityForm, QuestionForm, RecordForm, RegistrationForm
from events.models import ChallengePage, PublicQuestion, Record, Registration, reader_language

FORM_METHODS = ["GET", "HEAD", "POST"]


def _page(request: HttpRequest, page_id: int) -> ChallengePage:
    """The challenge in the reader's language, if they may see it."""
    page: ChallengePage = visibility.get_visible_or_404(ChallengePage.objects, request.user, pk=page_id)
    wording = page.in_language(reader_language())
    request.translations = {  # type: ignore[attr-defined]
        code: request.path.replace(f"/{reader_language()}/", f"/{code}/", 1) for code in ("fr", "en")
    }
    return wording if wording.live else page


# Coming


@require_http_methods(FORM_METHODS)
@never_cache
def register(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _page(request, page_id)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None, event=page.event, initial=_known_of(request)
    )
    if request.method != "POST" or not form.is_valid():
        return _registration_form(request, page, form)
    if form.is_robot:
        return redirect("events:registered", page_id=page.pk)
    if not throttle.allows(request, what="register", email=form.cleaned_data["email"]):
        form.add_error(None, _too_often())
        return _registration_form(request, page, form, status=429)
    user = request.user if request.user.is_authenticated else None
    try:
        registration = services.register(
            event=page.event,
            application=form.application(),
            language=reader_language(),
            user=user,
        )
    except (services.RegistrationClosedError, services.FullError, services.OrganisationLimitError) as error:
        services.remind(event=page.event, email=form.cleaned_data["email"])
        form.add_error(None, _refusal(error))
        form.add_error(None, _("If this address is registered already, its link has just been sent to it again."))
        return _registration_form(request, page, form, status=409)
    if user is not None and user.email.lower() == registration.email.lower():
        return redirect(registration.manage_path)
    return redirect("events:registered", page_id=page.pk)


def _registration_form(
    request: HttpRequest, page: ChallengePage, form: RegistrationForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "event": page.event, "form": form, "open": page.takes_registrations()}
    return render(request, "events/register.html", context, status=status)


def _known_of(request: HttpRequest) -> dict[str, Any]:
    """What the account of somebody signed in already says."""
    user = request.user
    if not user.is_authenticated:
        return {}
    known = {"person_name": user.name, "email": user.email, "role": user.job_title}
    firm = user.organisation
    if firm is not None:
        known |= {"organisation_name": firm.name, "size_class": firm.size_class, "identifier": firm.identifier}
        if firm.identifier:
            known["identifier_type"] = firm.identifier_type
    return known


@require_safe
@never_cache
def registered(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same answer to everybody: what became of it is in the mail."""
    page = _page(request, page_id)
    return render(request, "events/registered.html", {"page": page})


def _registration(token: str) -> Registration:
    registration = services.registration_for(token)
    if registration is None or registration.erased_at:
        raise Http404
    return registration


@require_safe
@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Where every mailed link leads. Looking changes nothing: mail scanners open links too."""
    return _registration_page(request, _registration(token))


def _registration_page(
    request: HttpRequest, registration: Registration, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = registration.page.in_language(reader_language())
    state = page.state
    before = state not in services.OVER
    waiting = registration.state == RegistrationState.WAITING
    response = render(
        request,
        "events/registration.html",
        {
            "registration": registration,
            "page": page,
            "event": page.event,
            "refusal": refusal,
            "position": registration.position() if waiting else None,
            "can_confirm": before and registration.state == RegistrationState.PENDING,
            "can_accept": before and registration.state == RegistrationState.OFFERED,
            "can_cancel": before and registration.is_active,
            "can_register_again": not registration.is_active and page.takes_registrations(),
            "shows_link": registration.state == RegistrationState.CONFIRMED and state != ChallengeState.CANCELLED,
        },
        status=status,
    )
    response["X-Robots-Tag"] = "noindex"
    # Not “no-referrer”: a browser would then say nothing of where the buttons below are pressed, and be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(FORM_METHODS)
@never_cache
def registration_act(request: HttpRequest, token: str, action: str) -> HttpResponse:
    """Confirm, accept or cancel, by POST; an address opened again afterwards leads back to the page."""
    registration = _registration(token)
    acts = {"confirm": services.confirm, "accept": services.accept_offer, "cancel": services.cancel}
    if action not in acts:
        raise Http404
    if request.method == "POST":
        try:
            acts[action](registration=registration)
        except (services.RegistrationClosedError, services.FullError, services.OrganisationLimitError) as error:
            return _registration_page(request, registration, refusal=_refusal(error), status=409)
    return redirect("events:registration", token=token)


def _too_often() -> str:
    return _(
        "A lot of forms have come from your network or for this address within the hour. Nothing is lost: "
        "send it again a little later, or write to %(address)s."
    ) % {"address": SiteSettings.load().contact_email}


def _refusal(error: Exception) -> str:
    """Why a registration is refused, in a sentence that says what can be done."""
    if isinstance(error, services.OrganisationLimitError):
        if error.left:
            return ngettext(
                "Your organisation can send %(count)d more person: choose fewer people.",
                "Your organisation can send %(count)d more people: choose fewer people.",
                error.left,
            ) % {"count": error.left}
        return _(
            "Your organisation's places are taken: each gets the same number. "
            "Ask your colleagues who among you is registered."
        )
    if isinstance(error, services.FullError):
        return _(
            "The last place has just been taken and there is no waiting list. The record will be published for all."
        )
    state = getattr(error, "state", None)
    sentences = {
        ChallengeState.ANNOUNCED: _("Registration is not open yet."),
        ChallengeState.CLOSED: _("Registration is closed."),
        ChallengeState.SILENT: _(
            "Registration is closed: a procedure is running, and nothing may be said to one firm alone."
        ),
        ChallengeState.CANCELLED: _("This evening is cancelled."),
    }
    return sentences.get(state, _("The evening has begun or is over: registration is closed.")) if state else ""


# Calendars


@require_safe
def calendar(request: HttpRequest, page_id: int) -> HttpResponse:
    page = visibility.get_visible_or_404(ChallengePage.objects, request.user, pk=page_id)
    return _calendar(public_calendar([page]), f"aperitif-{page.slug}.ics")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Every public challenge of the reader's language; subscribe once and moved evenings move by themselves."""
    pages = (
        ChallengePage.objects.visible_to(request.user)
        .filter(locale__language_code=reader_language())
        .on_the_calendar()
        .for_list()
    )
    return _calendar(public_calendar(pages, name=_("Aperitif-challenges")), "aperitifs.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# Asking


@require_http_methods(FORM_METHODS)
@never_cache
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _page(request, page_id)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_robot:
            return redirect("events:asked", page_id=page.pk)
        if throttle.allows(request, what="ask", email=form.cleaned_data["email"]):
            try:
                services.ask(
                    event=page.event,
                    text=form.cleaned_data["text"],
                    email=form.cleaned_data["email"],
                    language=reader_language(),
                )
            except services.RegistrationClosedError:
                form.add_error(None, _("Questions are closed. What was asked before is answered on the page."))
                status = 409
            else:
                return redirect("events:asked", page_id=page.pk)
        else:
            form.add_error(None, _too_often())
            status = 429
    context = {"page": page, "event": page.event, "form": form, "open": page.takes_questions()}
    return render(request, "events/ask.html", context, status=status)


@require_safe
@never_cache
def asked(request: HttpRequest, page_id: int) -> HttpResponse:
    return render(request, "events/asked.html", {"page": _page(request, page_id)})


# The desk: for those who receive people


def _desk_page(request: HttpRequest, page_id: int) -> ChallengePage:
    """The challenge, for agents; others are told what they are told of a page that is not there."""
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    page = _page(request, page_id)
    if not rules.can_receive(request.user, page.event):
        raise Http404
    return page


def _run(request: HttpRequest, page: ChallengePage) -> None:
    if not rules.can_run(request.user, page.event):
        raise PermissionDenied


@require_safe
@never_cache
def desk(request: HttpRequest, page_id: int) -> HttpResponse:
    return _desk(request, _desk_page(request, page_id))


def _desk(
    request: HttpRequest,
    page: ChallengePage,
    *,
    capacity_form: CapacityForm | None = None,
    cancel_form: CancelEventForm | None = None,
    status: int = 200,
) -> HttpResponse:
    event = page.event
    rows = list(event.registrations.all())
    waiting = sorted(
        (row for row in rows if row.state == RegistrationState.WAITING), key=lambda row: (row.waiting_since, row.pk)
    )
    return render(
        request,
        "events/desk.html",
        {
            "page": page,
            "event": event,
            "confirmed": [row for row in rows if row.state == RegistrationState.CONFIRMED],
            "offered": [row for row in rows if row.state == RegistrationState.OFFERED],
            "waiting": waiting,
            "pending": [row for row in rows if row.state == RegistrationState.PENDING],
            "ended": [row for row in rows if not row.is_active],
            "asked": event.public_questions.filter(state=QuestionState.ASKED),
            "record": Record.objects.filter(page=event).first(),
            "can_run": rules.can_run(request.user, event),
            "capacity_form": capacity_form or CapacityForm(event=event, initial={"capacity": event.capacity}),
            "cancel_form": cancel_form or CancelEventForm(),
            "form": capacity_form or cancel_form,
        },
        status=status,
    )


@require_safe
@never_cache
def desk_csv(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everybody with their addresses: for communications, who write to them."""
    page = _desk_page(request, page_id)
    _run(request, page)
    return _as_file(registrations_csv(page.event.registrations.all()), page.event.slug)


@require_safe
@never_cache
def desk_organisations_csv(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _desk_page(request, page_id)
    return _as_file(organisations_csv(page.event.registrations.all()), f"{page.event.slug}-organisations")


def _as_file(table: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@require_POST
def desk_presence(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _desk_page(request, page_id)
    shown, present = (_numbers(request.POST.getlist(name)) for name in ("shown", "present"))
    came = services.mark_presence(event=page.event, present=present, shown=shown, by=request.user)  # type: ignore[arg-type]
    messages.success(
        request,
        ngettext("Saved: %(count)d registration present.", "Saved: %(count)d registrations present.", came)
        % {"count": came},
    )
    return redirect("events:desk", page_id=page.pk)


def _numbers(values: list[str]) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


@require_POST
def desk_capacity(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _desk_page(request, page_id)
    _run(request, page)
    form = CapacityForm(request.POST, event=page.event)
    if not form.is_valid():
        return _desk(request, page, capacity_form=form)
    services.change_capacity(
        event=page.event,
        capacity=form.cleaned_data["capacity"],
        by=request.user,  # type: ignore[arg-type]
    )
    messages.success(request, _("There are now %(count)d places.") % {"count": form.cleaned_data["capacity"]})
    return redirect("events:desk", page_id=page.pk)


@require_POST
def desk_cancel(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _desk_page(request, page_id)
    _run(request, page)
    form = CancelEventForm(request.POST)
    if not form.is_valid():
        return _desk(request, page, cancel_form=form)
    services.cancel_event(event=page.event, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The evening is cancelled. Everybody who was to come is told by mail."))
    return redirect("events:desk", page_id=page.pk)


@require_http_methods(FORM_METHODS)
@never_cache
def desk_record(request: HttpRequest, page_id: int) -> HttpResponse:
    """Write the record; communications publish it. A save over somebody else's shows both and keeps what was typed."""
    page = _desk_page(request, page_id)
    event = page.event
    record = Record.objects.filter(page=event).first() or Record(page=event, language=reader_language())
    can_run = rules.can_run(request.user, event)
    initial = {"base_version": record.version}
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        instance=record,
        initial=initial,
    )
    current, status = None, 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        documents = []
        if data["document"]:
            documents.append(
                SiteDocument(title=data["document_title"], file=data["document"], language=data["language"])
            )
        try:
            services.save_record(
                event=event,
                summary=data["summary"],
                decisions=data["decisions"],
                language=data["language"],
                base_version=data["base_version"],
                by=request.user,  # type: ignore[arg-type]
                documents=documents,
                publish=can_run and "publish" in request.POST,
            )
        except services.StaleRecordError as error:
            current, status = error.current, 409
            form.data = {**form.data.dict(), "base_version": str(error.current.version)}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("The record is saved."))
            return redirect("events:desk", page_id=page.pk)
    return render(
        request,
        "events/desk_record.html",
        {
            "page": page,
            "event": event,
            "form": form,
            "record": record,
            "current": current,
            "can_publish": can_run,
            "documents": record.documents.all() if record.pk else [],
        },
        status=status,
    )


@require_http_methods(FORM_METHODS)
@never_cache
def desk_question(request: HttpRequest, page_id: int, question_id: int) -> HttpResponse:
    page = _desk_page(request, page_id)
    question = get_object_or_404(PublicQuestion, pk=question_id, page=page.event)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": question.answer})
    if request.method == "POST":
        if "set_aside" in request.POST:
            services.set_aside(question=question, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The question is set aside: nobody sees it."))
            return redirect("events:desk", page_id=page.pk)
        if form.is_valid():
            services.answer(question=question, text=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The answer is published for everybody."))
            return redirect(f"{reverse('events:desk', args=[page.pk])}#questions")
    return render(
        request, "events/desk_question.html", {"page": page, "event": page.event, "question": question, "form": form}
    )
