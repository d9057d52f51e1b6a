"""French dates: « 1er janvier », « 2 janvier »."""

from __future__ import annotations

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language

_english_suffix = DateFormat.S


def _suffix(self: DateFormat) -> str:
    if (get_language() or "").startswith("fr"):
        return "er" if getattr(self.data, "day", 0) == 1 else ""
    return _english_suffix(self)


def say_first_of_the_month() -> None:
    """Make ``S`` in a date format the suffix of the reader's language; Django's knows English only."""
    DateFormat.S = _suffix  # type: ignore[method-assign]
