"""Courses of action and amendments: proposing, supporting, deciding."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.text import count_changes, word_difference
from spaces import forms, reading, rules, services
from spaces.enums import ProposalState
from spaces.models import SpacePage, SpecificationPage
from spaces.views.entry import (
    article_or_404,
    closed,
    me,
    page_or_404,
    proposal_or_404,
    refused,
    require,
    said,
    show_form,
    specification_or_404,
    start_from,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from spaces.articles import Article
    from spaces.models import Proposal


def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a course of action to a space or on a draft."""
    page = page_or_404(request, pk)
    require(request, request.user.is_authenticated)
    form = forms.ProposalForm(request.POST or None)
    if not page.proposals_open_to(request.user):
        return closed(request, page, request.POST.get("text", ""))
    if request.method == "POST" and form.is_valid():
        try:
            proposal = services.propose(
                page=page, author=me(request), language=translation.get_language() or "fr", **form.cleaned_data
            )
        except services.ClosedError:
            return closed(request, page, form.cleaned_data["text"])
        said(request, _("Your proposal is published. You will be told what becomes of it, and why."))
        return redirect(proposal.get_absolute_url())
    return show_form(
        request,
        form,
        title=_("Propose a course of action"),
        action=_("Publish my proposal"),
        back=page.get_absolute_url(),
        crumbs=_trail(page, _("Propose")),
        lead=_(
            "Another way to meet the need, a habit to change, a first step. To change the words of an article, "
            "use “Propose other words” under it."
        )
        if isinstance(page, SpecificationPage)
        else _("Another way to meet the need, a habit to change, a first step."),
        note=_("Your name, your role and your organisation are shown. It gives no advantage in a procedure."),
    )


def amend(request: HttpRequest, pk: int, article_id: uuid.UUID) -> HttpResponse:
    """Propose other words for one article."""
    page = specification_or_404(request, pk)
    require(request, request.user.is_authenticated)
    article = article_or_404(page, article_id)
    if not page.proposals_open_to(request.user) or article.retired:
        return closed(request, page, request.POST.get("proposed_text", ""))
    initial = {"proposed_text": article.text, "base_revision": page.latest_revision_id}
    form = forms.AmendmentForm(request.POST or None, initial=initial)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = word_difference(article.text, form.cleaned_data["proposed_text"])
        else:
            try:
                proposal = services.amend(
                    page=page,
                    article_id=article.id,
                    author=me(request),
                    proposed_text=form.cleaned_data["proposed_text"],
                    why=form.cleaned_data["why"],
                    base_revision_id=form.cleaned_data["base_revision"],
                    language=translation.get_language() or "fr",
                )
            except services.ClosedError:
                return closed(request, page, form.cleaned_data["proposed_text"])
            except services.RefusedError as error:
                refused(form, error)
            else:
                said(request, _("Your amendment is in debate. You will be told what becomes of it, and why."))
                return redirect(f"{page.get_absolute_url()}#{proposal.anchor}")
    title = _("Propose other words for article %(label)s") % {"label": article.label}
    return show_form(
        request,
        form,
        title=title,
        action=_("Publish my amendment"),
        back=f"{page.get_absolute_url()}#{article.anchor}",
        crumbs=_trail(page, _("Amendment")),
        template="spaces/amend.html",
        page=page,
        article=article,
        preview=preview,
        preview_counts=count_changes(preview) if preview else None,
    )


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its difference, its supports and its decision."""
    found = proposal_or_404(request, pk)
    page = found.page.specific
    article: Article | None = page.article(found.article_id) if isinstance(page, SpecificationPage) else None
    context = {
        "proposal": found,
        "page": page,
        "article": article,
        "crumbs": _trail(page, reading.named(found)),
        "can_support": page.proposals_open_to(request.user) and found.is_open,
        "can_decide": rules.can_decide(request.user, found) and found.is_open,
        "can_withdraw": rules.can_withdraw(request.user, found),
        "title": reading.named(found),
        **reading.discussion_of(found, page, request.user),
    }
    return render(request, "spaces/proposal.html", context)


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one's voice, or take it back."""
    found = proposal_or_404(request, pk)
    require(request, request.user.is_authenticated)
    try:
        if request.POST.get("stop"):
            services.stop_supporting(proposal=found, user=me(request))
        else:
            services.support(proposal=found, user=me(request))
    except services.RefusedError as error:
        messages.error(request, error.message)
    return redirect(_back_to(found))


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = proposal_or_404(request, pk)
    require(request, rules.can_withdraw(request.user, found))
    if request.method == "POST":
        try:
            services.withdraw(proposal=found)
        except services.RefusedError as error:
            messages.error(request, error.message)
        else:
            said(request, _("Your proposal is withdrawn."))
        return redirect(found.get_absolute_url())
    context = {
        "title": _("Withdraw your proposal?"),
        "text": _("It stays readable, marked as withdrawn."),
        "action": _("Withdraw it"),
        "back": found.get_absolute_url(),
        "crumbs": _trail(found.page.specific, reading.named(found)),
    }
    return render(request, "spaces/confirm.html", context)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a proposal. Where the article has changed since, all three wordings are on the page."""
    found = proposal_or_404(request, pk)
    require(request, rules.can_decide(request.user, found))
    page: Any = found.page.specific
    article: Article | None = None
    initial: dict[str, Any] = {}
    if found.is_amendment:
        article = page.article(found.article_id)
        initial = {
            # Where the text has moved on, the merged words are the facilitator's own.
            "wording": found.proposed_text if article and article.text == found.base_text else "",
            "base_revision": page.latest_revision_id,
        }
    form = forms.DecisionForm(request.POST or None, initial=initial)
    if not found.is_amendment:
        del form.fields["wording"]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.decide(proposal=found, by=me(request), **_decision(found, article, form))
            except (services.AmendmentConflictError, services.ArticleConflictError) as conflict:
                page = conflict.current
                article = page.article(found.article_id)
                start_from(form, page.latest_revision_id)
                form.add_error(
                    "wording",
                    _(
                        "The article has changed since this amendment was written. "
                        "Write here the words that it will have, then decide."
                    ),
                )
                status = 409
            except services.RefusedError as error:
                refused(form, error)
            else:
                said(request, _("The decision is published, with its reason."))
                return redirect(found.get_absolute_url())
    changed = article is not None and article.text != found.base_text
    context = {
        "form": form,
        "proposal": found,
        "page": page,
        "article": article,
        "changed": changed,
        "now_segments": word_difference(found.base_text, article.text) if changed and article else None,
        "title": _("Decide on %(what)s") % {"what": reading.named(found)},
        "crumbs": _trail(page, reading.named(found)),
    }
    return render(request, "spaces/decide.html", context, status=status)


def _decision(proposal: Proposal, article: Article | None, form: forms.DecisionForm) -> dict[str, Any]:
    """What the service needs. The proposed words left as they are ask for the amendment itself, not for a merge."""
    data = form.cleaned_data
    wording = data.get("wording") or None
    plain = wording == proposal.proposed_text and data["state"] == ProposalState.ACCEPTED
    unchanged = article is not None and article.text == proposal.base_text
    return {
        "state": data["state"],
        "reason": data["reason"],
        "wording": None if plain and unchanged else wording,
        "base_revision_id": data["base_revision"],
    }


def _back_to(proposal: Proposal) -> str:
    page = proposal.page.specific
    if isinstance(page, SpecificationPage) and proposal.is_amendment and proposal.is_open:
        return f"{page.get_absolute_url()}#{proposal.anchor}"
    return proposal.get_absolute_url()


def _trail(page: Any, last: str) -> list[dict[str, str]]:
    if isinstance(page, SpecificationPage):
        above = [*reading.space_trail(page.space), (page.title, page.get_absolute_url())]
    elif isinstance(page, SpacePage):
        above = reading.space_trail(page)
    else:
        above = [(page.title, page.get_absolute_url())]
    return reading.crumbs(*above, (last, ""))
