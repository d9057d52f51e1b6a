"""The engine on a search server: Elasticsearch 8 and 9, OpenSearch 2 and 3.

The server is given terms, not text: analysis is ours (``analysis.py``), so that it finds what the embedded engine
finds. And it is not asked how rare a word is: its own numbers are over all documents, private and deleted ones too,
and the order of public results would tell of them. A question is asked in two rounds. The first
counts, over what this reader may see: results, facets, and in how many documents each term stands. The second ranks
by these numbers. What a term is worth in a document but for its rarity (presence, and how often it stands in title
and text for their lengths) is written into the index, as a feature. Mean lengths are those of public documents when
the index was made.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Avg
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch

from search.engines import analysis, base
from search.engines.base import Engine, EngineResult, SearchQuery
from search.engines.plan import Group, Plan
from search.models import SearchDocument

logger = logging.getLogger(__name__)

# Mean lengths while there is nothing to take them from; about those of a portal with a hundred documents.
USUAL_LENGTHS = {"title": 6.0, "body": 90.0}
# Those of the document's columns that are facets.
COLUMNS = ("kind", "device", "language")
MAX_VALUES = 1_000
# What is sent at once, in documents and in bytes.
CHUNK = 500
CHUNK_BYTES = 4_000_000
# How long the pieces of a new index are waited for; 250,000 documents take 8. Less than whoever builds holds it for.
MERGE_SECONDS = 90

# From so many results on, the best are looked for among these by the worth of their words alone: there the server
# passes over what cannot be among them. Of 250,200 documents that takes 12 ms where ranking all takes 34 to 54; of
# 33,160 and of 39,863 results it takes as long as ranking them.
MANY = 50_000
SHORTLIST = 200
# Times what its words are worth: once, again by the share of the ideas that it holds, and a little for being recent.
MOST_GAINED = 2 + base.RECENCY
# Floating point: what is so near may be above.
_NEARLY = 1.00001

# More than any term is ever worth in a document.
_MOST = base.PRESENCE + (base.TITLE_WEIGHT + 1) * (base.K1 + 1)
_TERMS = {"type": "text", "analyzer": "whitespace", "norms": False}
_KEYWORD = {"type": "keyword", "eager_global_ordinals": True}
_STORED = {"type": "keyword", "index": False}
_PROPERTIES: dict[str, Any] = {
    "acl": {"type": "keyword"},
    **dict.fromkeys(COLUMNS, _KEYWORD),
    # "tag=vélo": one field for all, counted in one go.
    "facet": _KEYWORD,
    # Microseconds: two dates that differ in the database differ here.
    "date": {"type": "long"},
    "id": {"type": "long"},
    "length": {"type": "integer"},
    "digest": _STORED,
    # The terms of the title and those of the text.
    "terms": {**_TERMS, "index_options": "docs"},
    # The words that they stand for, for phrases: those of the text so far from the title that none runs across.
    "said": {**_TERMS, "position_increment_gap": 100},
    # The words of the title as they are typed, accents folded: for completion.
    "words": {**_TERMS, "index_options": "docs", "index_prefixes": {"min_chars": 1, "max_chars": 12}},
    # What each term is worth here, but for its rarity; see ``feature``.
    "worth": {"type": "rank_features"},
}
_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Said, so that an index that nobody searches is refreshed all the same: the first search must not wait.
    "refresh_interval": "1s",
    # How long it remembers the version of what was deleted: an older write that comes late must still lose.
    "gc_deletes": "1h",
}


class WriteError(Exception):
    """The server did not take what it was sent; it may do so later."""


class QuestionError(Exception):
    """The server did not understand a part of what it was asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index is to hold of a document from ``version`` on: nothing, if ``document`` is None.

    Without a version it is written whatever stands there.
    """

    pk: int
    document: SearchDocument | None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How documents are written into an index; in its ``_meta``, so that an index says itself how it was made."""

    lengths: Mapping[str, Mapping[str, float]]

    @classmethod
    def of_database(cls) -> Layout:
        """By the mean lengths of public documents: those of private ones would show in the order of results."""
        rows = (
            SearchDocument.objects.filter(acl="public")
            .values("language")
            .annotate(title=Avg("title_length"), body=Avg("body_length"))
        )
        found: dict[str, dict[str, Any]] = {row["language"]: dict(row) for row in rows}
        return cls(
            {
                language: {
                    field: round(found.get(language, {}).get(field) or usual, 3)
                    for field, usual in USUAL_LENGTHS.items()
                }
                for language in analysis.LANGUAGES
            }
        )

    def meta(self) -> dict[str, Any]:
        return {"made": made(), "lengths": self.lengths}

    def length(self, language: str, field: str) -> float:
        return self.lengths.get(language, USUAL_LENGTHS).get(field, USUAL_LENGTHS[field])


def made(*, scored: bool = True) -> str:
    """Changes with everything that decides what stands in an index: another one must be built anew."""
    weights = [base.K1, base.B, base.TITLE_WEIGHT, base.PRESENCE]
    parts = [analysis.VERSION, weights, properties(scored=scored), _SETTINGS]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def properties(*, scored: bool = True) -> dict[str, Any]:
    return {name: kind for name, kind in _PROPERTIES.items() if scored or kind["type"] != "rank_features"}


class ElasticEngine(Engine):
    """Reads and writes ``index``: an index, or an alias of one that others may exchange (``aliased``).

    ``scored=False`` leaves out what a bare server has no module for: it finds, counts and forgets, without ranking.
    """

    name = "elasticsearch"

    def __init__(
        self,
        client: Elasticsearch,
        index: str,
        *,
        aliased: bool = False,
        patience: float = 10.0,
        scored: bool = True,
    ) -> None:
        self.client = client
        self.index_name = index
        self.aliased = aliased
        # Seconds that a question may take, all its requests together.
        self.patience = patience
        self.scored = scored
        self._layouts: dict[str, Layout] = {}

    # Writing.

    def prepare(self) -> None:
        if not self.slow.indices.exists(index=self.index_name):
            self.create(self.index_name)

    def create(self, index: str, *, filling: bool = False) -> None:
        """A new, empty index. Documents that are stored by now say how long documents are on average.

        ``filling``: it is not searched before ``open``, and filled the quicker.
        """
        layout = Layout.of_database()
        self.slow.indices.create(
            index=index,
            settings={"index": {**_SETTINGS, **({"refresh_interval": "-1"} if filling else {})}},
            mappings={
                "dynamic": "strict",
                "_source": {"enabled": False},
                "_meta": {**layout.meta(), "made": made(scored=self.scored)},
                "properties": properties(scored=self.scored),
            },
        )
        self._layouts[index] = layout

    def open(self, index: str) -> None:
        """What was filled is searched from now on.

        It is put into one piece first, as far as the server does so: it would be at it by itself while it answers, and
        most questions take longer over the dozen pieces that filling leaves.
        """
        try:
            self.client.options(request_timeout=MERGE_SECONDS).indices.forcemerge(index=index, max_num_segments=1)
        except (ApiError, ConnectionTimeout) as error:
            logger.info("the search server does not put %s into one piece now: %s", index, error)
        self.slow.indices.put_settings(index=index, settings={"index": {"refresh_interval": "1s"}})
        self.refresh(index)

    def answer_with(self, index: str, *, instead_of: Sequence[str]) -> None:
        """The alias changes over in one step: no question meets none or both."""
        self.slow.indices.update_aliases(
            actions=[
                *({"remove": {"index": old, "alias": self.index_name}} for old in instead_of),
                {"add": {"index": index, "alias": self.index_name}},
            ]
        )
        # Under the alias there is another index from now on, made by another rule perhaps.
        self._layouts.pop(self.index_name, None)

    def index(self, documents: Sequence[SearchDocument]) -> None:
        self._bulk(self.index_name, [Entry(document.pk, document) for document in documents])
        self.refresh()

    def remove(self, ids: Sequence[int]) -> None:
        self._bulk(self.index_name, [Entry(pk, None) for pk in ids])
        self.refresh()

    def refresh(self, index: str = "") -> None:
        """What has been written is found from now on, and not only in a second."""
        self.slow.indices.refresh(index=index or self.index_name)

    def write(self, index: str, entries: Iterable[Entry]) -> dict[int, str]:
        """Bring ``index`` to ``entries``; where it knows a newer version of a document it keeps that.

        Returns what the server refuses to take, with its reason. It then holds nothing of these documents: an older
        state of them would be found by those who could see it then.
        """
        refused = self._bulk(index, entries)
        if refused:
            self._bulk(index, [Entry(pk, None, version) for pk, (version, _reason) in refused.items()])
        return {pk: reason for pk, (_version, reason) in refused.items()}

    def _bulk(self, index: str, entries: Iterable[Entry]) -> dict[int, tuple[int | None, str]]:
        refused: dict[int, tuple[int | None, str]] = {}
        for chunk in self._chunks(index, entries):
            lines = [line for _entry, operation in chunk for line in operation]
            # Into an index that has gone nothing is written: the server would make one of its own invention.
            answer = self.slow.bulk(
                operations=cast("Any", lines),
                index=index,
                timeout="30s",
                require_alias=self.aliased and index == self.index_name,
            )
            for (entry, _operation), item in zip(chunk, answer["items"], strict=True):
                outcome = next(iter(item.values()))
                status = outcome["status"]
                # 409: something newer is there already. 404: what is to go is not there.
                if status < 300 or status == 409 or (status == 404 and entry.document is None):
                    continue
                reason = json.dumps(outcome.get("error", ""), ensure_ascii=False)[:1000]
                if status == 429 or status >= 500 or entry.document is None or status == 404:
                    raise WriteError(f"{status}: {reason}")
                refused[entry.pk] = (entry.version, reason)
        return refused

    def _chunks(self, index: str, entries: Iterable[Entry]) -> Iterator[list[tuple[Entry, list[str]]]]:
        chunk: list[tuple[Entry, list[str]]] = []
        size = 0
        for entry in entries:
            operation = self._operation(index, entry)
            length = sum(len(line) for line in operation)
            if chunk and (len(chunk) == CHUNK or size + length > CHUNK_BYTES):
                yield chunk
                chunk, size = [], 0
            chunk.append((entry, operation))
            size += length
        if chunk:
            yield chunk

    def _operation(self, index: str, entry: Entry) -> list[str]:
        head: dict[str, Any] = {"_id": str(entry.pk)}
        if entry.version is not None:
            head |= {"version": entry.version, "version_type": "external_gte"}
        if entry.document is None:
            return [json.dumps({"delete": head})]
        body = self.source(entry.document, self.layout(index))
        return [json.dumps({"index": head}), json.dumps(body, ensure_ascii=False)]

    def source(self, document: SearchDocument, layout: Layout) -> dict[str, Any]:
        tokens = document.text.tokens(document)
        title, body = (analysis.terms_of(part) for part in tokens)
        facets = {**document.text.facets, "tag": document.text.tags}
        words = analysis.words(document.title)
        source: dict[str, Any] = {
            "id": document.pk,
            "digest": document.digest,
            "acl": document.acl,
            "facet": [f"{name}={value}" for name, held in facets.items() if name not in COLUMNS for value in held],
            **{name: getattr(document, name) for name in COLUMNS if getattr(document, name)},
            "terms": " ".join(dict.fromkeys([*title, *body])),
            "said": [" ".join(map(_word, part)) for part in tokens],
            "words": " ".join(words),
            "length": len(title),
        }
        if document.date is not None:
            source["date"] = int(document.date.timestamp() * 1_000_000)
        if self.scored:
            source["worth"] = self._worth(title, body, layout, document.language)
        return source

    @staticmethod
    def _worth(title: Sequence[str], body: Sequence[str], layout: Layout, language: str) -> dict[str, float]:
        def gains(name: str, terms: Sequence[str], weight: float) -> tuple[Counter[str], dict[int, float]]:
            """How often each term stands in a field, and what that many times are worth in it."""
            counted = Counter(terms)
            rest = base.K1 * (1 - base.B + base.B * len(terms) / layout.length(language, name))
            return counted, {times: weight * times * (base.K1 + 1) / (times + rest) for times in set(counted.values())}

        in_title, title_gains = gains("title", title, base.TITLE_WEIGHT)
        in_body, body_gains = gains("body", body, 1.0)
        # Most terms stand in the text alone and once or twice: worked out for each number, not for each term.
        alone = {times: feature(base.PRESENCE + gain) for times, gain in body_gains.items()}
        worth = {term: alone[times] for term, times in in_body.items()}
        for term, times in in_title.items():
            gain = body_gains[in_body[term]] if term in in_body else 0.0
            worth[term] = feature(base.PRESENCE + title_gains[times] + gain)
        return worth

    def layout(self, index: str) -> Layout:
        if index not in self._layouts:
            self._layouts[index] = Layout(self.meta(index).get("lengths", {}))
        return self._layouts[index]

    def meta(self, index: str) -> dict[str, Any]:
        answer = self.slow.indices.get_mapping(index=index)
        return dict(next(iter(answer.values()))["mappings"].get("_meta", {}))

    @property
    def slow(self) -> Elasticsearch:
        """For writing and for looking after the index: nobody waits for the answer."""
        return self.client.options(request_timeout=60)

    # Reading.

    def search(self, query: SearchQuery) -> EngineResult:
        question = _Question(query)
        if question.hopeless:
            return EngineResult()
        ask = _Asker(self.client, self.index_name, self.patience)
        counted = _Counts(question, *ask.many(_Counts.requests(question)))
        last = max(1, -(-min(counted.total, base.MAX_RESULTS) // query.per_page))
        page = min(query.page, last)
        ids: tuple[int, ...] = ()
        if counted.total:
            ranked, start = question.page(counted), (page - 1) * query.per_page
            ids = self._of_the_likeliest(ask, ranked, counted.total, size=query.per_page, start=start)
            ids = ids or ask.ids(ranked, size=query.per_page, start=start)
        return EngineResult(ids=ids, total=counted.total, page=page, facets=counted.facets())

    @staticmethod
    def _of_the_likeliest(ask: _Asker, ranked: dict[str, Any], total: int, *, size: int, start: int) -> tuple[int, ...]:
        """The very page that ranking all would give, or nothing where that cannot be told from a few.

        No document gains more than ``MOST_GAINED`` times what its words are worth. So if the last one of the page,
        among the likeliest, is worth more than that of the least likely of them, no other belongs before it.
        """
        if total <= MANY or start + size >= SHORTLIST or "function_score" not in ranked["query"]:
            return ()
        likeliest = ask.hits({"query": ranked["query"]["function_score"]["query"]}, size=SHORTLIST, start=0)
        among = {"ids": {"values": [hit["_id"] for hit in likeliest]}}
        query = {"bool": {"filter": [among], "must": [ranked["query"]]}}
        hits = ask.hits({"query": query, "sort": ranked["sort"]}, size=size, start=start)
        if not hits or hits[-1]["sort"][0] <= likeliest[-1]["_score"] * MOST_GAINED * _NEARLY:
            return ()
        return tuple(int(hit["_id"]) for hit in hits)

    def frequencies(self, terms: Sequence[str], keywords: frozenset[str]) -> dict[str, int]:
        if not terms or not keywords:
            return {}
        ask = _Asker(self.client, self.index_name, self.patience)
        counts = ask.many(_held_each(_reader(keywords), terms))
        found = {term: _number(answer) for term, answer in zip(terms, counts, strict=True)}
        return {term: number for term, number in found.items() if number}

    def completions(
        self, words: Sequence[str], beginning: str, keywords: frozenset[str], language: str, limit: int = 8
    ) -> tuple[int, ...]:
        begun = [{"prefix": {"words": {"value": beginning}}}] if beginning else []
        held = [*({"term": {"words": word}} for word in words), *begun]
        if not held or not keywords:
            return ()
        # As the embedded engine: short titles say most with the words that were typed.
        mine = {"constant_score": {"filter": {"term": {"language": language}}}}
        query = {"bool": {"filter": [_reader(keywords), *held], "should": [mine]}}
        ask = _Asker(self.client, self.index_name, self.patience)
        sort = [{"_score": "desc"}, {"length": "asc"}, *_BY_DATE]
        return ask.ids({"query": query, "sort": sort}, size=limit, start=0)


def feature(worth: float) -> float:
    """As it is stored: servers know x / (x + 1) of a feature, which makes ``worth`` / ``_MOST`` of this again."""
    return round(worth / (_MOST - worth), 5)


_BY_DATE: list[dict[str, Any]] = [
    {"date": {"order": "desc", "missing": "_last"}},
    {"id": {"order": "asc"}},
]


class _Asker:
    """Requests that together take no longer than ``patience``."""

    def __init__(self, client: Elasticsearch, index: str, patience: float) -> None:
        self.client, self.index = client, index
        self.end = time.monotonic() + patience

    @property
    def _client(self) -> Elasticsearch:
        left = self.end - time.monotonic()
        if left <= 0.01:
            raise ConnectionTimeout("the search server took too long")
        return self.client.options(request_timeout=left)

    def many(self, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(requests) == 1:
            return [self._client.search(index=self.index, **requests[0]).body]
        searches = [part for request in requests for part in ({}, request)]
        answers = self._client.msearch(index=self.index, searches=searches).body["responses"]
        for answer in answers:
            if "error" in answer:
                raise QuestionError(json.dumps(answer["error"])[:1000])
        return list(answers)

    def ids(self, request: dict[str, Any], *, size: int, start: int) -> tuple[int, ...]:
        return tuple(int(hit["_id"]) for hit in self.hits(request, size=size, start=start))

    def hits(self, request: dict[str, Any], *, size: int, start: int) -> list[dict[str, Any]]:
        """``_id`` of each, and what it was put in its place by: ``sort``, or ``_score``."""
        answer = self._client.search(
            index=self.index,
            **request,
            size=size,
            from_=start,
            source=False,
            track_total_hits=False,
            filter_path="hits.hits._id,hits.hits._score,hits.hits.sort",
        )
        return list(answer.body.get("hits", {}).get("hits", []))


def _reader(keywords: Iterable[str]) -> dict[str, Any]:
    return {"terms": {"acl": sorted(keywords)}}


def _holding(terms: Sequence[str]) -> dict[str, Any]:
    """Documents that hold any of ``terms``."""
    return {"terms": {"terms": list(terms)}}


def _any(queries: Sequence[dict[str, Any]], number: int = 1) -> dict[str, Any]:
    """What fits one of ``queries``, or so many of them."""
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries), "minimum_should_match": number}}


def _all(queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"filter": list(queries)}} if queries else {"match_all": {}}


def _held_each(reader: dict[str, Any], terms: Sequence[str]) -> list[dict[str, Any]]:
    """Requests for how many of the reader's documents hold each term; ``_number`` reads their answers."""
    return [{"query": _all([reader, _holding([term])]), "size": 0, "track_total_hits": True} for term in terms]


def _number(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _word(token: str) -> str:
    """The word of a token with its language: « train » is found in French and in English, each for itself."""
    term, word = analysis.parted(token)
    return term[: term.index(analysis.SEPARATOR) + 1] + word


def _phrase(tokens: Sequence[str]) -> dict[str, Any]:
    return {"match_phrase": {"said": {"query": " ".join(map(_word, tokens))}}}


class _Question:
    """A query, taken apart."""

    def __init__(self, query: SearchQuery) -> None:
        self.query = query
        self.reader = _reader(query.keywords)
        self.plans = {code: plan for code, plan in query.plans().items() if plan.groups or plan.phrases}
        refused = [term for plan in query.plans().values() for term in plan.refused]
        unwanted = [phrase for plan in query.plans().values() for phrase in plan.refused_phrases]
        self.refused = [*([_holding(refused)] if refused else []), *map(_phrase, unwanted)]
        self.terms = list(dict.fromkeys(term for plan in self.plans.values() for term in plan.terms))

    @property
    def hopeless(self) -> bool:
        """Nobody to answer, or words of which none says anything."""
        asked = self.query.words.wanted or self.query.words.phrases
        return not self.query.keywords or bool(asked and not self.plans)

    @property
    def by_date(self) -> bool:
        return self.query.sort == base.DATE or not self.plans

    def filters(self, *, but: str = "") -> list[dict[str, Any]]:
        return [_chosen(name, values) for name, values in self.query.filters.items() if name != but]

    def strict(self) -> list[dict[str, Any]]:
        """What a document must be beside holding one of the terms; empty for most questions."""
        conditions: list[dict[str, Any]] = []
        several = any(len(a.terms) > 1 for plan in self.plans.values() for group in plan.groups for a in group)
        if several or self.query.well or any(plan.phrases for plan in self.plans.values()):
            conditions.append(_any([self._answered(plan) for plan in self.plans.values()]))
        if self.refused:
            conditions.append({"bool": {"must_not": self.refused}})
        return conditions

    def _answered(self, plan: Plan) -> dict[str, Any]:
        """The phrases of ``plan``, and one of its ideas, or as many as are asked for."""
        number = plan.needed if self.query.well else 1
        ideas = [_any([_expressed(group) for group in plan.groups], number)] if plan.groups else []
        return _all([*ideas, *map(_phrase, plan.phrases)])

    def found(self) -> dict[str, Any]:
        """The reader's documents that hold any of the terms; all of theirs, if none is asked for."""
        return _all([self.reader, *([_holding(self.terms)] if self.terms else [])])

    def page(self, counts: _Counts) -> dict[str, Any]:
        kept = [self.reader, *self.filters()]
        if self.by_date:
            terms = [_holding(self.terms)] if self.terms else []
            return {"query": _all([*kept, *terms, *self.strict()]), "sort": _BY_DATE}
        if self.query.well:
            kept += self.strict()
        should: list[dict[str, Any]] = []
        shares: list[dict[str, Any]] = []
        for code, plan in self.plans.items():
            factor = 1.0 if code == self.query.language else base.OTHER_LANGUAGE
            ideas = [idea for group in plan.groups if (idea := self._idea(group, counts, code, factor))]
            if plan.phrases:
                should.append({"bool": {"filter": [self._answered(plan)], "should": ideas}})
            else:
                should += ideas
            shares += [{"filter": _expressed(group), "weight": 1 / len(plan.groups)} for group in plan.groups]
        query: dict[str, Any] = {
            "bool": {
                "filter": kept,
                "must_not": self.refused,
                "should": should,
                "minimum_should_match": 1,
            }
        }
        if self.query.recent_from:
            moment = int(self.query.recent_from.timestamp() * 1_000_000)
            shares.append({"filter": {"range": {"date": {"gte": moment}}}, "weight": base.RECENCY})
        if any(len(plan.groups) > 1 for plan in self.plans.values()) or self.query.recent_from:
            # Times one, the share of the ideas that a document holds, and what it gains by being recent. Of one idea
            # alone the share is the same for all.
            functions = [{"weight": 1.0}, *shares]
            query = {
                "function_score": {
                    "query": query,
                    "functions": functions,
                    "score_mode": "sum",
                    "boost_mode": "multiply",
                }
            }
        return {"query": query, "sort": [{"_score": "desc"}, *_BY_DATE]}

    def _idea(self, group: Group, counts: _Counts, code: str, factor: float) -> dict[str, Any] | None:
        """What scores as the best of the alternatives; None where no document can express any."""
        alternatives = []
        for alternative in group:
            terms = tuple(dict.fromkeys(alternative.terms))
            share = factor * alternative.weight / max(len(terms), 1)
            if terms and all(counts.held(term) for term in terms):
                worth = [self._term(term, counts, code, share) for term in terms]
                alternatives.append(worth[0] if len(worth) == 1 else {"bool": {"must": worth}})
        if len(alternatives) > 1:
            return {"dis_max": {"queries": alternatives, "tie_breaker": 0.0}}
        return alternatives[0] if alternatives else None

    @staticmethod
    def _term(term: str, counts: _Counts, code: str, share: float) -> dict[str, Any]:
        held = counts.held(term)
        number = max(counts.documents(code), held)
        rarity = math.log(1 + (number - held + 0.5) / (held + 0.5))
        return {
            "rank_feature": {"field": f"worth.{term}", "saturation": {"pivot": 1.0}, "boost": share * rarity * _MOST}
        }


def _expressed(group: Group) -> dict[str, Any]:
    """Documents that hold one of the alternatives."""
    single = [alternative.terms[0] for alternative in group if len(alternative.terms) == 1]
    several = [_all([_holding([term]) for term in a.terms]) for a in group if len(a.terms) > 1]
    return _any([*([_holding(single)] if single else []), *several])


def _chosen(name: str, values: Sequence[str]) -> dict[str, Any]:
    if name in COLUMNS:
        return {"terms": {name: list(values)}}
    return {"terms": {"facet": [f"{name}={value}" for value in values]}}


class _Counts:
    """What the first request tells: how many there are of everything."""

    def __init__(
        self, question: _Question, found: dict[str, Any], corpus: dict[str, Any] | None = None, *held: dict[str, Any]
    ) -> None:
        self.question = question
        self._found = found["aggregations"]
        self._held = {term: _number(answer) for term, answer in zip(question.terms, held, strict=False)}
        self._number = {
            bucket["key"]: bucket["doc_count"]
            for bucket in (corpus or {"aggregations": {"language": {"buckets": []}}})["aggregations"]["language"][
                "buckets"
            ]
        }

    @staticmethod
    def requests(question: _Question) -> list[dict[str, Any]]:
        strict = question.strict()
        chosen = [name for name in question.query.filters if name not in COLUMNS]
        aggregations: dict[str, Any] = {}
        parts: dict[str, dict[str, Any]] = {}
        all_filters = question.filters()
        rest = {
            name: {"terms": {"field": name, "size": MAX_VALUES}}
            for name in COLUMNS
            if name not in question.query.filters
        }
        rest["facet"] = _values(exclude=chosen)
        parts["rest"] = {"filter": _all(all_filters), "aggs": rest}
        for number, name in enumerate(question.query.filters):
            values = {"terms": {"field": name, "size": MAX_VALUES}} if name in COLUMNS else _values(include=name)
            parts[f"chosen{number}"] = {"filter": _all(question.filters(but=name)), "aggs": {"values": values}}
        aggregations["matched"] = {"filter": _all(strict), "aggs": parts}
        first = {"query": question.found(), "size": 0, "track_total_hits": False, "aggs": aggregations}
        if question.by_date:
            return [first]
        corpus = {
            "query": _all([question.reader]),
            "size": 0,
            "track_total_hits": False,
            "aggs": {"language": {"terms": {"field": "language", "size": 20}}},
        }
        # Each by itself: the server counts two lists faster than it looks at every document for every term.
        return [first, corpus, *_held_each(question.reader, question.terms)]

    @property
    def total(self) -> int:
        return int(self._found["matched"]["rest"]["doc_count"])

    def documents(self, language: str) -> int:
        return int(self._number.get(language, 0))

    def held(self, term: str) -> int:
        return self._held[term]

    def facets(self) -> dict[str, dict[str, int]]:
        matched = self._found["matched"]
        facets: dict[str, dict[str, int]] = {}

        def take(name: str, buckets: list[dict[str, Any]]) -> None:
            for bucket in buckets:
                value = str(bucket["key"])
                own, value = (name, value) if name in COLUMNS else value.split("=", 1)
                facets.setdefault(own, {})[value] = bucket["doc_count"]

        for name in (*COLUMNS, "facet"):
            if name in matched["rest"]:
                take(name, matched["rest"][name]["buckets"])
        for number, name in enumerate(self.question.query.filters):
            take(name, matched[f"chosen{number}"]["values"]["buckets"])
        return {
            name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
            for name, values in sorted(facets.items())
        }


def _values(*, include: str = "", exclude: Sequence[str] = ()) -> dict[str, Any]:
    terms: dict[str, Any] = {"field": "facet", "size": MAX_VALUES, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    if include:
        terms["include"] = f"{_plain(include)}=.*"
    if exclude:
        terms["exclude"] = "|".join(f"{_plain(name)}=.*" for name in exclude)
    return {"terms": terms}


def _plain(name: str) -> str:
    """``name`` in a pattern of the server's, where it means itself."""
    return "".join(c if c.isalnum() or c == "_" else f"\\{c}" for c in name)
