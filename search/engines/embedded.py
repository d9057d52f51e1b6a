"""The engine inside the site's database: segments of postings (``shelf``), scored here with numpy.

Whatever is counted or weighed (documents, documents that hold a word, mean lengths, facets, totals) is taken over the
documents that this reader may see. With numbers over all documents the order of public results would change with what
private ones say. Every score is made of the same steps in the same order for each document alone, so it does not
depend on which segment a document lies in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from search.engines import analysis, base, segments
from search.engines.base import Engine, EngineResult, SearchQuery
from search.engines.plan import Alternative, Plan
from search.engines.segments import NO_DATE, Array, Entry, Segment
from search.engines.shelf import Reading, Shelf, View
from search.models import SearchDocument

# A facet with more values than this shows the most frequent ones.
MAX_VALUES = 1_000
# Scores are compared to so many parts of one.
_PRECISION = 1_000_000
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Described(Protocol):
    """What a document's row says of it, whatever holds it."""

    @property
    def language(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Examples:
    """In how many of the reader's documents a term stands, and some of them."""

    number: int
    ids: tuple[int, ...]


class EmbeddedEngine(Engine):
    name = "embedded"

    def __init__(self, using: str = "default") -> None:
        self.shelf = Shelf(using)

    def prepare(self) -> None:
        self.shelf.prepare()

    def index(self, documents: Sequence[SearchDocument]) -> None:
        self.shelf.add(segments.build(entry(document) for document in documents))

    def take_in(self, segment: Segment, documents: Sequence[tuple[int, str] | None]) -> None:
        """As ``index``, of documents that were analysed before they had a row: for each of ``segment`` its key and
        access keyword, None to leave it out."""
        self.shelf.add(segments.placed(segment, documents))

    def remove(self, ids: Sequence[int]) -> None:
        self.shelf.remove(ids)

    def tidy(self) -> None:
        """Put small segments together and work in what has changed: the worker's part, never a reader's."""
        self.shelf.tidy()

    def held(self) -> dict[int, str]:
        """Key and access keyword of every document that the engine holds."""
        return self.shelf.view().held()

    def search(self, query: SearchQuery) -> EngineResult:
        answered = self._answered(query)
        if answered is None:
            return EngineResult()
        view, matched, scores = answered
        kept, facets = _narrowed(view, matched, query.filters)
        worth = view.dates
        if scores is not None and query.sort != base.DATE:
            worth = np.rint(scores.total * _PRECISION).astype(np.int64)
        return _page(view, kept, worth, query, facets)

    def _answered(self, query: SearchQuery) -> tuple[View, Array, Scores | None] | None:
        """The documents that answer before any filter, and how well where words are wanted; None if nothing can."""
        plans = query.plans()
        groups = any(plan.groups for plan in plans.values())
        if not query.keywords or (not groups and (query.words.wanted or query.words.phrases)):
            return None
        phrases = [phrase for plan in plans.values() for phrase in (*plan.phrases, *plan.refused_phrases)]
        following = {term for phrase in phrases for term in analysis.terms_of(phrase)}
        terms = {term for plan in plans.values() for term in (*plan.terms, *plan.refused)} | following
        reading = self.shelf.read(terms, following)
        view = reading.view
        visible = view.visible(query.keywords)
        scores = Scores(reading, visible, view.dates >= _moment(query.recent_from) if query.recent_from else None)
        for language, plan in plans.items():
            scores.add(language, plan, 1.0 if language == query.language else base.OTHER_LANGUAGE)
        needed = scores.needed if query.well else 1
        matched = visible & (scores.ideas >= needed) if groups else visible.copy()
        for plan in plans.values():
            for term in plan.refused:
                matched[reading.found(term, visible).ordinals] = False
        for language, plan in plans.items():
            if plan.phrases and language in view.languages:
                held = view.language != view.languages.index(language)
                inside = np.ones(view.size, dtype=bool)
                for phrase in plan.phrases:
                    inside &= reading.phrase(phrase)
                matched &= held | inside
        for phrase in {phrase for plan in plans.values() for phrase in plan.refused_phrases}:
            matched &= ~reading.phrase(phrase)
        return view, matched, scores if groups else None

    def frequencies(self, terms: Sequence[str], keywords: frozenset[str]) -> dict[str, int]:
        reading = self.shelf.read(set(terms))
        visible = reading.view.visible(keywords)
        counts = {term: reading.count(term, visible) for term in dict.fromkeys(terms)}
        return {term: count for term, count in counts.items() if count}

    def certain(self) -> set[str]:
        """Terms that somebody may find: at once most of those that ``frequencies`` would find one by one."""
        return self.shelf.certain()

    def examples(self, terms: Sequence[str], keywords: frozenset[str], number: int) -> dict[str, Examples]:
        """``frequencies``, with the few documents that say each term most often, in the title before all."""
        reading = self.shelf.read(set(terms))
        view = reading.view
        visible = view.visible(keywords)
        held = {}
        for term in dict.fromkeys(terms):
            found = reading.found(term, visible)
            if len(found.ordinals):
                pks = view.pks[found.ordinals]
                most = np.lexsort((pks, -found.body.astype(np.int32), -found.title.astype(np.int32)))[:number]
                held[term] = Examples(len(found.ordinals), tuple(pks[most].tolist()))
        return held

    def completions(
        self, words: Sequence[str], beginning: str, keywords: frozenset[str], language: str, limit: int = 8
    ) -> tuple[int, ...]:
        view = self.shelf.view()
        held = view.visible(keywords)
        wanted = [(word, True) for word in words] + ([(beginning, False)] if beginning else [])
        if not wanted:
            return ()
        for word, whole in wanted:
            marked = np.zeros(view.size, dtype=bool)
            marked[view.titled(word, whole=whole)] = True
            held = held & marked
        found = np.flatnonzero(held)
        mine = view.languages.index(language) if language in view.languages else -1
        # Comments bear the title of what they are on: after that. Short titles say most with what was typed.
        said = view.of_kind("comment")[found]
        keys = (view.pks[found], -view.dates[found], view.title_length[found], view.language[found] != mine, said)
        return tuple(view.pks[found[np.lexsort(keys)[:limit]]].tolist())


class Scores:
    """The score of every document for a question, as ``engines.plan`` says.

    ``ideas`` is how many of them it holds, ``needed`` how many would be more than half.
    """

    def __init__(self, reading: Reading, visible: Array, recent: Array | None) -> None:
        self.reading = reading
        self.visible = visible
        self.recent = recent
        view = reading.view
        self.total = np.zeros(view.size)
        self.ideas = np.zeros(view.size, dtype=np.uint8)
        self.needed = np.ones(view.size, dtype=np.uint8)

    def add(self, language: str, plan: Plan, factor: float) -> None:
        view = self.reading.view
        if not plan.groups or language not in view.languages:
            return
        corpus = Corpus(view, self.visible, language)
        terms: dict[str, tuple[Array, Array]] = {}
        for term in dict.fromkeys(term for group in plan.groups for held in group for term in held.terms):
            terms[term] = self._term(term, corpus)
        for group in plan.groups:
            ordinals, worth = self._group(group, terms)
            self.total[ordinals] += worth
            self.ideas[ordinals] += 1
        # Terms carry their language: only documents of this one have been scored, and by this plan alone.
        shares = np.ones(view.size)
        mine = view.language == view.languages.index(language)
        self.needed[mine] = plan.needed
        counted = 1 + self.ideas[mine] / len(plan.groups)
        if self.recent is not None:
            counted += base.RECENCY * self.recent[mine]
        shares[mine] = counted * factor
        self.total *= shares

    def _group(self, group: Sequence[Alternative], terms: Mapping[str, tuple[Array, Array]]) -> tuple[Array, Array]:
        """The documents that express an idea, and how well: as well as the best of its alternatives."""
        found = [self._alternative(alternative, terms) for alternative in group]
        if len(found) == 1:
            return found[0]
        best = np.full(self.reading.view.size, -1.0)
        for ordinals, worth in found:
            best[ordinals] = np.maximum(best[ordinals], worth)
        held = np.flatnonzero(best >= 0)
        return held, best[held]

    def _alternative(self, held: Alternative, terms: Mapping[str, tuple[Array, Array]]) -> tuple[Array, Array]:
        if len(held.terms) == 1:
            ordinals, worth = terms[held.terms[0]]
            return ordinals, worth * held.weight
        number = np.zeros(self.reading.view.size, dtype=np.uint8)
        total = np.zeros(self.reading.view.size)
        distinct = dict.fromkeys(held.terms)
        for term in distinct:
            ordinals, worth = terms[term]
            number[ordinals] += 1
            total[ordinals] += worth
        every = np.flatnonzero(number == len(distinct)) if distinct else np.empty(0, np.int64)
        return every, total[every] / max(len(distinct), 1) * held.weight

    def _term(self, term: str, corpus: Corpus) -> tuple[Array, Array]:
        view = self.reading.view
        found = self.reading.found(term, self.visible)
        number = len(found.ordinals)
        worth = np.full(number, base.PRESENCE)
        for times, lengths, mean, weight in (
            (found.title, view.title_length, corpus.title, base.TITLE_WEIGHT),
            (found.body, view.body_length, corpus.body, 1.0),
        ):
            often = times.astype(np.float64)
            length = lengths[found.ordinals] / mean
            worth += weight * often * (base.K1 + 1) / (often + base.K1 * (1 - base.B + base.B * length))
        return found.ordinals, worth * math.log(1 + (corpus.documents - number + 0.5) / (number + 0.5))


class Corpus:
    """The documents of one language that the reader may see: how many, and how long in the mean."""

    def __init__(self, view: View, visible: Array, language: str) -> None:
        mine = visible & (view.language == view.languages.index(language))
        self.documents = int(np.count_nonzero(mine))
        self.title = int(view.title_length[mine].sum(dtype=np.int64)) / max(self.documents, 1) or 1.0
        self.body = int(view.body_length[mine].sum(dtype=np.int64)) / max(self.documents, 1) or 1.0


def _narrowed(
    view: View, matched: Array, filters: Mapping[str, Sequence[str]]
) -> tuple[Array, dict[str, dict[str, int]]]:
    """What passes every filter, and how many of each value: of a filtered facet without its own filter."""
    passed = {}
    for name, values in filters.items():
        passed[name] = np.zeros(view.size, dtype=bool)
        if name in view.facets:
            facet = view.facets[name]
            chosen = np.array([value in values for value in facet.values], dtype=bool)
            passed[name][facet.ordinals[chosen[facet.codes]]] = True
    kept = matched.copy()
    for held in passed.values():
        kept &= held
    facets = {}
    for name, facet in view.facets.items():
        among = kept
        if name in passed:
            among = matched.copy()
            for other, held in passed.items():
                if other != name:
                    among &= held
        counts = np.bincount(facet.codes[among[facet.ordinals]], minlength=len(facet.values))
        numbers = [(-int(counts[code]), facet.values[code]) for code in np.flatnonzero(counts).tolist()]
        if numbers:
            facets[name] = {value: -count for count, value in sorted(numbers)[:MAX_VALUES]}
    return kept, facets


def _page(view: View, kept: Array, worth: Array, query: SearchQuery, facets: dict[str, dict[str, int]]) -> EngineResult:
    found = np.flatnonzero(kept)
    total = len(found)
    last = max(1, -(-min(total, base.MAX_RESULTS) // query.per_page))
    page = min(query.page, last)
    wanted = min(page * query.per_page, base.MAX_RESULTS)
    keys = worth[found]
    if total > wanted:
        # Only what may come onto the page is put in order.
        least = np.partition(keys, total - wanted)[total - wanted]
        found, keys = found[keys >= least], keys[keys >= least]
    order = np.lexsort((view.pks[found], -view.dates[found], -keys))
    ids = view.pks[found[order[(page - 1) * query.per_page : wanted]]]
    return EngineResult(ids=tuple(ids.tolist()), total=total, page=page, facets=facets)


def entry(document: SearchDocument) -> Entry:
    text = document.text
    return entry_of(document, document.pk, document.acl, text.tokens(document), text.tags, text.facets)


def entry_of(
    row: Described,
    pk: int,
    acl: str,
    tokens: tuple[Sequence[str], Sequence[str]],
    tags: Sequence[str],
    facets: Mapping[str, Sequence[str]],
) -> Entry:
    """A document as it goes into a segment, of what its row says and of its text."""
    return Entry(
        pk=pk,
        acl=acl,
        language=row.language,
        date=NO_DATE if row.date is None else _moment(row.date),
        title=tokens[0],
        body=tokens[1],
        title_words=analysis.words(row.title),
        # Facets that are columns of the document, whatever else is said under these names.
        facets={**facets, "tag": tags, "kind": (row.kind,), "device": (row.device,), "language": (row.language,)},
    )


def _moment(moment: datetime) -> int:
    """In microseconds."""
    return int((moment - _BEGINNING).total_seconds() * 1_000_000)
