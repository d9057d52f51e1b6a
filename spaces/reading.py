"""What the pages of this room show, fetched in a fixed number of queries whatever their size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from accounts.models import User
    from spaces.models import SpaceIndexPage, SpacePage, SpecificationPage


def index_of_spaces(page: SpaceIndexPage, spaces: Any, specifications: Any, request: HttpRequest) -> dict[str, Any]:
    return {}


def space_at_a_glance(
    space: SpacePage, specifications: Any, resources: Any, user: User | AnonymousUser
) -> dict[str, Any]:
    return {}


def specification_text(page: SpecificationPage, user: User | AnonymousUser) -> dict[str, Any]:
    return {}
