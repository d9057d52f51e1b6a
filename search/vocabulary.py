"""The words that documents are made of, to find the one that was meant. Nothing here knows who may see what.

The list lies in the database (``SearchWord``); each process keeps it in memory, so that the few words near a misspelt
one are picked out of a hundred thousand in milliseconds.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines import analysis
from search.models import SearchWord

_DOUBLED = re.compile(r"(.)\1")
MIN_LETTERS = 3
MAX_LETTERS = 40

Entry = tuple[str, str, str]

# The pieces of texts, by language and parted by blanks, whose words this process knows to be in the table. Only of what
# was committed.
_known: dict[str, set[str]] = defaultdict(set)
_MAX_KNOWN = 500_000


@dataclass(frozen=True, slots=True)
class Near:
    """A word at ``distance`` edits from another one; a neighbour swapped is one edit."""

    distance: int
    language: str
    folded: str
    term: str


def unknown(spoken: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """Of the pieces of texts, each with its language, those that this process does not know to be in the table."""
    new: dict[str, set[str]] = defaultdict(set)
    for language, pieces in spoken:
        # Nearly all pieces of a document are known: nothing is looked at before they are taken away.
        new[language] |= set(pieces).difference(_known[language])
    return dict(new)


def learn(pieces: Mapping[str, set[str]]) -> None:
    """Take in the words of ``pieces``; in the transaction that stores the documents that they are from."""
    new = {language: held - _known[language] for language, held in pieces.items()}
    entries = {entry for language, held in new.items() for entry in _entries(held, language)}
    if entries:
        # Sorted, so that two workers never wait for one another.
        _insert(sorted(entries))
    transaction.on_commit(lambda: remember(new))


def _insert(entries: Sequence[Entry]) -> None:
    """Thousands of small rows when documents are first met: a tenth of what model instances take."""
    table = SearchWord._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {table} (language, folded, term) SELECT * FROM "  # noqa: S608
                "unnest(%s::varchar[], %s::varchar[], %s::varchar[]) ON CONFLICT DO NOTHING",
                [list(column) for column in zip(*entries, strict=True)],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {table} (language, folded, term) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
                entries,
            )


def remember(new: Mapping[str, set[str]]) -> None:
    """Their words are in the table, or will be before anything that this process says of them counts."""
    if sum(map(len, _known.values())) > _MAX_KNOWN:
        _known.clear()
    for language, pieces in new.items():
        _known[language] |= pieces


def forget() -> None:
    """What this process knows of the table may be wrong now."""
    global _index
    _known.clear()
    with _lock:
        _index = None


def _entries(pieces: Iterable[str], language: str) -> Iterator[Entry]:
    """Words of letters; and numbers that may be CPV codes, which are looked for by their beginning."""
    for word, term in analysis.spelt(pieces, language).items():
        folded = analysis.fold(word)
        if MIN_LETTERS <= len(folded) <= MAX_LETTERS and (folded.isalpha() or (folded.isdigit() and len(folded) == 8)):
            yield language, folded, term


class _Index:
    """The whole list in memory."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        self.rows = [row for row in rows if row[1].isalpha()]
        self.words = [folded for _language, folded, _term in self.rows]

    def near(self, folded: str) -> list[Near]:
        most = most_edits(folded)
        # A neighbour swapped is one edit to OSA, as here.
        close = process.extract(folded, self.words, scorer=OSA.distance, score_cutoff=most, limit=None)
        found = []
        for _word, _distance, number in sorted(close, key=lambda each: each[2]):
            language, other, term = self.rows[number]
            edits = edits_between(folded, other)
            if edits <= most:
                found.append(Near(edits, language, other, term))
        return found


_index: tuple[tuple[int, int], _Index] | None = None
_lock = threading.Lock()


def near(words: Iterable[str]) -> dict[str, list[Near]]:
    """For each folded word those within one edit (from four letters) or two (see ``edits_between``)."""
    global _index
    asked = [word for word in words if word.isalpha() and 4 <= len(word) <= MAX_LETTERS]
    if not asked:
        return {}
    seen = SearchWord.objects.aggregate(last=Max("pk"), number=Count("pk"))
    key = (seen["last"] or 0, seen["number"])
    with _lock:
        if _index is None or _index[0] != key:
            _index = (key, _Index(SearchWord.objects.order_by("pk").values_list("language", "folded", "term")))
        index = _index[1]
    return {word: index.near(word) for word in asked}


def most_edits(folded: str) -> int:
    return 2 if len(folded) >= 7 else 1


def edits_between(typed: str, other: str) -> int:
    """How many edits; more than ``most_edits`` where ``other`` is another word.

    In less than ten letters two are too many: « mobilier » is not « mobilité », nor « commerce » « commencer ». But
    where the same letters stand in another order (« bycicle »), or a letter too many or too few is a doubled one.
    """
    most = most_edits(typed)
    edits = OSA.distance(typed, other, score_cutoff=most)
    if edits < 2 or len(typed) >= 10 or sorted(typed) == sorted(other):
        return edits
    once = OSA.distance(_DOUBLED.sub(r"\1", typed), _DOUBLED.sub(r"\1", other), score_cutoff=1)
    return edits if once <= 1 else most + 1


def codes(beginnings: Iterable[str]) -> dict[str, set[str]]:
    """For each beginning the eight-digit numbers that begin so."""
    found: dict[str, set[str]] = {beginning: set() for beginning in beginnings}
    if found:
        begun = reduce(or_, (Q(folded__startswith=beginning) for beginning in found))
        for folded in SearchWord.objects.filter(begun).values_list("folded", flat=True).distinct():
            for beginning, held in found.items():
                if folded.isdigit() and folded.startswith(beginning):
                    held.add(folded)
    return found
