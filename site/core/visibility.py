"""Who may see what: the one place that knows.

Every page has one access keyword (``core.models.PageAccess``); every reader holds a set of keywords. A page is
visible when its keyword is in the reader's set. Listings, search, counts, feeds, files and mails all ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from wagtail.models import Page

    Reader = AbstractBaseUser | AnonymousUser

PUBLIC = "public"
AGENTS = "agents"

_CACHE = "_access_keywords"
_providers: list[Callable[[Any], Iterable[str]]] = []


class SignInRequired(Exception):
    """An anonymous reader asked for something that may be private; the middleware sends them to log in.

    Raised alike for what is forbidden and for what does not exist, so that the answer tells nothing.
    """


def space_keyword(page_id: int) -> str:
    return f"space:{page_id}"


def register_membership(provider: Callable[[Any], Iterable[str]]) -> Callable[[Any], Iterable[str]]:
    """Add a source of keywords: given a signed-in user, the keywords that their memberships give."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def keywords_for(user: Reader) -> frozenset[str]:
    """The keywords ``user`` holds. Kept on the user object: one query a request, fresh on the next."""
    if not user.is_authenticated or not user.is_active:
        return frozenset({PUBLIC})
    held = user.__dict__.get(_CACHE)
    if held is None:
        held = {PUBLIC}
        if getattr(user, "is_agent", False) or getattr(user, "is_superuser", False):
            held.add(AGENTS)
        for provider in _providers:
            held.update(provider(user))
        user.__dict__[_CACHE] = held = frozenset(held)
    return held


def forget(user: Reader) -> None:
    """Drop what ``keywords_for`` remembers of ``user``; services that change a membership call it."""
    user.__dict__.pop(_CACHE, None)


def visible_pages(user: Reader) -> QuerySet[Page]:
    """Published pages of every kind that ``user`` may read."""
    from wagtail.models import Page

    return Page.objects.live().filter(access__keyword__in=keywords_for(user))


def can_see(user: Reader, page: Page) -> bool:
    """Whether ``user`` may read ``page`` (published or not: who may see drafts is each room's rule)."""
    from core.models import PageAccess

    keyword = PageAccess.objects.filter(page_id=page.pk).values_list("keyword", flat=True).first()
    return keyword is not None and keyword in keywords_for(user)


def can_see_page_id(user: Reader, page_id: int) -> bool:
    """As ``can_see`` for a page known by its key only, and only if it is published."""
    return visible_pages(user).filter(pk=page_id).exists()


P = TypeVar("P")


def get_visible_or_404(queryset: Any, user: Reader, *, private: bool = False, **lookup: Any) -> Any:
    """The one object of ``queryset.visible_to(user)`` that matches, or the answer that tells nothing.

    ``private=True`` under the spaces' path: an anonymous reader is sent to log in whether or not it exists.
    """
    found = queryset.visible_to(user).filter(**lookup).first()
    if found is not None:
        return found
    if private and not user.is_authenticated:
        raise SignInRequired
    raise Http404


@transaction.atomic
def refresh(page: Page) -> None:
    """Recompute the access keyword of ``page`` and of everything below it.

    Called after a page is created, saved or moved, and when a space changes its kind. Rows are saved one by one
    where they change, so that search, which listens, hides or shows the same pages in the same transaction.
    """
    from wagtail.models import Page

    from core.models import PageAccess

    subtree = Page.objects.filter(path__startswith=page.path).order_by("path")
    known = dict(PageAccess.objects.filter(page__path__startswith=page.path).values_list("page_id", "keyword"))
    parent = page.get_parent()
    inherited: dict[str, str] = {}
    if parent is not None:
        row = PageAccess.objects.filter(page=parent).first()
        inherited[parent.path] = row.keyword if row else PUBLIC
    for node in subtree.specific():
        own = node.own_access_keyword() if hasattr(node, "own_access_keyword") else None
        above = inherited.get(node.path[: -node.steplen], PUBLIC)
        keyword = own or above
        inherited[node.path] = keyword
        if known.get(node.pk) != keyword:
            PageAccess(page_id=node.pk, keyword=keyword).save()


def refresh_saved(page: Page) -> None:
    """``refresh``, but cheap when a save changed nothing about who may see ``page``."""
    from core.models import PageAccess

    row = PageAccess.objects.filter(page_id=page.pk).first()
    own = page.own_access_keyword() if hasattr(page, "own_access_keyword") else None
    if row is not None and (own is None or own == row.keyword):
        return
    refresh(page)
