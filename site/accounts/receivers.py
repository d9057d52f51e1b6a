"""Signals of allauth, each handed to a service in one line."""

from typing import Any

from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver

from accounts import services


@receiver(email_confirmed)
def address_proven(request: Any, email_address: Any, **kwargs: Any) -> None:
    services.register_arrival(user=email_address.user)


@receiver(user_logged_in)
def arrived(request: Any, user: Any, **kwargs: Any) -> None:
    # The role was settled when the address was proven; what an administrator made of it since then stays.
    services.open_editors_side(user=user)
