"""What a discussion may hang on besides a page and its articles: things that a room puts on a page.

A room registers how its things are found; this one knows their key and what a reader is told of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.models import BasePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``key`` is ``proposal:12``; ``article_id`` the article it is about; ``closed_note`` why it takes no more."""

    key: str
    label: str
    url: str
    article_id: str | None = None
    closed_note: str = ""


Finder = Callable[["BasePage", int], Target | None]
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """``finder(page, number)`` gives the thing, or None when ``page`` has no such thing."""
    _finders[kind] = finder


def find(page: BasePage, key: str) -> Target | None:
    kind, _sep, number = key.partition(":")
    # Longer numbers are no row's, and more than a database takes.
    if kind not in _finders or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return _finders[kind](page, int(number))
