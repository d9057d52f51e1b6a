from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from core import versions
from guidance.models import Criterion, CriterionText, GuidancePage
from guidance.querysets import fold

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import Group
    from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


@transaction.atomic
def sync_criteria(*, page: GuidancePage, at: datetime | None = None) -> None:
    """Make the registry say what ``page`` publishes: new criteria registered, those that left retired.

    Type, level and order follow the original page; a translation only brings its wording. A number that another
    page has used is left to that page (the editor's form refuses it; only a scheduled publication can get here).
    """
    at = at or timezone.now()
    original = page.original
    is_original = original.pk == page.pk
    known = {
        criterion.uid: criterion
        for criterion in Criterion.objects.filter(uid__in=[bound.value["uid"] for bound in page.criteria])
    }
    published: list[int] = []
    seen: set[str] = set()
    for position, bound in enumerate(page.criteria):
        value = bound.value
        criterion = known.get(value["uid"])
        if value["uid"] in seen or (criterion is not None and criterion.group != page.translation_key):
            logger.warning("criterion %s of page %s: the number is taken, left out", value["uid"], page.pk)
            continue
        seen.add(value["uid"])
        if criterion is None:
            criterion = Criterion(uid=value["uid"], group=page.translation_key)
        if is_original or criterion._state.adding:
            criterion.type, criterion.level, criterion.position = value["type"], int(value["level"]), position
        criterion.page = original
        criterion.retired_at = None
        criterion.save()
        text, _created = CriterionText.objects.update_or_create(
            criterion=criterion,
            language=page.language,
            defaults={
                "page": page,
                "live": True,
                "name": value["name"],
                "clause": value["clause"],
                "why": value.get("why") or "",
                "verification": value.get("verification") or "",
                "tags": value.tag_list,
                "folded": fold(f"{value['uid']} {value['name']} {value.full_text} {' '.join(value.tag_list)}"),
            },
        )
        published.append(text.pk)
    gone = CriterionText.objects.filter(page=page, live=True).exclude(pk__in=published)
    _take_down(list(gone), at=at)
    _keep_titles(group_page=page)


@transaction.atomic
def retire_page(*, page: GuidancePage, at: datetime | None = None) -> None:
    """The page is no longer published: its wordings are history, its criteria retired unless a translation stands."""
    _take_down(list(CriterionText.objects.filter(page_id=page.pk, live=True)), at=at or timezone.now())


def _take_down(texts: list[CriterionText], *, at: datetime) -> None:
    for text in texts:
        text.live = False
        text.save(update_fields=["live"])
    lost = Criterion.objects.filter(pk__in={text.criterion_id for text in texts}, retired_at=None)
    for criterion in lost.exclude(texts__live=True):
        criterion.retired_at = at
        criterion.save(update_fields=["retired_at"])


def _keep_titles(*, group_page: GuidancePage) -> None:
    """The chooser looks criteria up by their titles in every language."""
    for criterion in Criterion.objects.filter(group=group_page.translation_key).prefetch_related("texts"):
        titles = "\n".join(sorted({text.name for text in criterion.texts.all()}))
        if criterion.titles != titles:
            criterion.titles = titles
            criterion.save()


@transaction.atomic
def note_change(*, page: GuidancePage, revision: Revision | None) -> None:
    """Put the editor's sentence beside the version it explains, unless it was already said of an earlier one."""
    if revision is None or not page.change_note:
        return
    version = versions.record(page=page, revision=revision)
    if version.note:
        return
    if page.versions.filter(note=page.change_note).exclude(pk=version.pk).exists():
        return
    version.note = page.change_note
    version.save(update_fields=["note"])


@transaction.atomic
def grant_editors(*, group: Group, index_page: Page) -> None:
    """Let ``group`` write, translate, illustrate and publish below ``index_page``. Called again, changes nothing."""
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=group, page=index_page, permission=_permission("wagtailcore", codename)
        )
    library = Collection.get_first_root_node()
    for app_label, codename in (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "change_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "change_document"),
        ("wagtaildocs", "choose_document"),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=library, permission=_permission(app_label, codename)
        )
    group.permissions.add(
        _permission("wagtailadmin", "access_admin"), _permission("wagtail_localize", "submit_translation")
    )


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
