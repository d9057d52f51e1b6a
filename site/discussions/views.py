from __future__ import annotations

import uuid
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from core import visibility
from discussions import rules, services, targets
from discussions.enums import CommentState
from discussions.forms import CloseForm, CommentForm, EditForm, HideForm, ReplyForm, initial_quote
from discussions.models import Comment
from discussions.targets import Target


def _page_or_404(request: HttpRequest, page_id: int) -> Any:
    """The specific page, or the answer that tells nothing: a discussion is as private as its page."""
    page = visibility.visible_pages(request.user).filter(pk=page_id).first()
    if page is None:
        if not request.user.is_authenticated:
            raise visibility.SignInRequired
        raise Http404
    return page.specific


def _comment_or_404(request: HttpRequest, page: Page, comment_id: int) -> Comment:
    comment = Comment.objects.for_page(page).filter(pk=comment_id).select_related("user").first()
    if comment is None:
        raise Http404
    return comment


def _article_id(value: str) -> uuid.UUID | None:
    if not value:
        return None
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise Http404 from error


def _target_or_404(page: Any, key: str) -> Target | None:
    if not key:
        return None
    target = targets.find(page, key)
    if target is None:
        raise Http404
    return target


def _thread_context(
    request: HttpRequest, page: Any, article_id: uuid.UUID | None, target: Target | None
) -> dict[str, Any]:
    if target is not None:
        return {
            "page": page,
            "target": target,
            "article_label": target.label,
            "comments": list(Comment.objects.for_target(page, target.key).in_thread_order()),
            **_permissions(request, page, target),
        }
    label = page.article_label(article_id) if article_id and hasattr(page, "article_label") else ""
    if article_id and hasattr(page, "article_label") and label is None:
        raise Http404
    return {
        "page": page,
        "article_id": article_id,
        "article_label": label,
        "comments": list(Comment.objects.for_article(page, article_id).in_thread_order()),
        **_permissions(request, page, None),
    }


def _permissions(request: HttpRequest, page: Any, target: Target | None) -> dict[str, Any]:
    return {
        "can_comment": rules.can_comment(request.user, page, target),
        "may_log_in": not request.user.is_authenticated and (target is not None or type(page).takes_comments()),
        "can_close": rules.can_close(request.user, page),
        "can_hide": rules.can_hide(request.user, page),
        "closed_note": page.comments_closed_note() or (target.closed_note if target else ""),
    }


@require_safe
def thread(request: HttpRequest, page_id: int) -> HttpResponse:
    """All of one discussion (an article's, an amendment's, the page's), with the form; a fragment for htmx."""
    page = _page_or_404(request, page_id)
    article_id = _article_id(request.GET.get("article", ""))
    context = _thread_context(request, page, article_id, _target_or_404(page, request.GET.get("target", "")))
    if request.headers.get("HX-Request"):
        return render(request, "discussions/thread.html", {**context, "fold": True})
    context["form"] = CommentForm(initial={"quote": initial_quote(request.GET)})
    return render(request, "discussions/thread_page.html", context)


@require_POST
def post(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _page_or_404(request, page_id)
    article_id = _article_id(request.POST.get("article", ""))
    target = _target_or_404(page, request.POST.get("target", ""))
    context = _thread_context(request, page, article_id, target)
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    if not context["can_comment"]:
        return _closed(request, page, target, typed=request.POST.get("text", ""))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render(request, "discussions/thread_page.html", {**context, "form": form}, status=422)
    comment = services.post(
        author=request.user,
        page=page,
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
        quote=form.cleaned_data["quote"],
        article_id=article_id,
        article_label=context["article_label"] or "",
        target=target,
    )
    messages.success(request, _("Your comment is published. You will be told when it is answered."))
    return redirect(comment.get_absolute_url())


def reply(request: HttpRequest, page_id: int, comment_id: int) -> HttpResponse:
    page = _page_or_404(request, page_id)
    comment = _comment_or_404(request, page, comment_id)
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    if comment.is_removed:
        raise Http404
    target = _target_of(page, comment)
    if not rules.can_comment(request.user, page, target):
        return _closed(request, page, target, typed=request.POST.get("text", ""))
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = services.post(author=request.user, page=page, text=form.cleaned_data["text"], parent=comment)
        messages.success(request, _("Your reply is published."))
        return redirect(answer.get_absolute_url())
    return _form_page(request, page, comment, form, title=_("Reply"), action=_("Publish my reply"))


def edit(request: HttpRequest, page_id: int, comment_id: int) -> HttpResponse:
    page = _page_or_404(request, page_id)
    comment = _comment_or_404(request, page, comment_id)
    if not rules.can_edit(request.user, comment, page, _target_of(page, comment)):
        raise Http404
    form = EditForm(request.POST or None, initial={"text": comment.comment})
    if request.method == "POST" and form.is_valid():
        services.edit(comment=comment, text=form.cleaned_data["text"])
        messages.success(request, _("Your comment is changed."))
        return redirect(comment.get_absolute_url())
    return _form_page(request, page, comment, form, title=_("Change my comment"), action=_("Save"))


def close(request: HttpRequest, page_id: int, comment_id: int) -> HttpResponse:
    page = _page_or_404(request, page_id)
    comment = _comment_or_404(request, page, comment_id)
    if not rules.can_close(request.user, page) or comment.level:
        raise Http404
    initial = {"reason": comment.reason}
    if comment.state != CommentState.OPEN:
        initial["state"] = comment.state
    form = CloseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = page.versions.first() if form.cleaned_data["state"] == CommentState.INTEGRATED else None
        services.close(
            comment=comment,
            by=request.user,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["reason"],
            version=version,
        )
        messages.success(request, _("Your answer is published and sent to its author."))
        return redirect(comment.get_absolute_url())
    return _form_page(request, page, comment, form, title=_("Answer this contribution"), action=_("Publish the answer"))


def hide(request: HttpRequest, page_id: int, comment_id: int) -> HttpResponse:
    page = _page_or_404(request, page_id)
    comment = _comment_or_404(request, page, comment_id)
    if not rules.can_hide(request.user, page):
        raise Http404
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hide(comment=comment, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The comment is taken off, with your reason in its place."))
        return redirect(comment.get_absolute_url())
    return _form_page(request, page, comment, form, title=_("Take this comment off"), action=_("Take it off"))


def _form_page(
    request: HttpRequest, page: Any, comment: Comment, form: django_forms.Form, *, title: str, action: str
) -> HttpResponse:
    return render(
        request,
        "discussions/comment_form.html",
        {"page": page, "comment": comment, "form": form, "title": title, "action": action},
        status=422 if form.is_bound else 200,
    )


def _target_of(page: Any, comment: Comment) -> Target | None:
    return targets.find(page, comment.target) if comment.target else None


def _closed(request: HttpRequest, page: Any, target: Target | None, *, typed: str) -> HttpResponse:
    """Commenting ended while somebody was writing: say why, and give them their words back."""
    note = page.comments_closed_note() or (target.closed_note if target else "")
    note = note or _("This page does not take comments now.")
    return render(request, "discussions/closed.html", {"page": page, "note": note, "typed": typed}, status=409)
