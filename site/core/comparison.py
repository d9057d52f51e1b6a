"""Two or three states of one page, field by field, as a reader sees them: for history and for edit conflicts.

A page that can be compared says what its fields are in words: ``field_texts()`` gives a list of ``FieldText``, in
the order of the page. Fields are matched by name, so a repeated part needs a name of its own (``cause-2``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import date_format

from core.text import Segment, count_changes, word_difference


def day(value: date | None) -> str:
    """A date as its reader writes it; "" for none."""
    return "" if value is None else date_format(value, "DATE_FORMAT")


@dataclass(frozen=True, slots=True)
class FieldText:
    name: str
    label: str
    text: str


class Comparable(Protocol):
    def field_texts(self) -> Sequence[FieldText]: ...


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field whose text is not the same in both states."""

    name: str
    label: str
    segments: list[Segment]

    @property
    def insertions(self) -> int:
        return count_changes(self.segments)[0]

    @property
    def deletions(self) -> int:
        return count_changes(self.segments)[1]


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field of an edit that came too late: what it started from, what is there now, what was to be saved.

    ``both`` is True where both sides changed it, differently: only those need a decision.
    """

    name: str
    label: str
    base: str
    theirs: list[Segment]
    mine: list[Segment]
    both: bool


def _matched(*states: Sequence[FieldText]) -> list[tuple[str, str, list[str]]]:
    """(name, label, [text in each state]) in reading order; a field that one state lacks is empty there."""
    order: dict[str, str] = {}
    for state in states:
        for field in state:
            order.setdefault(field.name, field.label)
    texts = [{field.name: field.text for field in state} for state in states]
    return [(name, label, [text.get(name, "") for text in texts]) for name, label in order.items()]


def differences(before: Sequence[FieldText], after: Sequence[FieldText]) -> list[FieldDifference]:
    """What changed from ``before`` to ``after``, word by word, changed fields only."""
    return [
        FieldDifference(name, label, word_difference(old, new))
        for name, label, (old, new) in _matched(before, after)
        if old != new
    ]


def conflicts(base: Sequence[FieldText], theirs: Sequence[FieldText], mine: Sequence[FieldText]) -> list[FieldConflict]:
    """Every field that either side changed since ``base``."""
    return [
        FieldConflict(
            name=name,
            label=label,
            base=was,
            theirs=word_difference(was, there),
            mine=word_difference(was, here),
            both=there != was and here not in (was, there),
        )
        for name, label, (was, there, here) in _matched(base, theirs, mine)
        if was != there or was != here
    ]
