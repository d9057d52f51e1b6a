"""Segments: some documents and all their words in a few flat arrays, made once and never changed.

A segment is what the embedded engine stores and reads. Its documents are numbered from 0 in the order of their keys
(``ordinals``). ``Columns`` says what each is, ``Words`` where each term stands. Nothing here knows a database.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines import analysis

Array = npt.NDArray[Any]

# Code of the access of a document that is gone, in place of a keyword's number.
GONE = 65_535
# "No date" comes after every date.
NO_DATE = -(2**62)
# Places of the title's words count from 0, those of the text from here: no phrase runs from one into the other.
BODY_START = 1_024
# Words further on than this are found, but not in phrases: places and frequencies are kept in 16 bits.
LAST_PLACE = 65_535

# So many written forms of a term are told apart in a segment; what is written otherwise is in no phrase.
MOST_FORMS = 255

POSTING = np.dtype([("ordinal", "<u4"), ("body", "<u2"), ("title", "u1")])


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it goes into a segment: ``title`` and ``body`` are tokens (``analysis.said``), ``date`` in
    microseconds, ``facets`` with kind, device and language."""

    pk: int
    acl: str
    language: str
    date: int
    title: Sequence[str]
    body: Sequence[str]
    title_words: Sequence[str]
    facets: Mapping[str, Sequence[str]]


def pack(meta: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """A header that says what follows, then the arrays as they lie in memory."""
    head = json.dumps(
        {"meta": meta, "arrays": [[name, array.dtype.str, len(array)] for name, array in arrays.items()]},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    head += b" " * (-(len(head) + 4) % 8)
    parts = [len(head).to_bytes(4, "little"), head]
    for array in arrays.values():
        raw = np.ascontiguousarray(array).tobytes()
        parts += [raw, b"\0" * (-len(raw) % 8)]
    return b"".join(parts)


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """What ``pack`` was given; the arrays are windows on ``data``, not copies."""
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + length])
    arrays: dict[str, Array] = {}
    place = 4 + length
    for name, code, number in head["arrays"]:
        dtype = np.dtype(code)
        arrays[name] = np.frombuffer(data, dtype=dtype, count=number, offset=place)
        place += number * dtype.itemsize
        place += -place % 8
    return head["meta"], arrays


def _text(words: Iterable[str]) -> Array:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _words(array: Array) -> list[str]:
    return array.tobytes().decode().split("\n") if len(array) else []


def _starts(counts: Array) -> Array:
    """Where each run begins, and the end of the last one."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _counts(starts: Array) -> Array:
    whole = starts.astype(np.int64)
    counts: Array = whole[1:] - whole[:-1]
    return counts


def stretches(starts: Array, counts: Array) -> Array:
    """The indices of many stretches, one after the other."""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)


@dataclass(frozen=True, slots=True)
class Facet:
    """Pairs of a document and the number of one of ``values``, in the order of the documents."""

    ordinals: Array
    codes: Array
    values: list[str]


@dataclass(frozen=True)
class Columns:
    """What the documents of a segment are, an array for each thing that is filtered, counted or sorted by."""

    pks: Array
    acl: Array
    acl_names: list[str]
    language: Array
    language_names: list[str]
    dates: Array
    title_length: Array
    body_length: Array
    facets: dict[str, Facet]
    # Words of the titles as they are typed, sorted; those of word n stand in the documents
    # title_ordinals[title_starts[n]:title_starts[n + 1]].
    title_words: list[str]
    title_starts: Array
    title_ordinals: Array

    def __len__(self) -> int:
        return len(self.pks)

    @cached_property
    def nbytes(self) -> int:
        arrays = [self.pks, self.acl, self.language, self.dates, self.title_length, self.body_length]
        arrays += [self.title_starts, self.title_ordinals]
        arrays += [array for facet in self.facets.values() for array in (facet.ordinals, facet.codes)]
        return sum(array.nbytes for array in arrays) + 70 * len(self.title_words)

    def encode(self) -> bytes:
        meta: dict[str, Any] = {"acl": self.acl_names, "language": self.language_names, "facets": {}}
        arrays = {
            "pks": self.pks.astype("<i8"),
            "acl": self.acl.astype("<u2"),
            "language": self.language.astype("u1"),
            "dates": self.dates.astype("<i8"),
            "title_length": self.title_length.astype("<u4"),
            "body_length": self.body_length.astype("<u4"),
            "title_words": _text(self.title_words),
            "title_starts": self.title_starts.astype("<u4"),
            "title_ordinals": self.title_ordinals.astype("<u4"),
        }
        for name, facet in self.facets.items():
            meta["facets"][name] = facet.values
            arrays[f"{name}.ordinals"] = facet.ordinals.astype("<u4")
            arrays[f"{name}.codes"] = facet.codes.astype("<u4")
        return pack(meta, arrays)

    @classmethod
    def decode(cls, data: bytes) -> Columns:
        meta, arrays = unpack(data)
        return cls(
            pks=arrays["pks"],
            acl=arrays["acl"],
            acl_names=meta["acl"],
            language=arrays["language"],
            language_names=meta["language"],
            dates=arrays["dates"],
            title_length=arrays["title_length"],
            body_length=arrays["body_length"],
            facets={
                name: Facet(arrays[f"{name}.ordinals"], arrays[f"{name}.codes"], values)
                for name, values in meta["facets"].items()
            },
            title_words=_words(arrays["title_words"]),
            title_starts=arrays["title_starts"],
            title_ordinals=arrays["title_ordinals"],
        )

    def titled(self, beginning: str, *, whole: bool) -> Array:
        """Documents whose title holds the word ``beginning``, or one that starts so."""
        low = bisect_left(self.title_words, beginning)
        high = bisect_left(self.title_words, beginning + ("\0" if whole else "\U0010ffff"))
        return self.title_ordinals[int(self.title_starts[low]) : int(self.title_starts[high])]


def _unknown(number: int) -> Array:
    """Forms of a segment that was made before words were told apart: until it is made anew no phrase is found in it."""
    return np.full(number, MOST_FORMS, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Places:
    """Where one term stands, and which of its ``words`` stands there."""

    places: Array
    forms: Array
    words: Sequence[str]

    @property
    def nbytes(self) -> int:
        return self.places.nbytes + self.forms.nbytes + 80 * len(self.words)

    @classmethod
    def read(cls, postings: Array, data: bytes) -> Places:
        """As ``Words.rows`` gives them: two bytes a place, one a form, then the words."""
        number = int(postings["title"].sum(dtype=np.int64)) + int(postings["body"].sum(dtype=np.int64))
        places = np.frombuffer(data, dtype="<u2", count=number)
        if len(data) == 2 * number:
            return cls(places, _unknown(number), [""])
        forms = np.frombuffer(data, dtype=np.uint8, count=number, offset=2 * number)
        return cls(places, forms, data[3 * number :].decode().split("\n"))


@dataclass(frozen=True)
class Words:
    """The terms of a segment, sorted, and the documents that hold each: ``postings[starts[n]:starts[n + 1]]``.

    ``places`` has for each posting in turn its places in the title, then those in the text; ``forms``, for each place,
    which of the words of the term stands there: ``words[word_starts[n]:word_starts[n + 1]]``, as typed, folded.
    """

    terms: list[str]
    starts: Array
    postings: Array
    places: Array
    forms: Array
    words: list[str]
    word_starts: Array

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def place_starts(self) -> Array:
        return _starts(self.postings["title"].astype(np.int64) + self.postings["body"])

    @property
    def nbytes(self) -> int:
        # The words are held twice, in the list and in the dictionary, as one object.
        numbers = self.postings.nbytes + self.places.nbytes + self.forms.nbytes + 8 * len(self.postings)
        return numbers + 200 * len(self.terms) + 80 * len(self.words)

    def of(self, term: str) -> Array | None:
        number = self.numbers.get(term)
        return None if number is None else self.postings[self.starts[number] : self.starts[number + 1]]

    def places_of(self, term: str) -> Places:
        number = self.numbers[term]
        here = slice(self.place_starts[self.starts[number]], self.place_starts[self.starts[number + 1]])
        words = self.words[self.word_starts[number] : self.word_starts[number + 1]]
        return Places(self.places[here], self.forms[here], words)

    def encode(self) -> bytes:
        return pack(
            {},
            {
                "terms": _text(self.terms),
                "starts": self.starts.astype("<u4"),
                "postings": self.postings.view(np.uint8),
                "places": self.places,
                "forms": self.forms,
                "words": _text(self.words),
                "word_starts": self.word_starts.astype("<u4"),
            },
        )

    @classmethod
    def decode(cls, data: bytes) -> Words:
        _meta, arrays = unpack(data)
        if "forms" not in arrays:
            number = len(arrays["starts"]) - 1
            arrays |= {"forms": _unknown(len(arrays["places"])), "word_starts": np.arange(number + 1)}
            arrays["words"] = _text([""] * number)
        return cls(
            terms=_words(arrays["terms"]),
            starts=arrays["starts"],
            postings=arrays["postings"].view(POSTING),
            places=arrays["places"],
            forms=arrays["forms"],
            words=_words(arrays["words"]),
            word_starts=arrays["word_starts"],
        )

    def rows(self) -> Iterator[tuple[str, bytes, bytes]]:
        """(term, postings, places) of each term, to be stored one by one."""
        postings = memoryview(self.postings.tobytes())
        places, forms = memoryview(self.places.tobytes()), memoryview(self.forms.tobytes())
        size = POSTING.itemsize
        starts = self.starts.tolist()
        bounds = self.place_starts[self.starts].tolist()
        words = self.word_starts.tolist()
        for number, term in enumerate(self.terms):
            low, high = starts[number], starts[number + 1]
            begin, end = bounds[number], bounds[number + 1]
            names = "\n".join(self.words[words[number] : words[number + 1]]).encode()
            yield (
                term,
                bytes(postings[low * size : high * size]),
                b"".join((places[2 * begin : 2 * end], forms[begin:end], names)),
            )

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, bytes | memoryview, bytes | memoryview]]) -> Words:
        held = sorted((term, bytes(postings), bytes(places)) for term, postings, places in rows)
        read = [np.frombuffer(postings, dtype=POSTING) for _term, postings, _places in held]
        placed = [Places.read(found, places) for found, (_term, _postings, places) in zip(read, held, strict=True)]
        return cls(
            terms=[term for term, _postings, _places in held],
            starts=_starts(np.array([len(found) for found in read], dtype=np.int64)),
            postings=np.concatenate([np.empty(0, dtype=POSTING), *read]),
            places=np.concatenate([np.empty(0, dtype="<u2"), *(each.places for each in placed)]),
            forms=np.concatenate([np.empty(0, dtype=np.uint8), *(each.forms for each in placed)]),
            words=[word for each in placed for word in each.words],
            word_starts=_starts(np.array([len(each.words) for each in placed], dtype=np.int64)),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    columns: Columns
    words: Words


@dataclass(frozen=True, slots=True)
class _Codes:
    """Numbers for names, given as they come."""

    known: dict[str, int] = field(default_factory=dict)

    def __call__(self, name: str) -> int:
        return self.known.setdefault(name, len(self.known))

    @property
    def names(self) -> list[str]:
        return list(self.known)


def build(entries: Iterable[Entry]) -> Segment:
    """A segment of ``entries``; of two with one key the later one."""
    held = {entry.pk: entry for entry in entries}
    documents = [held[pk] for pk in sorted(held)]
    return Segment(_columns(documents), _index(documents))


def placed(segment: Segment, documents: Sequence[tuple[int, str] | None]) -> Segment:
    """``segment`` with other keys and access keywords for its documents, in turn; without those that have none."""
    keep = np.array([held is not None for held in documents], dtype=bool)
    pks = np.array([-1 if held is None else held[0] for held in documents], dtype=np.int64)
    code = _Codes()
    acl = np.array([GONE if held is None else code(held[1]) for held in documents], dtype=np.uint16)
    columns = replace(segment.columns, pks=pks, acl=acl, acl_names=code.names)
    if keep.all() and np.all(pks[1:] > pks[:-1]):
        return Segment(columns, segment.words)
    nothing = np.zeros(len(keep), dtype=bool)
    return merge([Part(columns, segment.words, acl, keep, nothing)], code.names)


def _columns(documents: Sequence[Entry]) -> Columns:
    acl, language = _Codes(), _Codes()
    facets: dict[str, tuple[list[int], list[int], _Codes]] = {}
    titled: dict[str, list[int]] = {}
    for ordinal, entry in enumerate(documents):
        for name, values in entry.facets.items():
            ordinals, numbers, codes = facets.setdefault(name, ([], [], _Codes()))
            for value in dict.fromkeys(values):
                if value:
                    ordinals.append(ordinal)
                    numbers.append(codes(value))
        for word in dict.fromkeys(entry.title_words):
            titled.setdefault(word, []).append(ordinal)
    words = sorted(titled)
    return Columns(
        pks=np.array([entry.pk for entry in documents], dtype=np.int64),
        acl=np.array([acl(entry.acl) for entry in documents], dtype=np.uint16),
        acl_names=acl.names,
        language=np.array([language(entry.language) for entry in documents], dtype=np.uint8),
        language_names=language.names,
        dates=np.array([entry.date for entry in documents], dtype=np.int64),
        title_length=np.array([len(entry.title) for entry in documents], dtype=np.uint32),
        body_length=np.array([len(entry.body) for entry in documents], dtype=np.uint32),
        facets={
            name: Facet(np.array(ordinals, dtype=np.uint32), np.array(numbers, dtype=np.uint32), codes.names)
            for name, (ordinals, numbers, codes) in sorted(facets.items())
        },
        title_words=words,
        title_starts=_starts(np.array([len(titled[word]) for word in words], dtype=np.int64)),
        title_ordinals=np.array([ordinal for word in words for ordinal in titled[word]], dtype=np.uint32),
    )


class _Numbers(dict[str, int]):
    """A number for each token, given as they come."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


def _numbered(tokens: Sequence[str]) -> tuple[list[str], Array, list[str], Array, Array]:
    """Of sorted ``tokens`` the terms, the number of the term of each, the words, where those of each term begin, and
    the number of each word among those of its term."""
    parted = [analysis.parted(token) for token in tokens]
    terms = list(dict.fromkeys(term for term, _word in parted))
    numbers = {term: number for number, term in enumerate(terms)}
    of_term = np.array([numbers[term] for term, _word in parted], dtype=np.int64)
    starts = _starts(np.bincount(of_term, minlength=len(terms)))
    forms = np.minimum(np.arange(len(tokens)) - starts[of_term], MOST_FORMS)
    return terms, of_term, [word for _term, word in parted], starts, forms.astype(np.uint8)


def _index(documents: Sequence[Entry]) -> Words:
    vocabulary = _Numbers()
    tokens: list[int] = []
    for entry in documents:
        tokens.extend(map(vocabulary.__getitem__, entry.title))
        tokens.extend(map(vocabulary.__getitem__, entry.body))
    known = sorted(vocabulary)
    terms, of_term, words, word_starts, of_form = _numbered(known)
    term = np.empty(len(known), dtype=np.int64)
    form = np.empty(len(known), dtype=np.uint8)
    numbers = [vocabulary[token] for token in known]
    term[numbers], form[numbers] = of_term, of_form
    said = np.array(tokens, dtype=np.int64)
    lengths = np.array([(len(entry.title), len(entry.body)) for entry in documents], dtype=np.int64).reshape(-1, 2)
    whole = lengths.sum(axis=1)
    ordinals = np.repeat(np.arange(len(documents)), whole)
    places = np.arange(len(tokens)) - np.repeat(_starts(whole)[:-1], whole)
    title = np.repeat(lengths[:, 0], whole)
    in_title = places < title
    places = np.where(in_title, places, places - title + BODY_START)
    keys = term[said] * max(len(documents), 1) + ordinals
    # Stable: a term's places in a document stay in their order.
    order = np.argsort(keys, kind="stable")
    keys, places, in_title, forms = keys[order], places[order], in_title[order], form[said[order]]
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    counts = np.diff(np.append(firsts, len(keys)))
    titles = np.add.reduceat(in_title, firsts, dtype=np.int64) if len(firsts) else np.empty(0, np.int64)
    if len(counts) and int(counts.max()) > LAST_PLACE:
        kept = np.minimum(counts, LAST_PLACE)
        first = stretches(firsts, kept)
        places, forms, counts = places[first], forms[first], kept
    postings = np.empty(len(firsts), dtype=POSTING)
    postings["ordinal"] = keys[firsts] % max(len(documents), 1)
    postings["title"] = titles
    postings["body"] = counts - titles
    held = np.bincount(keys[firsts] // max(len(documents), 1), minlength=len(terms))
    places = np.minimum(places, LAST_PLACE).astype("<u2")
    return Words(terms, _starts(held), postings, places, forms, words, word_starts)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to be merged. ``acl`` in place of its own; documents to ``keep``; those to keep ``gone``, as a key
    without words, because an older version lies in a segment that is not merged."""

    columns: Columns
    words: Words
    acl: Array
    keep: Array
    gone: Array


def narrow(acl: Array, names: Sequence[str]) -> tuple[Array, list[str]]:
    """``acl`` with numbers of its own, for the names that it uses."""
    used = np.unique(acl[acl != GONE])
    table = np.full(GONE + 1, GONE, dtype=np.uint16)
    table[used] = np.arange(len(used))
    return table[acl], [names[code] for code in used.tolist()]


def merge(parts: Sequence[Part], acl_names: Sequence[str]) -> Segment:
    """One segment of what is kept of ``parts``. A document is kept in one of them at most."""
    stay = [part.keep | part.gone for part in parts]
    pks = np.concatenate([part.columns.pks[held] for part, held in zip(parts, stay, strict=True)])
    order = np.argsort(pks, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    maps: list[Array] = []
    begun = 0
    for held in stay:
        target = np.full(len(held), -1, dtype=np.int64)
        number = int(held.sum())
        target[held] = place[begun : begun + number]
        maps.append(target)
        begun += number
    spoken = [np.where(part.keep, target, -1) for part, target in zip(parts, maps, strict=True)]
    return Segment(
        _merged_columns(parts, acl_names, stay, spoken, order, pks[order]),
        _merged_words([part.words for part in parts], spoken, len(order)),
    )


def _merged_columns(
    parts: Sequence[Part],
    acl_names: Sequence[str],
    stay: Sequence[Array],
    spoken: Sequence[Array],
    order: Array,
    pks: Array,
) -> Columns:
    def together(arrays: Iterable[Array]) -> Array:
        joined: Array = np.concatenate([array[held] for array, held in zip(arrays, stay, strict=True)])[order]
        return joined

    language = _Codes()
    acl, names = narrow(together(np.where(part.keep, part.acl, GONE) for part in parts), acl_names)
    languages = [
        np.array([language(name) for name in part.columns.language_names] or [0], dtype=np.uint8)[part.columns.language]
        for part in parts
    ]
    facets: dict[str, Facet] = {}
    for name in sorted({name for part in parts for name in part.columns.facets}):
        codes = _Codes()
        ordinals, numbers = [], []
        for part, target in zip(parts, spoken, strict=True):
            held = part.columns.facets.get(name)
            if held is None or not len(held.codes):
                continue
            there = target[held.ordinals]
            kept = there >= 0
            ordinals.append(there[kept])
            numbers.append(np.array([codes(value) for value in held.values], dtype=np.uint32)[held.codes[kept]])
        if ordinals:
            where = np.concatenate(ordinals)
            sort = np.argsort(where, kind="stable")
            facets[name] = Facet(where[sort].astype(np.uint32), np.concatenate(numbers)[sort], codes.names)
    words, starts, titled = _merged_titles(parts, spoken)
    return Columns(
        pks=pks,
        acl=acl,
        acl_names=names,
        language=together(languages),
        language_names=language.names,
        dates=together(part.columns.dates for part in parts),
        title_length=together(part.columns.title_length for part in parts),
        body_length=together(part.columns.body_length for part in parts),
        facets=facets,
        title_words=words,
        title_starts=starts,
        title_ordinals=titled,
    )


def _ranks(lists: Sequence[list[str]]) -> tuple[list[str], list[Array]]:
    """All the words, sorted, and for each list the numbers its words have there."""
    words = sorted(set().union(*lists))
    numbers = {word: number for number, word in enumerate(words)}
    return words, [np.array([numbers[word] for word in held], dtype=np.int64) for held in lists]


def _merged_titles(parts: Sequence[Part], spoken: Sequence[Array]) -> tuple[list[str], Array, Array]:
    words, ranks = _ranks([part.columns.title_words for part in parts])
    numbers, ordinals = [], []
    for part, rank, target in zip(parts, ranks, spoken, strict=True):
        there = target[part.columns.title_ordinals]
        kept = there >= 0
        numbers.append(np.repeat(rank, _counts(part.columns.title_starts))[kept])
        ordinals.append(there[kept])
    number, ordinal = np.concatenate(numbers), np.concatenate(ordinals)
    order = np.lexsort((ordinal, number))
    counts = np.bincount(number, minlength=len(words))
    held = np.flatnonzero(counts)
    return [words[n] for n in held.tolist()], _starts(counts[held]), ordinal[order].astype(np.uint32)


def _merged_words(parts: Sequence[Words], spoken: Sequence[Array], documents: int) -> Words:
    tokens, ranks = _ranks([_tokens(words) for words in parts])
    terms, of_term, names, _starts_of_words, _forms = _numbered(tokens)
    keys, postings, starts, said, begun = [], [], [], [], 0
    for words, rank, target in zip(parts, ranks, spoken, strict=True):
        there = target[words.postings["ordinal"]]
        kept = there >= 0
        held = words.postings[kept]
        held["ordinal"] = there[kept]
        # A term has a word at least: its first one says which of the terms here it is.
        number = of_term[rank[words.word_starts[:-1].astype(np.int64)]]
        keys.append((np.repeat(number, _counts(words.starts)) * max(documents, 1) + there)[kept])
        postings.append(held)
        starts.append(words.place_starts[:-1][kept] + begun)
        said.append(_said(words, rank))
        begun += len(words.places)
    key, posting, start = np.concatenate(keys), np.concatenate(postings), np.concatenate(starts)
    # Each part is in order already: putting runs together is what this sort is quick at.
    order = np.argsort(key, kind="stable")
    posting = posting[order]
    counts = posting["title"].astype(np.int64) + posting["body"]
    places = stretches(start[order], counts)
    held_by = np.bincount(key // max(documents, 1), minlength=len(terms))
    held_terms = np.flatnonzero(held_by)
    forms, words_of = _renumbered(np.concatenate(said)[places], of_term, held_terms)
    return Words(
        terms=[terms[n] for n in held_terms.tolist()],
        starts=_starts(held_by[held_terms]),
        postings=posting,
        places=np.concatenate([words.places for words in parts])[places].astype("<u2"),
        forms=forms,
        words=[names[n] for n in words_of.tolist()],
        word_starts=_starts(np.bincount(of_term[words_of], minlength=len(terms))[held_terms]),
    )


def _tokens(words: Words) -> list[str]:
    of_term = np.repeat(np.arange(len(words.terms)), _counts(words.word_starts)).tolist()
    return [analysis.joined(words.terms[n], word) for n, word in zip(of_term, words.words, strict=True)]


def _said(words: Words, rank: Array) -> Array:
    """For each place of ``words`` the token there, by its number in ``rank``; -1 where its word is not known."""
    first = words.word_starts[:-1].astype(np.int64)
    of_place = np.repeat(first, np.diff(words.place_starts[words.starts.astype(np.int64)]))
    known = words.forms < MOST_FORMS
    return np.where(known, rank[np.minimum(of_place + words.forms, len(rank) - 1)], -1)


def _renumbered(said: Array, of_term: Array, held_terms: Array) -> tuple[Array, Array]:
    """The tokens at each place as numbers among the words of their term, of those that are still said; and these."""
    held = np.zeros(len(of_term), dtype=bool)
    held[said[said >= 0]] = True
    # None is known of some terms that are written in more ways than can be told apart: their first one stays.
    number_of_terms = int(of_term[-1]) + 1 if len(of_term) else 0
    nameless = np.bincount(of_term[held], minlength=number_of_terms)[held_terms] == 0
    held[np.searchsorted(of_term, held_terms)[nameless]] = True
    kept = np.flatnonzero(held)
    number = np.full(len(of_term) + 1, MOST_FORMS, dtype=np.int64)
    number[kept] = np.arange(len(kept)) - np.searchsorted(of_term[kept], of_term[kept])
    return np.minimum(number[said], MOST_FORMS).astype(np.uint8), kept
