"""Wagtail's own signals, each handed to a service in one line."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from guidance import services
from guidance.models import GuidancePage


@receiver(page_published, sender=GuidancePage)
def guidance_published(sender: type, instance: GuidancePage, revision: Any, **kwargs: Any) -> None:
    services.sync_criteria(page=instance)
    services.note_change(page=instance, revision=revision)


@receiver(page_unpublished, sender=GuidancePage)
def guidance_unpublished(sender: type, instance: GuidancePage, **kwargs: Any) -> None:
    services.retire_page(page=instance)


@receiver(pre_delete, sender=GuidancePage)
def guidance_deleted(sender: type, instance: GuidancePage, **kwargs: Any) -> None:
    services.retire_page(page=instance)
