from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from wagtail.models import Page


def free_slug(parent: Page, title: str) -> str:
    """An address for a new child, in plain letters: accents come out of a mail as %C3%A9. Lock ``parent`` first."""
    base = slugify(title)[:60].strip("-") or "page"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
