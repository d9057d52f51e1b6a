"""Wagtail's and Django's own signals, each handed to a service in one line."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Site
from wagtail.signals import page_published, post_page_move

from core import navigation, versions, visibility
from core.models import SiteSettings


@receiver(post_save)
def page_saved(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if isinstance(instance, Page) and not raw:
        visibility.refresh_saved(instance)
    if isinstance(instance, (Site, SiteSettings)) or (isinstance(instance, Page) and instance.depth == 2):
        navigation.forget_site()


@receiver(post_delete, sender=Site)
def site_deleted(sender: type, **kwargs: Any) -> None:
    navigation.forget_site()


@receiver(post_page_move)
def page_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    visibility.refresh(Page.objects.get(pk=instance.pk))
    navigation.forget_site()


@receiver(page_published)
def page_was_published(sender: type, instance: Page, revision: Any, **kwargs: Any) -> None:
    versions.record(page=instance, revision=revision)
