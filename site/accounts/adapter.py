from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation

from core import mail


class AccountAdapter(DefaultAccountAdapter):
    """Account mails go through our outbox, in the reader's language, with our look."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rsplit("/", 1)[-1]
        context = {key: value for key, value in context.items() if key not in {"request", "current_site"}}
        mail.send(
            to=email,
            template=f"account/{name}",
            context=context,
            language=translation.get_language() or "fr",
        )
