"""The mails of this room: each in the language its reader registered in, each with what it needs and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation

from core import mail
from events.calendars import mailed_calendar

if TYPE_CHECKING:
    from events.models import ChallengePage, PublicQuestion, Registration


def tell(registration: Registration, template: str, *, calendar: str = "", **context: Any) -> None:
    """Write ``templates/mail/events/<template>`` to the person; ``calendar`` is the method of the file to attach."""
    if not registration.email:
        return
    page = registration.page.in_language(registration.language)
    attachments = [mailed_calendar(page, method=calendar, attendee=registration.email)] if calendar else None
    with translation.override(registration.language):
        paths = {"page_path": page.get_absolute_url(), "manage_path": registration.manage_path}
    mail.send(
        to=registration.email,
        template=f"events/{template}",
        language=registration.language,
        attachments=attachments,
        context={"registration": registration, "page": page, "event": page.event, **paths, **context},
    )


def tell_asker(question: PublicQuestion, *, page: ChallengePage) -> None:
    """Send the answer to who asked, if they left an address."""
    if not question.email:
        return
    with translation.override(question.language):
        page_path = page.get_absolute_url()
    mail.send(
        to=question.email,
        template="events/question_answered",
        language=question.language,
        context={"question": question, "page": page, "page_path": page_path},
    )
