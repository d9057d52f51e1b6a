"""Numbered versions of pages, and the rule that nobody overwrites unseen what somebody else wrote.

A front-end form carries the revision it started from; saving locks the page row, compares, and refuses a stale
save with ``StaleEditError``. The view answers 409 with both texts. (Stock Wagtail accepts both saves.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from core.models import PageVersion

if TYPE_CHECKING:
    from datetime import datetime

    from core.models import BasePage


class StaleEditError(Exception):
    """The page changed after the edit began. ``current`` is the page as it stands now."""

    def __init__(self, current: Page) -> None:
        self.current = current
        super().__init__("the page has changed since this edit began")


def lock(page: Page) -> Page:
    """Lock the page's row until the transaction ends, and return it as it stands (not specific)."""
    return Page.objects.select_for_update().get(pk=page.pk)


def refuse_stale(page: Page, base_revision_id: int | None) -> None:
    """Lock ``page`` and raise ``StaleEditError`` unless its newest revision is ``base_revision_id``."""
    locked = lock(page)
    if locked.latest_revision_id != base_revision_id:
        current = locked.get_latest_revision_as_object() if locked.latest_revision_id else locked.specific
        raise StaleEditError(current)


@transaction.atomic
def publish_version(
    *,
    page: BasePage,
    author: Any,
    note: str,
    base_revision_id: int | None,
    at: datetime | None = None,
) -> PageVersion:
    """Publish ``page`` with its unsaved changes as the next version.

    ``base_revision_id`` is the revision the change was made from (None only for a page that has none yet).
    Raises ``StaleEditError`` if somebody published in between; nothing is then written.
    """
    refuse_stale(page, base_revision_id)
    revision = page.save_revision(user=author, log_action=True)
    # Who may publish is each room's rule: agents hold no right in the editor's tree.
    revision.publish(user=author, skip_permission_checks=True)
    version = record(page=page, revision=revision)
    version.note = note
    version.author = author
    if at is not None:
        version.created_at = at
    version.save(update_fields=["note", "author", "created_at"])
    return version


@transaction.atomic
def record(*, page: Page, revision: Revision | None) -> PageVersion:
    """Give a published revision its number; publishing from the editor's side counts too."""
    if revision is None or not getattr(page, "versioned", False):
        return None  # type: ignore[return-value]
    existing = PageVersion.objects.filter(revision=revision).first()
    if existing is not None:
        return existing
    lock(page)
    last = PageVersion.objects.filter(page_id=page.pk).order_by("-number").first()
    return PageVersion.objects.create(
        page_id=page.pk,
        number=last.number + 1 if last else 1,
        revision=revision,
        author=revision.user,
        created_at=timezone.now(),
    )


def page_at(version: PageVersion) -> Any:
    """The page as it was published in ``version``."""
    return version.revision.as_object()


@transaction.atomic
def restore_version(
    *, page: BasePage, version: PageVersion, author: Any, note: str, base_revision_id: int | None
) -> PageVersion:
    """Publish the content of an old ``version`` as a new one: history only ever grows."""
    return publish_version(page=page_at(version), author=author, note=note, base_revision_id=base_revision_id)
