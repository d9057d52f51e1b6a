"""The silence period: once a linked procedure opens, nobody outside speaks with the buyer through the portal.

Equal treatment of tenderers asks for it, so nobody has to remember to switch it on: the dates do.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone


def is_silent(page: Any, at: datetime | None = None) -> bool:
    """Whether ``page`` (anything with ``silence_from`` and ``silence_to``, or that holds such pages) is silent now.

    Both days count; without a last day the silence lasts until somebody writes one.
    """
    inside = getattr(page, "silent_pages", None)
    if inside is not None:
        return any(is_silent(child, at) for child in inside())
    first: date | None = getattr(page, "silence_from", None)
    last: date | None = getattr(page, "silence_to", None)
    if first is None:
        return False
    today = timezone.localdate(at)
    return first <= today and (last is None or today <= last)
