"""Django's and Wagtail's signals, each handed to a service in one line."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from taggit.models import Tag
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.models import PageAccess, SiteDocument
from search import extraction, services, sources


def listen() -> None:
    """Called once when the apps are loaded: only then is it known what can be found."""
    for label, model in sources.searchable_models().items():
        post_save.connect(saved, sender=model, dispatch_uid=f"search.saved.{label}")
        pre_delete.connect(deleted, sender=model, dispatch_uid=f"search.deleted.{label}")
    post_save.connect(file_saved, sender=SiteDocument, dispatch_uid="search.file_saved")
    post_save.connect(tag_saved, sender=Tag, dispatch_uid="search.tag_saved")
    post_save.connect(page_saved, sender=Page, dispatch_uid="search.page_saved")
    post_save.connect(access_saved, sender=PageAccess, dispatch_uid="search.access_saved")
    post_delete.connect(access_deleted, sender=PageAccess, dispatch_uid="search.access_deleted")
    page_published.connect(page_was_published, dispatch_uid="search.page_published")
    page_unpublished.connect(page_was_unpublished, dispatch_uid="search.page_unpublished")
    post_page_move.connect(page_moved, dispatch_uid="search.page_moved")


def saved(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.changed(instance)


def deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    services.gone(instance)


def tag_saved(sender: type, instance: Tag, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    if not raw and not created:
        services.tag_changed(instance)


def file_saved(sender: type, instance: SiteDocument, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    if not raw and not created:
        extraction.replaced(instance)


def page_saved(sender: type, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.enqueue([sources.source_of(instance)])


def access_saved(sender: type, instance: PageAccess, **kwargs: Any) -> None:
    services.access_changed(instance)


def access_deleted(sender: type, instance: PageAccess, **kwargs: Any) -> None:
    services.access_gone(instance)


def page_was_published(sender: type, instance: Page, **kwargs: Any) -> None:
    services.published(instance)


def page_was_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    services.unpublished(instance)


def page_moved(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    services.moved(instance, before=url_path_before, after=url_path_after)
