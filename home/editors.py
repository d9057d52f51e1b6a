"""What communications staff may do on the editor's side: the pages below the front pages, pictures and documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from accounts.services import COMMUNICATIONS_GROUP
from home.models import HomePage

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
def give_rights(*, homes: Iterable[HomePage]) -> None:
    """Let the communications group into the editor's side and onto everything below ``homes``. Twice is harmless."""
    group, _made = Group.objects.get_or_create(name=COMMUNICATIONS_GROUP)
    wanted = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    vocabularies = Permission.objects.filter(
        content_type__app_label__in=SNIPPET_APPS,
        content_type__model__in=["purchasefamily", "processstep", "outcome", "cause", "causegroup", "remedy"],
    )
    group.permissions.add(*wanted, *vocabularies)
    pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    for home in homes:
        for permission in pages:
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="core", codename__in=COLLECTION_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
