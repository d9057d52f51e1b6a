from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from core import mail

TEMPLATES = {
    "unknown_account": "account/unknown_account",
    "account_already_exists": "account/already_exists",
}


class AccountAdapter(DefaultAccountAdapter):
    """Account mails go through our outbox, in the reader's language, with our look."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rsplit("/", 1)[-1]
        user = context.get("user")
        language = translation.get_language() or "fr"
        if user is not None and getattr(user, "last_login", None):
            language = user.preferred_language
        mail.send(
            to=email,
            template=TEMPLATES.get(name, "account/code"),
            context={
                "code": context.get("code", ""),
                "purpose": name,
                "email": email,
                "signup_url": context.get("signup_url", ""),
                "login_url": context.get("login_url", ""),
            },
            language=language,
        )

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new account speaks the language it was made in. Its role comes when its address is proven."""
        user.preferred_language = translation.get_language() or "fr"
        return super().save_user(request, user, form, commit)
