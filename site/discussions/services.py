"""What can be done to a discussion. Each function is the only door for its change."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from core.text import clean_text, excerpt
from discussions.enums import CLOSED, CommentKind
from discussions.models import Comment
from notifications.services import notify

if TYPE_CHECKING:
    from core.models import BasePage, PageVersion
    from discussions.targets import Target

MAX_LENGTH = 3000
MAX_LEVEL = settings.COMMENTS_XTD_MAX_THREAD_LEVEL


class WrongParentError(Exception):
    """The comment replied to is gone, hidden, or belongs to another text."""


class ReasonRequiredError(Exception):
    """A contribution is never closed without a reason that its author can read."""


@transaction.atomic
def post(
    *,
    author: Any,
    page: BasePage,
    text: str,
    kind: str = CommentKind.REMARK,
    article_id: uuid.UUID | str | None = None,
    article_label: str = "",
    target: Target | None = None,
    quote: str = "",
    parent: Comment | None = None,
    language: str | None = None,
    at: datetime | None = None,
) -> Comment:
    """Add a contribution, or a reply to one. ``page`` is the specific page.

    A reply to the deepest level joins its parent's siblings and quotes what it answers. The thread's first
    comment is locked while the place is found: unlocked, concurrent replies take the same place.
    """
    page_type = ContentType.objects.get_for_model(page)
    parent_id = 0
    target_key = ""
    if target is not None:
        target_key, article_id, article_label = target.key, target.article_id, target.label
    if parent is not None:
        row = Comment.objects.filter(pk=parent.pk, page_id=page.pk, is_removed=False).first()
        if row is None:
            raise WrongParentError
        Comment.objects.select_for_update(of=("self",)).get(pk=row.thread_id)
        article_id, article_label, kind = row.article_id, row.article_label, row.kind
        target_key = row.target
        parent_id = row.pk
        if row.level >= MAX_LEVEL:
            parent_id = row.parent_id
            quote = quote or excerpt(row.comment, 200)
    comment = Comment(
        content_type=page_type,
        object_pk=str(page.pk),
        site_id=settings.SITE_ID,
        page_id=page.pk,
        user=author,
        user_name=author.get_full_name()[:50],
        user_email="",
        comment=clean_text(text)[:MAX_LENGTH],
        quote=clean_text(quote)[:500],
        kind=kind,
        article_id=article_id,
        article_label=article_label[:250],
        target=target_key,
        parent_id=parent_id,
        language=language or translation.get_language() or "fr",
        submit_date=at or timezone.now(),
        ip_address=None,
    )
    comment.save()
    if parent is not None and parent.user_id and parent.user_id != author.pk:
        notify(
            user=parent.user,
            kind="reply",
            actor=author,
            page=page,
            url=comment.get_absolute_url(),
            subject=page.title,
            mail=True,
        )
    return comment


@transaction.atomic
def edit(*, comment: Comment, text: str) -> Comment:
    comment.comment = clean_text(text)[:MAX_LENGTH]
    comment.edited_at = timezone.now()
    comment.save(update_fields=["comment", "edited_at"])
    return comment


@transaction.atomic
def close(
    *,
    comment: Comment,
    by: Any,
    state: str,
    reason: str,
    version: PageVersion | None = None,
    at: datetime | None = None,
) -> Comment:
    """Answer a contribution in the space's name; its author is told. Closing again replaces the answer."""
    reason = clean_text(reason)
    if state not in CLOSED:
        raise ValueError(state)
    if not reason:
        raise ReasonRequiredError
    comment.state = state
    comment.reason = reason
    comment.closed_by = by
    comment.closed_at = at or timezone.now()
    comment.closed_in = version
    comment.save(update_fields=["state", "reason", "closed_by", "closed_at", "closed_in"])
    if comment.user_id and comment.user_id != by.pk:
        notify(
            user=comment.user,
            kind=f"comment_{state}",
            actor=by,
            page=comment.page,
            url=comment.get_absolute_url(),
            subject=comment.page.title,
            mail=True,
        )
    return comment


@transaction.atomic
def hide(*, comment: Comment, by: Any, reason: str) -> Comment:
    """Take a contribution's text off the site. Its place and its replies stay, with the reason."""
    reason = clean_text(reason)
    if not reason:
        raise ReasonRequiredError
    comment.is_removed = True
    comment.removal_reason = reason[:300]
    comment.save(update_fields=["is_removed", "removal_reason"])
    log(instance=comment.page, action="discussions.hide", user=by, data={"comment": comment.pk, "reason": reason})
    if comment.user_id and comment.user_id != by.pk:
        notify(
            user=comment.user,
            kind="comment_hidden",
            actor=by,
            page=comment.page,
            url=comment.get_absolute_url(),
            subject=comment.page.title,
            mail=True,
        )
    return comment
