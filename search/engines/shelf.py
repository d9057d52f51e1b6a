"""Where segments lie in the database, what of them a process keeps in memory, and how they are put together.

What makes an answer right whatever others do meanwhile:

- One statement reads which segments there are and what has happened since they were made (``SearchOverride``): the
  reader sees the old or the new, never a part. What a segment holds is read by its key and never changes; if it is
  gone when it is asked for, somebody has put it together with others, and the reader begins again.
- Whoever writes segments holds one lock until the end of the transaction (PostgreSQL: an advisory lock; SQLite has one
  writer anyway). So numbers of segments rise as they become visible, and of two versions of a document the one in the
  segment with the higher number is right.
- Putting together is prepared without the lock and takes effect only if all its segments are still there.
"""

# Every value is a parameter; what is written into a statement comes from this package alone.
# ruff: noqa: S608
from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connections, transaction

from search.engines import analysis, segments
from search.engines.segments import GONE, POSTING, Array, Columns, Facet, Part, Places, Segment, Words
from search.models import SearchOverride, SearchPosting, SearchSegment

# A segment up to this size keeps its words with it, and a process keeps them whole.
PACKED = 1_024
# Where one level of sizes ends: FACTOR segments of a level become one.
LEVELS = (128, 1_024, 8_192, 65_536)
FACTOR = 8
# No larger segment is made: putting together needs a few kilobytes of memory a document.
LARGEST = 131_072
# What whoever writes puts together on the way; larger ones wait for ``tidy``.
SMALL = 8_192
# So many overrides may lie about; then they are worked in. Each search reads them all.
MAX_OVERRIDES = 1_000
# A segment of which more than this share is no longer right is made anew.
MAX_GONE = 0.3
# What a process keeps of what it has read.
MEMORY = 256_000_000
# Drawn once; means nothing.
_LOCK = 7_305_516_182_943
_NOTHING = np.empty(0, dtype=POSTING)
_NO_PLACES = Places(np.empty(0, dtype=np.uint16), np.empty(0, dtype=np.uint8), ())

_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER IF NOT EXISTS search_document_gone AFTER DELETE ON search_searchdocument "
        "BEGIN INSERT INTO search_searchoverride (document_id, acl) VALUES (old.id, NULL); END",
        "CREATE TRIGGER IF NOT EXISTS search_document_shown AFTER UPDATE OF acl ON search_searchdocument "
        "WHEN old.acl <> new.acl "
        "BEGIN INSERT INTO search_searchoverride (document_id, acl) VALUES (new.id, new.acl); END",
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION search_document_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                INSERT INTO search_searchoverride (document_id, acl) VALUES (OLD.id, NULL);
            ELSE
                INSERT INTO search_searchoverride (document_id, acl) VALUES (NEW.id, NEW.acl);
            END IF;
            RETURN NULL;
        END $$
        """,
        "DROP TRIGGER IF EXISTS search_document_gone ON search_searchdocument",
        "CREATE TRIGGER search_document_gone AFTER DELETE ON search_searchdocument "
        "FOR EACH ROW EXECUTE FUNCTION search_document_changed()",
        "DROP TRIGGER IF EXISTS search_document_shown ON search_searchdocument",
        "CREATE TRIGGER search_document_shown AFTER UPDATE OF acl ON search_searchdocument "
        "FOR EACH ROW WHEN (OLD.acl IS DISTINCT FROM NEW.acl) EXECUTE FUNCTION search_document_changed()",
        # Numbers in a row compress badly: what is read often is stored as it is.
        "ALTER TABLE search_searchposting ALTER COLUMN data SET STORAGE EXTERNAL",
        "ALTER TABLE search_searchposting ALTER COLUMN places SET STORAGE EXTERNAL",
        "ALTER TABLE search_searchsegment ALTER COLUMN columns SET STORAGE EXTERNAL",
        "ALTER TABLE search_searchsegment ALTER COLUMN words SET STORAGE EXTERNAL",
    ),
}


class Stale(Exception):
    """A segment that was there a moment ago is not any more."""


class Memory:
    """What was read lately, up to so many bytes, for all threads of the process."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
            return held[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        with self._lock:
            if key in self._held:
                self.size -= self._held.pop(key)[1]
            self._held[key] = (value, size)
            self.size += size
            while self.size > self.limit and len(self._held) > 1:
                self.size -= self._held.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self.size = 0


# Keys are drawn by lot, so that one memory serves every database, and a rollback leaves nothing that is ever asked for.
memory = Memory(MEMORY)
# Segments side by side, as many as there are moments looked at lately.
views = Memory(3)


@dataclass(frozen=True, slots=True)
class Known:
    """A segment as the list of them names it."""

    key: str
    postings: str
    number: int
    documents: int
    packed: bool


@dataclass(frozen=True, slots=True)
class Override:
    pk: int
    document: int
    acl: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A term in all the documents: which, how often in title and text."""

    ordinals: Array
    title: Array
    body: Array


@dataclass(frozen=True, slots=True)
class Stretch:
    """A term in one segment; ``places`` only if they were asked for."""

    postings: Array
    places: Places


class View:
    """All segments side by side, as they are after the overrides: one long row of documents.

    ``right`` marks, of all versions of a document, the last one.
    """

    def __init__(self, known: Sequence[Known], columns: Sequence[Columns], overrides: Sequence[Override]) -> None:
        self.known = known
        self.columns = columns
        self.overrides = overrides
        sizes = [len(part) for part in columns]
        self.offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        self.size = int(self.offsets[-1])
        self.pks = _joined((part.pks for part in columns), np.int64)
        self.dates = _joined((part.dates for part in columns), np.int64)
        self.title_length = _joined((part.title_length for part in columns), np.uint32)
        self.body_length = _joined((part.body_length for part in columns), np.uint32)
        self.languages, self.language = _coded([(part.language_names, part.language) for part in columns], np.uint8)
        names, acl = _coded([(part.acl_names, part.acl) for part in columns], np.uint16)
        order = np.argsort(self.pks, kind="stable")
        sorted_pks = self.pks[order]
        last = np.append(sorted_pks[1:] != sorted_pks[:-1], True)[: len(order)]
        self.right = np.zeros(self.size, dtype=bool)
        self.right[order[last]] = True
        self._pks, self._places = sorted_pks[last], order[last]
        self.acl_names, self.acl = self._overridden(names, acl)
        self._visible: dict[frozenset[str], Array] = {}

    def _overridden(self, names: list[str], acl: Array) -> tuple[list[str], Array]:
        """Access with the overrides, the later ones last; those whose document is in no segment say nothing."""
        codes = {name: code for code, name in enumerate(names)}
        for override, place in zip(self.overrides, self.overridden_places().tolist(), strict=True):
            if place >= 0:
                acl[place] = GONE if override.acl is None else codes.setdefault(override.acl, len(codes))
        return list(codes), acl

    def overridden_places(self) -> Array:
        """For each override where the right version of its document is; -1 if it is nowhere."""
        documents = np.array([override.document for override in self.overrides], dtype=np.int64)
        if not self.size:
            return np.full(len(documents), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._pks, documents), len(self._pks) - 1)
        return np.where(self._pks[at] == documents, self._places[at], -1)

    def overrides_of(self, keys: Collection[str]) -> list[int]:
        """Overrides that are worked in once these segments are made anew with them, or that concern nothing."""
        inside = np.zeros(self.size + 1, dtype=bool)
        for offset, known in zip(self.offsets.tolist(), self.known, strict=False):
            inside[offset : offset + known.documents] = known.key in keys
        inside[self.size] = True
        places = self.overridden_places()
        return [override.pk for override, held in zip(self.overrides, inside[places].tolist(), strict=True) if held]

    def visible(self, keywords: frozenset[str]) -> Array:
        """Which documents whoever holds ``keywords`` may see."""
        held = self._visible.get(keywords)
        if held is None:
            allowed = np.zeros(GONE + 1, dtype=bool)
            allowed[[code for code, name in enumerate(self.acl_names) if name and name in keywords]] = True
            held = allowed[self.acl] & self.right
            if len(self._visible) >= 8:
                self._visible.clear()
            self._visible[keywords] = held
        return held

    @cached_property
    def facets(self) -> dict[str, Facet]:
        facets: dict[str, Facet] = {}
        for name in sorted({name for part in self.columns for name in part.facets}):
            held = [
                (offset, part.facets[name])
                for offset, part in zip(self.offsets.tolist(), self.columns, strict=False)
                if name in part.facets
            ]
            values, codes = _coded([(facet.values, facet.codes) for _offset, facet in held], np.uint32)
            ordinals = _joined((facet.ordinals.astype(np.int64) + offset for offset, facet in held), np.int64)
            facets[name] = Facet(ordinals, codes, values)
        return facets

    def of_kind(self, kind: str) -> Array:
        """Marks the documents of one kind."""
        marked = np.zeros(self.size, dtype=bool)
        facet = self.facets.get("kind")
        if facet is not None and kind in facet.values:
            marked[facet.ordinals[facet.codes == facet.values.index(kind)]] = True
        return marked

    def held(self) -> dict[int, str]:
        """Access keyword of each document that there is."""
        there = np.flatnonzero(self.right & (self.acl != GONE))
        names = [self.acl_names[code] for code in self.acl[there].tolist()]
        return dict(zip(self.pks[there].tolist(), names, strict=True))

    def titled(self, word: str, *, whole: bool) -> Array:
        """Documents whose title holds ``word``, or a word that starts so."""
        return np.concatenate(
            [np.empty(0, np.int64)]
            + [
                part.titled(word, whole=whole).astype(np.int64) + offset
                for offset, part in zip(self.offsets.tolist(), self.columns, strict=False)
            ]
        )


def _joined(arrays: Iterable[Array], dtype: Any) -> Array:
    held = list(arrays)
    return np.concatenate(held).astype(dtype, copy=False) if held else np.empty(0, dtype=dtype)


def _coded(parts: Iterable[tuple[Sequence[str], Array]], dtype: Any) -> tuple[list[str], Array]:
    """Codes of several lists of names, in those of one list."""
    codes: dict[str, int] = {}
    arrays = []
    for names, array in parts:
        table = np.full(max(len(names), GONE + 1 if dtype is np.uint16 else 1), GONE if dtype is np.uint16 else 0)
        table[: len(names)] = [codes.setdefault(name, len(codes)) for name in names]
        arrays.append(table.astype(dtype)[array])
    return list(codes), _joined(arrays, dtype)


class Reading:
    """What one search reads, all of one moment: the documents and the terms it wants."""

    def __init__(self, view: View, stretches: Mapping[tuple[str, str], Stretch]) -> None:
        self.view = view
        self._stretches = stretches

    def _of(self, term: str) -> Iterator[tuple[int, str, Stretch]]:
        for offset, part in zip(self.view.offsets.tolist(), self.view.known, strict=False):
            if (stretch := self._stretches.get((part.key, term))) is not None:
                yield offset, part.key, stretch

    def found(self, term: str, among: Array) -> Found:
        """Where ``term`` stands, of the documents marked in ``among``."""
        held = [(offset, stretch.postings) for offset, _key, stretch in self._of(term)]
        ordinals = _joined((rows["ordinal"].astype(np.int64) + offset for offset, rows in held), np.int64)
        title = _joined((rows["title"] for _offset, rows in held), np.uint8)
        body = _joined((rows["body"] for _offset, rows in held), np.uint16)
        kept = among[ordinals]
        return Found(ordinals, title, body) if kept.all() else Found(ordinals[kept], title[kept], body[kept])

    def count(self, term: str, among: Array) -> int:
        """In how many of the documents marked in ``among`` it stands."""
        return sum(
            int(np.count_nonzero(among[offset : offset + part.documents][stretch.postings["ordinal"]]))
            for offset, part, stretch in (
                (offset, part, self._stretches.get((part.key, term)))
                for offset, part in zip(self.view.offsets.tolist(), self.view.known, strict=False)
            )
            if stretch is not None
        )

    def phrase(self, tokens: Sequence[str]) -> Array:
        """Marks the documents where the words of ``tokens`` follow one another. Their places must have been read."""
        marked = np.zeros(self.view.size, dtype=bool)
        terms, words = zip(*map(analysis.parted, tokens), strict=True)
        for offset, key, first in self._of(terms[0]):
            stretches = [first, *(self._stretches.get((key, term)) for term in terms[1:])]
            if all(stretch is not None for stretch in stretches):
                there = _following([stretch for stretch in stretches if stretch is not None], words)
                marked[there + offset] = True
        return marked


def _following(stretches: Sequence[Stretch], words: Sequence[str]) -> Array:
    """Documents of a segment where the terms stand one after the other, each as its word."""
    forms = [
        stretch.places.words.index(word) if word in stretch.places.words else segments.MOST_FORMS
        for stretch, word in zip(stretches, words, strict=True)
    ]
    if max(forms) >= segments.MOST_FORMS:
        return np.empty(0, dtype=np.int64)
    size = 1 + max(int(stretch.postings["ordinal"][-1]) for stretch in stretches)
    holding = np.zeros(size, dtype=np.uint8)
    for stretch in stretches:
        holding[stretch.postings["ordinal"]] += 1
    shared = holding == len(stretches)
    # A place is a number of its own over the whole segment; each list of them is in order.
    lists = []
    for number, stretch in enumerate(stretches):
        rows = stretch.postings
        counts = rows["title"].astype(np.int64) + rows["body"]
        kept = shared[rows["ordinal"]]
        starts = np.cumsum(counts) - counts
        here = segments.stretches(starts[kept], counts[kept])
        places = stretch.places.places[here].astype(np.int64)
        keys = np.repeat(rows["ordinal"][kept].astype(np.int64), counts[kept]) * (2 * segments.LAST_PLACE) + places
        meant = (places < segments.LAST_PLACE) & (stretch.places.forms[here] == forms[number])
        lists.append(keys[meant] - number)
    lists.sort(key=len)
    begun = lists[0]
    for keys in lists[1:]:
        if not len(keys):
            return keys
        begun = begun[keys[np.minimum(np.searchsorted(keys, begun), len(keys) - 1)] == begun]
    return np.unique(begun // (2 * segments.LAST_PLACE))


class Shelf:
    """The segments of one database."""

    def __init__(self, using: str) -> None:
        self.using = using

    @property
    def connection(self) -> Any:
        return connections[self.using]

    def prepare(self) -> None:
        with self.connection.cursor() as cursor:
            for statement in _TRIGGERS[self.connection.vendor]:
                cursor.execute(statement)

    # Reading.

    def read(self, terms: Collection[str] = (), following: Collection[str] = ()) -> Reading:
        """The documents, ``terms`` in them, and of ``following`` also the places. One to three statements."""
        for _turn in range(3):
            with suppress(Stale):
                return self._read(terms, following)
        # Others put together faster than we read: nobody does while we hold the lock.
        with transaction.atomic(using=self.using):
            self._lock()
            return self._read(terms, following)

    def view(self) -> View:
        return self.read().view

    def certain(self) -> set[str]:
        """Terms that somebody may find, most of them: those of segments of which no document is gone or nobody's."""
        view = self.view()
        nobodys = [GONE, *(code for code, name in enumerate(view.acl_names) if not name)]
        seen = view.right & ~np.isin(view.acl, nobodys)
        whole = [
            part
            for offset, part in zip(view.offsets.tolist(), view.known, strict=False)
            if seen[offset : offset + part.documents].all()
        ]
        try:
            packed = self._segments([part for part in whole if part.packed], words=True)[1]
        except Stale:
            return set()
        found = {term for words in packed.values() for term in words.terms}
        large = [self._key(part.postings) for part in whole if not part.packed]
        if large:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SELECT term FROM search_searchposting WHERE postings IN ({_any(large)})", large)
                found.update(term for (term,) in cursor.fetchall())
        return found

    def _read(self, terms: Collection[str], following: Collection[str]) -> Reading:
        known, overrides = self._list()
        columns, words = self._segments(known, words=bool(terms))
        stretches: dict[tuple[str, str], Stretch] = {}
        for part in known:
            if part.packed and terms:
                held = words[part.key]
                for term in terms:
                    if (postings := held.of(term)) is not None:
                        places = held.places_of(term) if term in following else _NO_PLACES
                        stretches[part.key, term] = Stretch(postings, places)
        large = [part for part in known if not part.packed]
        if terms and large:
            stretches |= self._postings(large, terms, following)
        key = (tuple(part.key for part in known), overrides)
        view = views.get(key)
        if view is None:
            view = View(known, [columns[part.key] for part in known], overrides)
            views.put(key, view, 1)
        return Reading(view, stretches)

    def _list(self) -> tuple[tuple[Known, ...], tuple[Override, ...]]:
        """Which segments there are and what has happened since, in one statement: of one moment."""
        known, overrides = [], []
        with self.connection.cursor() as cursor:
            cursor.execute(
                # By its length, which SQLite knows without reading it: « IS NOT NULL » would read all the words.
                "SELECT id, postings, number, documents, length(words) IS NOT NULL, NULL FROM search_searchsegment "
                "UNION ALL "
                "SELECT NULL, NULL, id, document_id, NULL, acl FROM search_searchoverride"
            )
            for key, postings, number, documents, packed, acl in cursor.fetchall():
                if key is None:
                    overrides.append(Override(number, documents, acl))
                else:
                    known.append(Known(_name(key), _name(postings), number, documents, bool(packed)))
        known.sort(key=lambda part: part.number)
        overrides.sort(key=lambda override: override.pk)
        return tuple(known), tuple(overrides)

    def _segments(self, known: Sequence[Known], *, words: bool) -> tuple[dict[str, Columns], dict[str, Words]]:
        columns = {part.key: memory.get(("columns", part.key)) for part in known}
        packed = {part.key: memory.get(("words", part.key)) for part in known if words and part.packed}
        missing = {key for key, held in [*columns.items(), *packed.items()] if held is None}
        if missing:
            fields = ("id", "columns", "words") if words else ("id", "columns")
            rows = SearchSegment.objects.using(self.using).filter(pk__in=missing).values_list(*fields)
            for pk, *blobs in rows:
                key = _name(pk)
                missing.discard(key)
                columns[key] = Columns.decode(bytes(blobs[0]))
                memory.put(("columns", key), columns[key], columns[key].nbytes)
                if len(blobs) == 2 and blobs[1] is not None:
                    packed[key] = Words.decode(bytes(blobs[1]))
                    memory.put(("words", key), packed[key], packed[key].nbytes)
            if missing:
                raise Stale
        return columns, packed

    def _postings(
        self, large: Sequence[Known], terms: Collection[str], following: Collection[str]
    ) -> dict[tuple[str, str], Stretch]:
        """The rows of ``terms`` in large segments; those not in memory in one statement."""
        held: dict[tuple[str, str], Stretch] = {}
        missing: set[tuple[str, str]] = set()
        for part in large:
            for term in terms:
                stretch = memory.get((part.postings, term, term in following))
                if stretch is None:
                    missing.add((part.postings, term))
                else:
                    held[part.postings, term] = stretch
        if missing:
            for key, data, places in self._rows(missing, following):
                postings = np.frombuffer(data, dtype=POSTING)
                held[key] = Stretch(postings, Places.read(postings, places) if places else _NO_PLACES)
            for key in missing:
                stretch = held.setdefault(key, Stretch(_NOTHING, _NO_PLACES))
                size = stretch.postings.nbytes + stretch.places.nbytes + 200
                memory.put((*key, key[1] in following), stretch, size)
        return {
            (part.key, term): stretch
            for part in large
            for term in terms
            if len((stretch := held[part.postings, term]).postings)
        }

    def _rows(
        self, missing: Collection[tuple[str, str]], following: Collection[str]
    ) -> Iterator[tuple[tuple[str, str], bytes, bytes]]:
        """Rows of postings. The segments are asked for with them: a term in none is not a segment that is gone."""
        asked = {postings for postings, _term in missing}
        terms = sorted({term for _postings, term in missing})
        placed = sorted(set(terms) & set(following))
        places = f"CASE WHEN p.term IN ({_any(placed)}) THEN p.places END" if placed else "NULL"
        sql = (
            f"SELECT s.postings, p.term, p.data, {places} FROM search_searchsegment s "
            f"LEFT JOIN search_searchposting p ON p.postings = s.postings AND p.term IN ({_any(terms)}) "
            f"WHERE s.postings IN ({_any(asked)})"
        )
        seen = set()
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*placed, *terms, *(self._key(name) for name in sorted(asked))])
            rows = cursor.fetchall()
        for name, term, data, where in rows:
            seen.add(_name(name))
            if term is not None and (_name(name), term) in missing:
                yield (_name(name), term), bytes(data), bytes(where or b"")
        if seen != asked:
            raise Stale

    def _key(self, name: str) -> object:
        return name if self.connection.vendor == "sqlite" else uuid.UUID(name)

    # Writing.

    def _lock(self) -> None:
        """Until the end of the transaction nobody else writes segments."""
        if self.connection.vendor == "postgresql":
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    def add(self, segment: Segment) -> None:
        """A new segment; what older ones say of its documents counts no more."""
        if not len(segment.columns):
            return
        with transaction.atomic(using=self.using):
            self._lock()
            rows = SearchSegment.objects.using(self.using).order_by("-number").values_list("number", flat=True)
            self._insert(segment, (rows.first() or 0) + 1)
            # The overrides of now, whose rows we have locked: later ones come after us.
            self._forget_overrides(document_id__in=segment.columns.pks.tolist())
            self.tidy(SMALL)

    def remove(self, pks: Sequence[int]) -> None:
        SearchOverride.objects.using(self.using).bulk_create(SearchOverride(document_id=pk, acl=None) for pk in pks)

    def _insert(self, segment: Segment, number: int) -> None:
        packed = len(segment.columns) <= PACKED
        row = SearchSegment(
            number=number,
            documents=len(segment.columns),
            columns=segment.columns.encode(),
            words=segment.words.encode() if packed else None,
        )
        row.save(using=self.using, force_insert=True)
        if packed:
            return
        rows = ((row.postings, *values) for values in segment.words.rows())
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                columns = "COPY search_searchposting (postings, term, data, places) FROM STDIN (FORMAT BINARY)"
                with cursor.copy(columns) as copy:
                    copy.set_types(["uuid", "varchar", "bytea", "bytea"])
                    for values in rows:
                        copy.write_row(values)
            else:
                cursor.executemany(
                    "INSERT INTO search_searchposting (postings, term, data, places) VALUES (%s, %s, %s, %s)",
                    ((postings.hex, *values) for postings, *values in rows),
                )

    def _forget_overrides(self, **lookup: Sequence[int]) -> None:
        ((name, values),) = lookup.items()
        for start in range(0, len(values), 500):
            SearchOverride.objects.using(self.using).filter(**{name: values[start : start + 500]}).delete()

    # Putting in order.

    def tidy(self, limit: int = LARGEST) -> None:
        """Put segments together until there are few, none larger than ``limit``; work in what has happened to them."""
        while group := self._group(limit):
            if not self._put_together(group):
                break
        with transaction.atomic(using=self.using):
            count = SearchOverride.objects.using(self.using).count()
            if count > (MAX_OVERRIDES if limit < LARGEST else MAX_OVERRIDES // 10):
                self._lock()
                self._work_in()

    def _group(self, limit: int) -> list[Known]:
        known, _overrides = self._list()
        known = tuple(sorted(known, key=lambda part: part.documents))
        low = 0
        for bound in LEVELS:
            level = [part for part in known if low < part.documents <= bound]
            low = bound
            if len(level) < FACTOR or bound >= limit:
                continue
            group: list[Known] = []
            for part in level:
                if sum(held.documents for held in group) + part.documents <= LARGEST:
                    group.append(part)
            if len(group) > 1:
                return group
        return self._mostly_gone() if limit == LARGEST else []

    def _mostly_gone(self) -> list[Known]:
        view = self.view()
        for offset, part in zip(view.offsets.tolist(), view.known, strict=False):
            here = slice(offset, offset + part.documents)
            held = int(np.count_nonzero(view.right[here] & (view.acl[here] != GONE)))
            if part.documents - held > max(MAX_GONE * part.documents, 1):
                return [part]
        return []

    def _put_together(self, group: Sequence[Known]) -> bool:
        """One segment in place of ``group``; False if somebody else was quicker."""
        keys = {part.key for part in group}
        try:
            view = self.view()
            if not keys <= {part.key for part in view.known}:
                return False
            merged = self._merged(view, keys)
        except Stale:
            return False
        with transaction.atomic(using=self.using):
            self._lock()
            rows = SearchSegment.objects.using(self.using).filter(pk__in=keys)
            if rows.count() != len(keys):
                return False
            self._delete(group)
            if len(merged.columns):
                self._insert(merged, max(part.number for part in group))
            self._forget_overrides(pk__in=view.overrides_of(keys))
        return True

    def _merged(self, view: View, keys: Collection[str]) -> Segment:
        others = [part.pks for known, part in zip(view.known, view.columns, strict=True) if known.key not in keys]
        elsewhere = _joined(others, np.int64)
        parts = []
        for offset, known, columns in zip(view.offsets.tolist(), view.known, view.columns, strict=False):
            if known.key not in keys:
                continue
            here = slice(offset, offset + len(columns))
            right, acl = view.right[here], view.acl[here]
            # What is gone must stay known as long as an older version of it lies somewhere: that would come back.
            gone = right & (acl == GONE) & np.isin(columns.pks, elsewhere)
            parts.append(Part(columns, self._words(known), acl, right & (acl != GONE), gone))
        return segments.merge(parts, view.acl_names)

    def _words(self, known: Known) -> Words:
        if known.packed:
            return self._segments([known], words=True)[1][known.key]
        rows = SearchPosting.objects.using(self.using).filter(postings=uuid.UUID(known.postings))
        held = Words.of_rows(rows.values_list("term", "data", "places").iterator(chunk_size=5_000))
        if not SearchSegment.objects.using(self.using).filter(pk=known.key).exists():
            raise Stale
        return held

    def _delete(self, group: Sequence[Known], *, words: bool = True) -> None:
        SearchSegment.objects.using(self.using).filter(pk__in=[part.key for part in group]).delete()
        large = [uuid.UUID(part.postings) for part in group if not part.packed]
        if words and large:
            rows = SearchPosting.objects.using(self.using).filter(postings__in=large)
            rows._raw_delete(self.using)

    def _work_in(self) -> None:
        """Segments whose documents have overrides, with these worked in; their words stay where they are."""
        view = self.view()
        places = view.overridden_places()
        for offset, known, columns in zip(view.offsets.tolist(), view.known, view.columns, strict=False):
            here = slice(offset, offset + len(columns))
            if not np.any((places >= offset) & (places < offset + len(columns))):
                continue
            row = SearchSegment.objects.using(self.using).get(pk=known.key)
            self._delete([known], words=False)
            acl, names = segments.narrow(view.acl[here], view.acl_names)
            row.pk = uuid.uuid4()
            row.columns = replace(columns, acl=acl, acl_names=names).encode()
            row.save(using=self.using, force_insert=True)
        self._forget_overrides(pk__in=[override.pk for override in view.overrides])


def _name(key: object) -> str:
    return key.hex if isinstance(key, uuid.UUID) else str(key)


def _any(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
