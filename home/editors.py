"""What communications staff may do on the editor's side.

Rights are given place by place, never on a front page: what a space holds is its members' own, and a right on the front
page would open every space in the editor's tree, choosers and reports.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.services import COMMUNICATIONS_GROUP

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTION_RIGHTS = (
    "add_siteimage",
    "change_siteimage",
    "choose_siteimage",
    "add_sitedocument",
    "change_sitedocument",
    "choose_sitedocument",
)
# Terms that staff keep: families, steps and, where a room has them, its own lists.
SNIPPET_APPS = ("core", "lessons")


@transaction.atomic
def give_rights(*, pages: Iterable[Page]) -> None:
    """Let the communications group into the editor's side, onto ``pages`` and what is below. Twice is harmless."""
    group, _made = Group.objects.get_or_create(name=COMMUNICATIONS_GROUP)
    wanted = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted |= Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    vocabularies = Permission.objects.filter(
        content_type__app_label__in=SNIPPET_APPS,
        content_type__model__in=["purchasefamily", "processstep", "outcome", "cause", "causegroup", "remedy"],
    )
    group.permissions.add(*wanted, *vocabularies)
    page_rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    for page in pages:
        for permission in page_rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="core", codename__in=COLLECTION_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
