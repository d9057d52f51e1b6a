"""What communications staff may do on the editor's side.

Rights are given place by place, never on a front page: what a space holds is its members' own, and a right on the front
page would open every space in the editor's tree, choosers and reports.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Page

from accounts.services import COMMUNICATIONS_GROUP
from guidance.services import grant_editors

# Terms that staff keep: families, steps and the lessons' own lists.
VOCABULARIES = ("purchasefamily", "processstep", "outcome", "cause", "causegroup", "remedy", "searchsynonym")
# What staff tell search: made and deleted as they like.
SEARCH_LISTS = ("searchpromotion",)


@transaction.atomic
def give_rights(*, pages: Iterable[Page]) -> None:
    """Let the communications group into the editor's side, onto ``pages`` and what is below. Twice is harmless."""
    group, _made = Group.objects.get_or_create(name=COMMUNICATIONS_GROUP)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label__in=("core", "lessons", "search"), content_type__model__in=VOCABULARIES
        ).exclude(codename__startswith="delete_")
    )
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="search", content_type__model__in=SEARCH_LISTS)
    )
    for page in pages:
        grant_editors(group=group, index_page=page)
