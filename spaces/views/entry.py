"""What every view of the room begins with: the thing itself, or the answer that tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from core import visibility
from spaces.models import Proposal, SpacePage, SpecificationPage

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from spaces.articles import Article
    from spaces.services import RefusedError


def space_or_404(request: HttpRequest, pk: int) -> SpacePage:
    space: SpacePage = visibility.get_visible_or_404(SpacePage.objects, request.user, private=True, pk=pk)
    return space


def specification_or_404(request: HttpRequest, pk: int) -> SpecificationPage:
    page: SpecificationPage = visibility.get_visible_or_404(
        SpecificationPage.objects, request.user, private=True, pk=pk
    )
    return page


def article_or_404(page: SpecificationPage, article_id: object) -> Article:
    article = page.article(article_id)
    if article is None:
        raise Http404
    return article


def proposal_or_404(request: HttpRequest, pk: int) -> Proposal:
    proposals = Proposal.objects.with_people().with_supports(request.user)
    proposal: Proposal = visibility.get_visible_or_404(proposals, request.user, private=True, pk=pk)
    return proposal


def page_or_404(request: HttpRequest, pk: int) -> Any:
    """Any page that takes proposals: a space, a draft."""
    page = visibility.visible_pages(request.user).filter(pk=pk).first()
    specific: Any = page.specific if page else None
    if specific is not None and hasattr(specific, "proposals_open_to"):
        return specific
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    raise Http404


def me(request: HttpRequest) -> User:
    """Whoever acts; somebody unknown is first asked who they are."""
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    return request.user


def start_from(form: Any, revision_id: int | None) -> None:
    """Let a refused form begin again from the newest state, with what was typed."""
    form.data = form.data.copy()
    form.data["base_revision"] = str(revision_id or "")


def require(request: HttpRequest, allowed: bool) -> None:
    """Refuse what the reader may see but not do; somebody unknown is first asked who they are."""
    if allowed:
        return
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    raise PermissionDenied


def show_form(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    action: str,
    back: str,
    crumbs: list[dict[str, str]],
    template: str = "spaces/form.html",
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "title": title, "action": action, "back": back, "crumbs": crumbs, **more}
    return render(request, template, context, status=422 if form.is_bound and not form.is_valid() else 200)


def refused(form: Form, error: RefusedError) -> None:
    """Say beside the form why it could not be done; what was typed is still there."""
    form.add_error(None, error.message)


def closed(request: HttpRequest, page: Any, typed: str) -> HttpResponse:
    """The page closed while somebody was writing: say why, and give them their words back."""
    note = page.comments_closed_note()
    return render(request, "discussions/closed.html", {"page": page, "note": note, "typed": typed}, status=409)


def said(request: HttpRequest, text: str) -> None:
    messages.success(request, text)
