from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from core import mail as core_mail
from core import visibility
from core.models.base import localised_path
from notifications.models import Notification


@transaction.atomic
def notify(
    *,
    user: Any,
    kind: str,
    subject: str,
    url: str,
    page: Any = None,
    actor: Any = None,
    mail: bool = False,
    at: datetime | None = None,
) -> Notification | None:
    """Tell ``user``; nothing is written for somebody who may not see ``page`` (any more).

    A mail carries the sentence and the link only: what was said stays where its readers are known.
    """
    if not user.is_active or (page is not None and not visibility.can_see(user, page)):
        return None
    notification = Notification.objects.create(
        user=user,
        kind=kind,
        actor_name=actor.get_full_name() if actor else "",
        subject=subject[:255],
        page_id=page.pk if page is not None else None,
        url=localised_path(url, user.preferred_language)[:500],
        created_at=at or timezone.now(),
    )
    if mail:
        with translation.override(user.preferred_language):
            sentence = notification.sentence
        core_mail.send(
            to=user.email,
            template="notifications/notification",
            context={"sentence": sentence, "path": notification.url, "name": user.get_full_name()},
            language=user.preferred_language,
            reader=user,
            page=page,
        )
    return notification


@transaction.atomic
def mark_read(*, user: Any, ids: list[int] | None = None) -> int:
    """Mark the reader's own notifications read, all of them unless ``ids`` names some."""
    unread = Notification.objects.filter(user=user).unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=timezone.now())
