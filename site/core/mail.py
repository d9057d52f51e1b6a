"""Mail: promised in the transaction of what it tells about, sent after it, never lost, never half-sent."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from core import visibility
from core.models import OutgoingMail, SiteSettings

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8


@transaction.atomic
def send(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    language: str,
    attachments: list[dict[str, str]] | None = None,
    reader: Any = None,
    page: Any = None,
) -> OutgoingMail:
    """Write a mail in ``language`` from ``templates/mail/<template>.txt`` and ``.html`` and have it sent.

    The first line of the text template is the subject. Addresses in the context must be paths: ``base_url`` is
    given, and links are written ``{{ base_url }}{{ path }}``. With ``reader`` and ``page`` the mail is dropped if,
    when it is sent, that account may not see that page any more.
    """
    with translation.override(language):
        context = {
            **context,
            "base_url": settings.BASE_URL.rstrip("/"),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_settings": SiteSettings.load(),
            "language": language,
        }
        subject, _sep, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
        # Line ends would break the header; the no-break spaces of French stay.
        subject = re.sub(r"[^\S\u00a0\u202f]+", " ", subject).strip()[:250]
        html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    mail = OutgoingMail.objects.create(
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        html=html,
        attachments=attachments or [],
        language=language,
        template=template,
        reader=reader,
        page_id=page.pk if page is not None else None,
    )
    transaction.on_commit(partial(deliver_soon, mail.pk))
    return mail


def deliver_soon(mail_id: int) -> None:
    deliver.enqueue(mail_id)


@task()
def deliver(mail_id: int) -> None:
    """Send one waiting mail. A failure is written down and tried again by ``deliver_waiting``."""
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update(skip_locked=_skip_locked(), of=("self",))
            .filter(pk=mail_id, state=OutgoingMail.State.WAITING)
            .first()
        )
        if mail is None:
            return
        if mail.reader and mail.page and not visibility.can_see(mail.reader, mail.page):
            mail.state = OutgoingMail.State.DROPPED
            mail.save(update_fields=["state"])
            return
        message = EmailMultiAlternatives(
            subject=mail.subject, body=mail.text, from_email=settings.DEFAULT_FROM_EMAIL, to=[mail.to]
        )
        message.attach_alternative(mail.html, "text/html")
        for attachment in mail.attachments:
            message.attach(attachment["name"], attachment["content"], attachment["mimetype"])
        mail.attempts += 1
        try:
            message.send()
        except Exception as error:
            logger.warning("mail %s not sent (attempt %s): %s", mail.pk, mail.attempts, error)
            mail.last_error = str(error)[:2000]
            # 1, 2, 4 … 64 minutes, then given up and shown to staff.
            mail.next_try_at = timezone.now() + timedelta(minutes=2 ** (mail.attempts - 1))
            if mail.attempts >= MAX_ATTEMPTS:
                mail.state = OutgoingMail.State.FAILED
        else:
            mail.state = OutgoingMail.State.SENT
            mail.sent_at = timezone.now()
            mail.last_error = ""
        mail.save()


def deliver_waiting() -> int:
    """Try every mail that is due; returns how many. Called every minute by ``run_periodic``."""
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, next_try_at__lte=timezone.now())
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        deliver.func(pk)
    return len(ids)


def _skip_locked() -> bool:
    from django.db import connection

    return connection.features.has_select_for_update_skip_locked
