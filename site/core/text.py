"""Plain text as people type it: cleaned on the way in, compared and shown as paragraphs on the way out."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

# Everything unprintable but the line break and the tab: NUL breaks PostgreSQL, the rest breaks exports.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_WORD = re.compile(r"\s+|[\w'’\-]+|[^\w\s]", re.UNICODE)


def clean_text(value: str) -> str:
    """Normalise what somebody typed: NFC, no control characters, plain line ends, no blank edges."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", value).strip()


def excerpt(text: str, length: int) -> str:
    """The beginning of ``text`` on one line, cut at a word, with an ellipsis when something is left out."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a comparison: ``op`` is ``equal``, ``insert`` or ``delete``."""

    op: str
    text: str


def word_difference(before: str, after: str) -> list[Segment]:
    """The two texts as one run of words, marked. Deleted words stand before those that replace them.

    Words are compared, not characters: half-struck words cannot be read aloud.
    """
    a, b = _WORD.findall(before), _WORD.findall(after)
    segments: list[Segment] = []

    def add(op: str, words: list[str]) -> None:
        if words:
            segments.append(Segment(op, "".join(words)))

    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        if op == "equal":
            add("equal", a[a1:a2])
        else:
            add("delete", a[a1:a2])
            add("insert", b[b1:b2])
    return segments


def count_changes(segments: list[Segment]) -> tuple[int, int]:
    """(insertions, deletions) as a reader would count them: runs, not words."""
    return (
        sum(segment.op == "insert" for segment in segments),
        sum(segment.op == "delete" for segment in segments),
    )
