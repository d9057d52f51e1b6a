from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import comparison, versions, visibility
from core.models import PageVersion
from core.versions import StaleEditError
from lessons import listing, rules, services
from lessons.forms import CompareForm, LessonForm, NoteForm, ReasonForm, SameCaseForm, StillValidForm
from lessons.models import LessonIndexPage, LessonPage, LessonReview


def _require_writer(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    if not rules.can_write(request.user):
        raise PermissionDenied(_("Lessons are written by agents. You can comment on those that are published."))


def _me(request: HttpRequest) -> Any:
    """Who asks, known to be signed in: the permission was asked before."""
    return request.user


def _published_or_404(request: HttpRequest, pk: int) -> LessonPage:
    return visibility.get_visible_or_404(LessonPage.objects, request.user, pk=pk)


def _draft_or_404(request: HttpRequest, pk: int) -> tuple[LessonPage, LessonReview | None]:
    """A lesson that is not published, for those who may see it; to anybody else it does not exist."""
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    lesson = LessonPage.objects.filter(pk=pk, live=False).first()
    review = services.current_review(lesson) if lesson else None
    if lesson is None or not rules.can_see_draft(request.user, lesson, review):
        raise Http404
    return lesson, review


def _any_or_404(request: HttpRequest, pk: int) -> tuple[LessonPage, LessonReview | None]:
    if LessonPage.objects.filter(pk=pk, live=True).exists():
        return _published_or_404(request, pk), None
    return _draft_or_404(request, pk)


def _index_or_404() -> LessonIndexPage:
    index = LessonIndexPage.objects.live().first()
    if index is None:
        raise Http404
    return index


def _form_page(
    request: HttpRequest, form: LessonForm, *, lesson: LessonPage | None, status: int = 200, **context: Any
) -> HttpResponse:
    return render(
        request,
        "lessons/lesson_form.html",
        {
            "form": form,
            "lesson": lesson,
            "crumbs": listing.crumbs(_index_or_404(), _("Change") if lesson else _("Write a lesson"), lesson=lesson),
            "cancel_url": (
                (lesson.get_absolute_url() if lesson.live else reverse("lessons:draft", args=[lesson.pk]))
                if lesson
                else _index_or_404().get_absolute_url()
            ),
            **context,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new lesson, kept as a draft."""
    _require_writer(request)
    if request.method != "POST":
        return _form_page(request, LessonForm.new(author=_me(request)), lesson=None)
    form = LessonForm(request.POST)
    if form.is_row_change:
        form.forgive()
        return _form_page(request, form, lesson=None)
    if not form.is_valid():
        return _form_page(request, form, lesson=None, status=422)
    lesson = services.create_lesson(index=_index_or_404(), lesson=form.apply_to(LessonPage()), author=_me(request))
    messages.success(
        request,
        _("Your draft is kept. Until you submit it, only you, its responsible person and communications see it."),
    )
    return redirect("lessons:draft", pk=lesson.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or a published lesson at once; a change that comes too late is shown beside the other's."""
    published, review = _any_or_404(request, pk)
    if not rules.can_edit(request.user, published, review):
        if not request.user.is_authenticated:
            raise visibility.SignInRequired
        raise PermissionDenied(_("This lesson cannot be changed now."))
    lesson = services.latest(published)
    if request.method != "POST":
        return _form_page(request, LessonForm.for_lesson(lesson, noted=published.live), lesson=published)
    form = LessonForm(request.POST, noted=published.live)
    if form.is_row_change:
        form.forgive()
        return _form_page(request, form, lesson=published)
    if not form.is_valid():
        return _form_page(request, form, lesson=published, status=422)
    base = form.cleaned_data["base_revision"]
    mine = form.apply_to(lesson)
    try:
        if published.live:
            services.publish_edit(
                lesson=mine, author=_me(request), note=form.cleaned_data["note"], base_revision_id=base
            )
        else:
            services.save_draft(lesson=mine, author=_me(request), base_revision_id=base)
    except StaleEditError as error:
        return _conflict(request, form, published=published, mine=mine, current=error.current, base=base)
    if published.live:
        messages.success(request, _("Your change is published."))
        return redirect(published.get_absolute_url())
    messages.success(request, _("Your draft is kept."))
    return redirect("lessons:draft", pk=pk)


def _conflict(
    request: HttpRequest,
    form: LessonForm,
    *,
    published: LessonPage,
    mine: LessonPage,
    current: Any,
    base: int | None,
) -> HttpResponse:
    """409: what the edit began from, what is there now, what was to be saved; the form keeps the last."""
    theirs = current.field_texts()
    revision = published.revisions.filter(pk=base).first() if base else None
    began = revision.as_object().field_texts() if revision else theirs
    data = request.POST.copy()
    data["base_revision"] = str(current.latest_revision_id or "")
    again = LessonForm(data, noted=published.live)
    again.forgive()
    return _form_page(
        request,
        again,
        lesson=published,
        status=409,
        conflicts=comparison.conflicts(began, theirs, mine.field_texts()),
    )


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it will look, with what can be done with it now."""
    row = LessonPage.objects.filter(pk=pk).first()
    if row is not None and row.live and visibility.can_see(request.user, row):
        return redirect(row.get_absolute_url())
    lesson, review = _draft_or_404(request, pk)
    return _draft_page(request, lesson, review)


def _draft_page(
    request: HttpRequest, lesson: LessonPage, review: LessonReview | None, *, status: int = 200, **context: Any
) -> HttpResponse:
    newest = services.latest(lesson)
    return render(
        request,
        "lessons/lesson_draft.html",
        {
            "page": newest,
            "review": review,
            "missing": services.missing(newest),
            "can_edit": rules.can_edit(request.user, lesson, review),
            "can_review": rules.can_review(request.user, lesson, review),
            "can_withdraw": rules.can_withdraw(request.user, lesson, review),
            "form": context.pop("form", None) or ReasonForm(),
            **listing.lesson_context(newest, request.user),
            **listing.draft_state(newest, review),
            **context,
        },
        status=status,
    )


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for a reader, and my own drafts."""
    _require_writer(request)
    return render(
        request,
        "lessons/reviews.html",
        {
            "waiting": listing.waiting_reviews(request.user),
            "drafts": LessonPage.objects.drafts_of(request.user)[:50],
            "crumbs": listing.crumbs(_index_or_404(), _("Drafts and reviews")),
        },
    )


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    lesson, review = _draft_or_404(request, pk)
    if not rules.can_edit(request.user, lesson, review):
        raise PermissionDenied(_("This lesson is being read already."))
    try:
        services.submit(lesson=lesson, author=_me(request))
    except services.IncompleteError:
        return _draft_page(request, lesson, review, status=422, refused=True)
    messages.success(request, _("Submitted. A colleague reads it, then it is published; you are told either way."))
    return redirect("lessons:draft", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    lesson, review = _draft_or_404(request, pk)
    if review is None or not rules.can_withdraw(request.user, lesson, review):
        raise PermissionDenied(_("Only its author can take it back."))
    try:
        services.withdraw(review=review, by=_me(request))
    except services.NotWaitingError:
        messages.warning(request, _("Somebody has just answered. Here is the lesson as it stands."))
    else:
        messages.success(request, _("You have taken it back: go on writing."))
    return redirect("lessons:draft", pk=pk)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    lesson, review = _draft_or_404(request, pk)
    if review is None or not rules.can_review(request.user, lesson, review):
        raise PermissionDenied(_("A lesson is reviewed by somebody who did not write it."))
    try:
        services.approve(review=review, reviewer=_me(request))
    except services.IncompleteError:
        return _draft_page(request, lesson, review, status=422, refused=True)
    except services.EmbargoError as error:
        messages.error(
            request,
            _("This lesson may be published from %(date)s: until then the decision can be contested.")
            % {"date": _date(error.publishable_from)},
        )
        return redirect("lessons:draft", pk=pk)
    except services.NotWaitingError:
        messages.warning(request, _("Somebody has just answered. Here is the lesson as it stands."))
        return redirect("lessons:draft", pk=pk)
    messages.success(request, _("Published. Its author is told."))
    return redirect(LessonPage.objects.get(pk=pk).get_absolute_url())


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    lesson, review = _draft_or_404(request, pk)
    if review is None or not rules.can_review(request.user, lesson, review):
        raise PermissionDenied(_("A lesson is reviewed by somebody who did not write it."))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, lesson, review, status=422, form=form)
    try:
        services.send_back(review=review, reviewer=_me(request), reason=form.cleaned_data["reason"])
    except services.NotWaitingError:
        messages.warning(request, _("Somebody has just answered. Here is the lesson as it stands."))
        return redirect("lessons:draft", pk=pk)
    messages.success(request, _("Sent back. Its author is told why."))
    return redirect("lessons:reviews")


@require_POST
def still_valid(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = _published_or_404(request, pk)
    _require_writer(request)
    form = StillValidForm(request.POST)
    if not form.is_valid():
        return _history_page(request, lesson, form=form, status=422)
    services.confirm_still_valid(lesson=lesson, by=_me(request), note=form.cleaned_data["note"])
    messages.success(request, _("Noted: it is to be read again in a year."))
    return redirect(lesson.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """“This happened to us too”: say it, put it otherwise, or take it back."""
    lesson = _published_or_404(request, pk)
    _require_writer(request)
    mine = lesson.same_cases.filter(person=_me(request)).first()
    form = SameCaseForm(request.POST or None, initial={"note": mine.note if mine else ""})
    if request.method == "POST":
        if "take_back" in request.POST:
            services.take_same_back(lesson=lesson, person=_me(request))
            messages.success(request, _("Taken back."))
            return redirect(lesson.get_absolute_url())
        if form.is_valid():
            services.say_same(lesson=lesson, person=_me(request), note=form.cleaned_data["note"])
            messages.success(request, _("Noted. It helps others to see how common this is."))
            return redirect(f"{lesson.get_absolute_url()}#same")
    return render(
        request,
        "lessons/same.html",
        {
            "form": form,
            "lesson": lesson,
            "mine": mine,
            "crumbs": listing.crumbs(lesson.index, _("This happened to us too"), lesson=lesson),
        },
        status=422 if form.errors else 200,
    )


def _versions(lesson: LessonPage) -> list[PageVersion]:
    return list(PageVersion.objects.filter(page_id=lesson.pk).select_related("author__organisation"))


def _version_or_404(lesson: LessonPage, number: int) -> PageVersion:
    found = (
        PageVersion.objects.filter(page_id=lesson.pk, number=number)
        .select_related("revision", "author__organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    return _history_page(request, _published_or_404(request, pk))


def _history_page(
    request: HttpRequest, lesson: LessonPage, *, form: StillValidForm | None = None, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "lessons/history.html",
        {
            "lesson": lesson,
            "crumbs": listing.crumbs(lesson.index, _("History"), lesson=lesson),
            "versions": _versions(lesson),
            "can_edit": rules.can_edit(request.user, lesson, None),
            "form": form or StillValidForm(),
        },
        status=status,
    )


@require_safe
def choose_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """From the history's form to the lasting address of a comparison."""
    lesson = _published_or_404(request, pk)
    form = CompareForm(request.GET)
    if not form.is_valid() or form.cleaned_data["before"] == form.cleaned_data["after"]:
        messages.error(request, _("Choose two different versions."))
        return redirect("lessons:history", pk=lesson.pk)
    before, after = sorted([form.cleaned_data["before"], form.cleaned_data["after"]])
    return redirect("lessons:compare", pk=lesson.pk, before=before, after=after)


@require_safe
def compare(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """Two versions, field by field, word by word; the address lasts as long as the lesson."""
    lesson = _published_or_404(request, pk)
    old, new = _version_or_404(lesson, before), _version_or_404(lesson, after)
    return render(
        request,
        "lessons/compare.html",
        {
            "lesson": lesson,
            "crumbs": listing.crumbs(lesson.index, _("Comparison"), lesson=lesson),
            "old": old,
            "new": new,
            "facts": [
                (
                    _("Version %(number)d") % {"number": found.number},
                    ", ".join(
                        filter(None, [_date(found.created_at), found.author.byline if found.author else "", found.note])
                    ),
                )
                for found in (old, new)
            ],
            "differences": comparison.differences(
                versions.page_at(old).field_texts(), versions.page_at(new).field_texts()
            ),
        },
    )


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The lesson as it was."""
    lesson = _published_or_404(request, pk)
    found = _version_or_404(lesson, number)
    return render(
        request,
        "lessons/version.html",
        {
            "lesson": lesson,
            "version": found,
            "crumbs": listing.crumbs(lesson.index, _("Version %(number)d") % {"number": number}, lesson=lesson),
            "fields": [field for field in versions.page_at(found).field_texts() if field.text],
            "is_newest": found.revision_id == lesson.live_revision_id,
            "can_edit": rules.can_edit(request.user, lesson, None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Publish an old version again, as a new one, with a reason."""
    lesson = _published_or_404(request, pk)
    _require_writer(request)
    found = _version_or_404(lesson, number)
    form = NoteForm(request.POST or None, initial={"base_revision": lesson.latest_revision_id})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.restore(
                    lesson=lesson,
                    version=found,
                    author=_me(request),
                    note=form.cleaned_data["note"],
                    base_revision_id=form.cleaned_data["base_revision"],
                )
            except StaleEditError as error:
                form = NoteForm(
                    initial={
                        "base_revision": error.current.latest_revision_id,
                        "note": form.cleaned_data["note"],
                    }
                )
                messages.warning(
                    request,
                    _(
                        "This lesson has changed since you opened it. "
                        "Look at what would change now, then confirm again."
                    ),
                )
                lesson.refresh_from_db()
                status = 409
            else:
                messages.success(request, _("Version %(number)d is published again.") % {"number": number})
                return redirect(lesson.get_absolute_url())
        else:
            status = 422
    return render(
        request,
        "lessons/restore.html",
        {
            "lesson": lesson,
            "version": found,
            "crumbs": listing.crumbs(lesson.index, _("Bring a version back"), lesson=lesson),
            "form": form,
            "differences": comparison.differences(
                services.latest(lesson).field_texts(), versions.page_at(found).field_texts()
            ),
        },
        status=status,
    )


def _date(value: Any) -> str:
    return date_format(value, "DATE_FORMAT")
