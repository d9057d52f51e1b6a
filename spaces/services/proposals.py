"""Proposals and amendments, and what becomes of them. On any page that has ``proposals_open_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import versions
from core.text import clean_text
from discussions import services as discussions
from discussions.enums import CommentState
from discussions.models import Comment
from notifications.services import notify
from spaces.enums import DECISIONS, ProposalKind, ProposalState
from spaces.models import Proposal, SpecificationPage, Support
from spaces.services import drafting
from spaces.services.errors import AmendmentConflictError, ClosedError, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Organisation, User
    from core.models import PageVersion


@transaction.atomic
def propose(
    *,
    page: Any,
    author: User,
    title: str,
    text: str,
    why: str = "",
    language: str = "fr",
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Propose a course of action on ``page``. Raises ``ClosedError`` where the page takes none from ``author``."""
    versions.lock(page)
    _refuse_closed(page, author)
    return _create(
        page,
        author,
        organisation,
        at,
        kind=ProposalKind.ACTION,
        title=clean_text(title),
        text=clean_text(text),
        why=clean_text(why),
        language=language,
    )


@transaction.atomic
def amend(
    *,
    page: SpecificationPage,
    article_id: str,
    author: User,
    proposed_text: str,
    why: str,
    base_revision_id: int | None,
    language: str = "fr",
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Propose other words for one article.

    The amendment keeps the words its author read (those of ``base_revision_id``); where the text has moved on
    meanwhile it is flagged at once, not refused.
    """
    current = drafting.locked(page)
    _refuse_closed(current, author)
    article = current.article(article_id)
    if article is None or article.retired:
        raise RefusedError(_("This article has been retired meanwhile."))
    base = drafting.article_at(current, article.id, base_revision_id) or article
    proposed_text = clean_text(proposed_text)
    if proposed_text == base.text:
        raise RefusedError(_("Your wording is the same as the article: change something in it."))
    with translation.override(current.language):
        title = _("Article %(label)s") % {"label": article.label}
    return _create(
        current,
        author,
        organisation,
        at,
        kind=ProposalKind.AMENDMENT,
        title=title[:150],
        article_id=article.id,
        base_text=base.text,
        base_revision_id=base_revision_id if base is not article else current.latest_revision_id,
        base_changed=base.text != article.text,
        proposed_text=proposed_text,
        why=clean_text(why),
        language=language,
    )


@transaction.atomic
def support(*, proposal: Proposal, user: User, at: datetime | None = None) -> Support | None:
    """Add ``user``'s voice; once only. An author's own voice is the proposal itself (None)."""
    page = proposal.page.specific
    _refuse_closed(page, user)
    _refuse_decided(proposal)
    if proposal.author_id == user.pk:
        return None
    voice, _created = Support.objects.get_or_create(
        proposal=proposal, user=user, defaults={"created_at": at or timezone.now()}
    )
    return voice


@transaction.atomic
def stop_supporting(*, proposal: Proposal, user: User) -> None:
    _refuse_decided(proposal)
    Support.objects.filter(proposal=proposal, user=user).delete()


@transaction.atomic
def withdraw(*, proposal: Proposal, at: datetime | None = None) -> Proposal:
    """Take a proposal back before it is decided. What was written stays readable."""
    proposal = _locked(proposal)
    _refuse_decided(proposal)
    proposal.state = ProposalState.WITHDRAWN
    proposal.decided_at = at or timezone.now()
    proposal.save()
    return proposal


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    by: User,
    state: str,
    reason: str,
    wording: str | None = None,
    base_revision_id: int | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Answer a proposal, with a reason that everybody reads.

    Open remarks about it are answered with the same reason.

    Accepting an amendment rewrites the article as the next version of the draft, under the page's lock.
    ``wording`` replaces the proposed words (compulsory for a part); it is written from ``base_revision_id``.

    Raises ``AmendmentConflictError`` when the article has changed since the amendment and no wording is given,
    ``ArticleConflictError`` when it has changed since the wording was begun, ``RefusedError`` without a reason or
    when the proposal is already decided. Other open amendments of the article are flagged.
    """
    proposal = _locked(proposal)
    _refuse_decided(proposal)
    reason = clean_text(reason)
    if state not in DECISIONS:
        raise RefusedError(_("Choose what becomes of the proposal."))
    if not reason:
        raise RefusedError(_("Say why: everybody reads the reason with the decision."))
    version: PageVersion | None = None
    if proposal.is_amendment and state != ProposalState.DECLINED:
        version = _apply(proposal, by, state, reason, wording, base_revision_id, at)
    proposal.state = state
    proposal.reason = reason
    proposal.decided_by = by
    proposal.decided_at = at or timezone.now()
    proposal.version = version
    proposal.save()
    # What was said about it has its answer now.
    waiting = Comment.objects.for_target(proposal.page, proposal.target_key).unanswered()
    for comment in waiting.select_related("user", "page"):
        discussions.close(comment=comment, by=by, state=CommentState.ANSWERED, reason=reason, version=version, at=at)
    if proposal.author is not None and proposal.author_id != by.pk:
        page = proposal.page.specific
        notify(
            user=proposal.author,
            kind=f"amendment_{state}",
            actor=by,
            subject=page.title,
            page=page,
            url=proposal.get_absolute_url(),
            mail=True,
            at=at,
        )
    return proposal


def _apply(
    proposal: Proposal,
    by: User,
    state: str,
    reason: str,
    wording: str | None,
    base_revision_id: int | None,
    at: datetime | None,
) -> PageVersion | None:
    page = drafting.locked(SpecificationPage.objects.get(pk=proposal.page_id))
    if not page.text_is_open:
        raise RefusedError(_("This text is frozen: it can no longer be changed."))
    article = page.article(proposal.article_id)
    if article is None or article.retired:
        raise RefusedError(_("The article has been retired: the amendment can only be declined."))
    if wording is not None and clean_text(wording):
        drafting.refuse_changed(page, article, base_revision_id)
        text = clean_text(wording)
    elif state == ProposalState.ACCEPTED_IN_PART:
        raise RefusedError(_("Write the words that the article will have."))
    elif article.text != proposal.base_text:
        raise AmendmentConflictError(page, proposal=proposal, theirs=article)
    else:
        text = proposal.proposed_text
    with translation.override(page.language):
        if state == ProposalState.ACCEPTED:
            note = _("Article %(number)s: amendment %(amendment)s accepted. %(reason)s")
        else:
            note = _("Article %(number)s: amendment %(amendment)s accepted in part. %(reason)s")
    note %= {"number": article.number, "amendment": proposal.number, "reason": reason}
    # Decided before its own article is flagged, so that it does not flag itself.
    Proposal.objects.filter(pk=proposal.pk).update(state=state, reason=reason)
    return drafting.rewrite(page, article, text, author=by, note=note, at=at)


def _create(page: Any, author: User, organisation: Organisation | None, at: datetime | None, **fields: Any) -> Proposal:
    last = Proposal.objects.for_page(page).aggregate(last=Max("number"))["last"]
    return Proposal.objects.create(
        page_id=page.pk,
        number=(last or 0) + 1,
        author=author,
        author_role=author.role,
        organisation=organisation or author.organisation,
        created_at=at or timezone.now(),
        **fields,
    )


def _locked(proposal: Proposal) -> Proposal:
    """The page's row first, then the proposal's: everybody locks in this order."""
    versions.lock(proposal.page)
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _refuse_closed(page: Any, user: User) -> None:
    if not page.proposals_open_to(user):
        raise ClosedError(_("This page takes no proposals at the moment."))


def _refuse_decided(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise RefusedError(_("This proposal has already been decided or withdrawn."))
