"""Plain text as people type it: cleaned on the way in, compared and shown as paragraphs on the way out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

# Everything unprintable but the line break and the tab: NUL breaks PostgreSQL, the rest breaks exports.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]")
# A word with the blanks behind it, a sign, a line break.
_WORD = re.compile(r"\n+|[\w'’\-]+[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
_SENTENCE = re.compile(r"\n+|[^\n.;!?]+[.;!?]*[^\S\n]*|[.;!?]+[^\S\n]*")
MAX_EDITS = 400


def plain(html: str) -> str:
    """Rich text as plain words, for search and comparison."""
    from wagtail.rich_text import get_text_for_indexing

    return get_text_for_indexing(html or "")


def clean_text(value: str) -> str:
    """Normalise what somebody typed: NFC, no control characters, plain line ends, no blank edges."""
    # Most of what is written is clean: seeing that takes a tenth of cleaning it.
    if value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value.strip()
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

    Words are compared, not characters: half-struck words cannot be read aloud. Changes with next to nothing
    between them are read as one. Texts that have little in common are compared by sentence, then not at all:
    the time stays bounded whatever somebody sends.
    """
    if before == after:
        return [Segment("equal", after)] if after else []
    for pattern in (_WORD, _SENTENCE):
        edits = _edits(pattern.findall(before), pattern.findall(after))
        if edits is not None:
            return _joined(_spaced(_bridged(edits)))
    return _joined([("delete", before, ""), ("insert", "", after)])


_Edit = tuple[str, str, str]


def _edits(a: list[str], b: list[str]) -> list[_Edit] | None:
    """The shortest way from ``a`` to ``b`` (Myers): operation, old token, new token. None if beyond ``MAX_EDITS``."""
    keys_a, keys_b = [_key(token) for token in a], [_key(token) for token in b]
    start = 0
    while start < min(len(a), len(b)) and keys_a[start] == keys_b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and keys_a[-1 - end] == keys_b[-1 - end]:
        end += 1
    inside = _shortest(keys_a[start : len(a) - end], keys_b[start : len(b) - end])
    if inside is None:
        return None
    edits = [("equal", old, new) for old, new in zip(a[:start], b[:start], strict=True)]
    for op, x, y in inside:
        edits.append((op, "" if op == "insert" else a[start + x], "" if op == "delete" else b[start + y]))
    edits += [("equal", old, new) for old, new in zip(a[len(a) - end :], b[len(b) - end :], strict=True)]
    return edits


def _spaced(edits: list[_Edit]) -> list[_Edit]:
    """Give the blank that went with the words behind it to those words: "paper[- of 100 g-], with"."""
    lost = ""
    for position, (op, old, new) in enumerate(edits):
        if op == "equal":
            lost = old[len(new) :] if old.startswith(new) else ""
        elif op == "delete" and lost:
            edits[position] = (op, lost + old, new)
            lost = ""
    return edits


def _shortest(a: list[str], b: list[str]) -> list[tuple[str, int, int]] | None:
    reached = {1: 0}
    trace: list[dict[int, int]] = []
    for distance in range(min(len(a) + len(b), MAX_EDITS) + 1):
        trace.append(dict(reached))
        for k in range(-distance, distance + 1, 2):
            down = k == -distance or (k != distance and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reached[k] = x
            if x >= len(a) and y >= len(b):
                return _walk_back(trace, len(a), len(b))
    return None


def _walk_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[str, int, int]]:
    path: list[tuple[str, int, int]] = []
    for distance in range(len(trace) - 1, -1, -1):
        reached = trace[distance]
        k = x - y
        down = k == -distance or (k != distance and reached[k - 1] < reached[k + 1])
        from_k = k + 1 if down else k - 1
        from_x = reached[from_k]
        from_y = from_x - from_k
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            path.append(("equal", x, y))
        if distance:
            x, y = (x, y - 1) if down else (x - 1, y)
            path.append(("insert" if down else "delete", x, y))
    path.reverse()
    return path


def _key(token: str) -> str:
    return token.rstrip(" \t\u00a0\u202f") or " "


def _bridged(edits: list[_Edit]) -> list[_Edit]:
    """Runs of one kind, where a scrap between two changes (a comma, one short word) counts as changed with them."""
    runs = [(kind, list(run)) for kind, run in groupby(edits, key=lambda edit: edit[0] == "equal")]
    result: list[_Edit] = []
    for position, (is_equal, run) in enumerate(runs):
        text = "".join(new for _op, _old, new in run)
        scrap = is_equal and 0 < position < len(runs) - 1 and len(text.strip()) <= 3 and "\n" not in text
        for op, old, new in run:
            result += [("delete", old, ""), ("insert", "", new)] if scrap else [(op, old, new)]
    return result


def _joined(edits: list[_Edit]) -> list[Segment]:
    """Segments as they are read: within one change all that goes stands before all that comes."""
    segments: list[Segment] = []
    gone: list[str] = []
    come: list[str] = []
    same: list[str] = []

    def flush() -> None:
        for op, words in (("equal", same), ("delete", gone), ("insert", come)):
            if words:
                segments.append(Segment(op, "".join(words)))
                words.clear()

    for op, old, new in edits:
        if (op == "equal") == bool(gone or come):
            flush()
        if op == "equal":
            same.append(new)
        elif op == "delete":
            gone.append(old)
        else:
            come.append(new)
    flush()
    return segments


def count_changes(segments: list[Segment]) -> tuple[int, int]:
    """(insertions, deletions) as a reader would count them: runs, not words."""
    return (
        sum(segment.op == "insert" for segment in segments),
        sum(segment.op == "delete" for segment in segments),
    )
