"""Mail: promised in the transaction of what it tells about, sent after it, never lost, never half-sent."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
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
    mail = OutgoingMail(
        to=to,
        attachments=attachments or [],
        language=language,
        template=template,
        reader=reader,
        page_id=page.pk if page is not None else None,
    )
    write(mail, context)
    mail.save()
    transaction.on_commit(partial(deliver_soon, mail.pk))
    return mail


def write(mail: OutgoingMail, context: dict[str, Any]) -> None:
    """Subject, text and HTML of ``mail`` from its template, in its language; not saved."""
    with translation.override(mail.language):
        context = {
            **context,
            "base_url": settings.BASE_URL.rstrip("/"),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_settings": SiteSettings.load(),
            "language": mail.language,
        }
        subject, _sep, text = render_to_string(f"mail/{mail.template}.txt", context).strip().partition("\n")
        # Line ends would break the header; the no-break spaces of French stay.
        mail.subject = re.sub(r"[^\S\u00a0\u202f]+", " ", subject).strip()[:250]
        mail.text = text.strip() + "\n"
        mail.html = render_to_string(f"mail/{mail.template}.html", {**context, "subject": mail.subject})


_last_looks: dict[str, Callable[[OutgoingMail], bool]] = {}


def before_sending(template: str, look: Callable[[OutgoingMail], bool]) -> None:
    """Have ``look`` see each mail of ``template`` as it is sent, at each attempt: it may write it anew, and answers
    whether it is to be sent at all. For mails whose words may not be true, or not be for their reader, hours later."""
    _last_looks[template] = look


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
        look = _last_looks.get(mail.template)
        hidden = mail.reader and mail.page and not visibility.can_see(mail.reader, mail.page)
        if hidden or (look is not None and not look(mail)):
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
