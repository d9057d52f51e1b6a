"""Wagtail's signals, handed to services in one line each."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from events import services
from events.models import ChallengePage


@receiver(page_published, sender=ChallengePage)
def challenge_published(sender: type, instance: ChallengePage, **kwargs: Any) -> None:
    services.page_published(page=instance)
