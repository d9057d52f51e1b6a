"""What the search box offers while somebody types: titles of what they may read, and expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from core import visibility
from search import engines, expansion, facets, results
from search.engines import analysis, query
from search.engines.highlight import Segment
from search.models import SearchDocument

if TYPE_CHECKING:
    from core.visibility import Reader

_WORD = re.compile(r"[^\W_]+")
SHORTEST = 2
LIMIT = 8
MAX_EXPRESSIONS = 3
# A comment is called after what it is about: its title would offer the same place twice.
LEFT_OUT = frozenset({"comment"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    url: str
    title: list[Segment]
    kind: str
    language: str
    # Where it counts in the list as a whole: what its element is called by.
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """Titles of one device; or, as ``search``, expressions to search for."""

    device: str
    label: str
    suggestions: list[Suggestion]


def suggest(text: str, *, user: Reader, language: str) -> list[Group]:
    """Suggestions for what has been typed so far, by device, the device of the best one first."""
    words = _typed(text)
    if not words or len("".join(words)) < SHORTEST:
        return []
    ids = engines.current_engine().completions(
        words[:-1], words[-1], visibility.keywords_for(user), language, limit=3 * LIMIT
    )
    rows = [row for row in results.readable(ids, user) if row.kind not in LEFT_OUT]
    by_device: dict[str, list[SearchDocument]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.title, row.kind) not in seen and len(seen) < LIMIT:
            seen.add((row.title, row.kind))
            by_device.setdefault(row.device, []).append(row)
    groups = []
    number = 0
    for device, held in by_device.items():
        suggestions = []
        for row in held:
            suggestions.append(
                Suggestion(
                    url=results.url_of(row, language),
                    title=_marked(row.title, words),
                    kind=facets.label_of_kind(row.kind, row.device),
                    language=row.language,
                    number=number,
                )
            )
            number += 1
        groups.append(Group(device, str(facets.DEVICES.get(device, facets.KINDS_PLURAL["page"])), suggestions))
    if expressions := _expressions(words, user=user, language=language, number=number):
        groups.append(Group("search", gettext("Search in everything"), expressions))
    return groups


def _expressions(words: list[str], *, user: Reader, language: str, number: int) -> list[Suggestion]:
    found = expansion.completions(
        words, language, engines.embedded_engine(), visibility.keywords_for(user), MAX_EXPRESSIONS
    )
    path = reverse("search:search")
    return [
        Suggestion(f"{path}?{urlencode({'q': text})}", _marked(text, words), "", language, number + place)
        for place, text in enumerate(found)
    ]


def _typed(text: str) -> list[str]:
    """The words as titles are completed by, folded; the last one is the beginning of a word."""
    found = (analysis.fold(match.group()) for match in _WORD.finditer(query.clean(text)))
    return [word for word in found if word][-query.MAX_WORDS :]


def _marked(title: str, words: list[str]) -> list[Segment]:
    """The beginnings of the title's words that were typed."""
    segments: list[Segment] = []
    position = 0
    for match in _WORD.finditer(title):
        length = max((_length(match.group(), word) for word in words), default=0)
        if not length:
            continue
        if match.start() > position:
            segments.append(Segment(title[position : match.start()]))
        position = match.start() + length
        segments.append(Segment(title[match.start() : position], True))
    if position < len(title):
        segments.append(Segment(title[position:]))
    return segments


def _length(word: str, beginning: str) -> int:
    """How many letters of ``word`` give ``beginning`` when folded: « œ » is one letter and two."""
    for length in range(1, len(word) + 1):
        if analysis.fold(word[:length]) == beginning:
            return length
    return 0
