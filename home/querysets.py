from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from wagtail.models import Page

from core import visibility
from core.models.base import localised_path

MOST = 1_000


@dataclass
class Entry:
    """A line of the site map with those below it."""

    title: str
    url: str
    language: str
    below: list[Entry] = field(default_factory=list)


def site_map(user: Any) -> list[Entry]:
    """The pages that ``user`` may read, as a tree: the reader's language, and contributions in every language.

    Two levels of contents under each place: articles and criteria are found by search.
    """
    language = translation.get_language() or "fr"
    pages = (
        visibility.visible_pages(user)
        .filter(depth__range=(3, 5))
        .select_related("locale", "content_type")
        .order_by("path")[:MOST]
    )
    roots: list[Entry] = []
    known: dict[str, Entry] = {}
    for page in pages:
        model = page.cached_content_type.model_class() or Page
        if not getattr(model, "single_tree", False) and page.locale.language_code != language:
            continue
        title = page.title
        if page.depth == 3 and hasattr(model, "menu_label"):
            title = str(model.menu_label(page))
        entry = Entry(title=title, url=localised_path(page.get_url() or "/"), language=page.locale.language_code)
        known[page.path] = entry
        parent = known.get(page.path[: -page.steplen])
        if parent is not None:
            parent.below.append(entry)
        elif page.depth == 3:
            roots.append(entry)
    return roots
