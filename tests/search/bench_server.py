"""Our question beside a plain one, same server, same documents, in turn: ``python -m tests.search.bench_server``.

The plain one is what a portal would ask that leaves all to the server: one request with the permission filter, four
facets, the total, highlighting and twenty hits. Ours has every facet, and numbers of the reader's documents alone.
"""

# Django is set up before what needs it is imported.
# ruff: noqa: E402
from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
sys.path.insert(0, "site")

import django

django.setup()

from elasticsearch import Elasticsearch, helpers

from search.engines import analysis, query
from search.engines.base import SearchQuery
from search.engines.elastic import ElasticEngine, Entry, Layout
from search.engines.elastic_client import Address, client
from search.server import BATCH, UNDER_WAY
from tests import search_server

TURNS = 60
QUESTIONS = {"in most documents": [0], "rare": [4_000], "three words": [30, 200, 700]}
QUESTIONS["eight words"] = [12, 25, 60, 110, 300, 800, 1_500, 3_000]
_chance = random.Random(5)  # noqa: S311
WORDS = [
    "".join(_chance.choice("bcdfglmnprstv") + _chance.choice("aeiou") for _ in range(_chance.randint(2, 5)))
    for _ in range(8_000)
]
_WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(WORDS))))


def documents(first: int, last: int) -> Iterator[Any]:
    for pk in range(first, last + 1):
        title, body = (" ".join(_chance.choices(WORDS, cum_weights=_WEIGHTS, k=k)) for k in (6, 350))
        facets = {name: [f"{name}-{_chance.randint(0, 12)}"] for name in ("family", "step", "type", "year")}
        tags = [f"tag-{int(300 * _chance.random() ** 3)}" for _ in range(3)]
        document = SimpleNamespace(pk=pk, language="fr", kind=f"kind-{pk % 7}", device=f"device-{pk % 5}", digest="x")
        document.acl = "public" if pk % 5 else f"space:{pk % 40}"
        document.title, document.date, document.body, document.tags = title, None, body, tags
        document.text = SimpleNamespace(tokens=_tokens, facets=facets, tags=tags)
        yield document


def _tokens(document: Any) -> tuple[list[str], list[str]]:
    return analysis.said(document.title.split(), "fr"), analysis.said(document.body.split(), "fr")


class OurEngine(ElasticEngine):
    def layout(self, index: str) -> Layout:
        return Layout({"fr": {"title": 6.0, "body": 350.0}})


def empty(server: Elasticsearch) -> None:
    slow = server.options(request_timeout=60)
    slow.indices.delete(index="ours,plain", ignore_unavailable=True)
    slow.indices.create(index="ours", **_made())
    keyword = {"type": "keyword"}
    text = {"type": "text", "analyzer": "french"}
    facets = dict.fromkeys(("acl", "kind", "device", "family", "tag"), keyword)
    slow.indices.create(
        index="plain",
        settings={"index": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}},
        mappings={"properties": {"title": text, "body": text, **facets}},
    )


def fill(server: Elasticsearch, held: Sequence[Any]) -> tuple[float, float]:
    """Documents a second, ours (analysed, two batches at a time, as ``search.server`` does) and plain bulk."""
    engine = OurEngine(server, "ours")
    begun = time.perf_counter()
    batches = [held[start : start + BATCH] for start in range(0, len(held), BATCH)]
    with ThreadPoolExecutor(UNDER_WAY) as senders:
        sent = [senders.submit(engine.write, "ours", [Entry(d.pk, d, 0) for d in batch]) for batch in batches]
        assert not any(each.result() for each in sent), "refused"
    ours = len(held) / (time.perf_counter() - begun)
    begun = time.perf_counter()
    rows = (
        {
            "_id": d.pk,
            "title": d.title,
            "body": d.body,
            "acl": d.acl,
            "kind": d.kind,
            "device": d.device,
            "family": d.text.facets["family"],
            "tag": d.tags,
        }
        for d in held
    )
    helpers.bulk(server.options(request_timeout=60), rows, index="plain")
    return ours, len(held) / (time.perf_counter() - begun)


def tidy(server: Elasticsearch) -> None:
    for name in ("ours", "plain"):
        slow = server.options(request_timeout=120)
        slow.indices.refresh(index=name)
        slow.indices.forcemerge(index=name, max_num_segments=3)


def _made() -> dict[str, Any]:
    from search.engines.elastic import properties

    return {
        "settings": {"index": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}},
        "mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties()},
    }


def plain(server: Elasticsearch, text: str) -> None:
    server.search(
        index="plain",
        query={
            "bool": {
                "must": {"multi_match": {"query": text, "fields": ["title^3", "body"], "type": "most_fields"}},
                "filter": [{"terms": {"acl": ["public"]}}],
            }
        },
        aggs={name: {"terms": {"field": name}} for name in ("kind", "device", "family", "tag")},
        highlight={"encoder": "html", "fields": {"body": {}}},
        track_total_hits=True,
        size=20,
        source=["title"],
        request_cache=False,
    )


def measure(server: Elasticsearch, *, quietly: bool = False) -> dict[str, tuple[float, float]]:
    engine = OurEngine(server, "ours", patience=30)
    found = {}
    for title, places in QUESTIONS.items():
        text = " ".join(WORDS[place] for place in places)
        asked = SearchQuery(words=query.parse(text), keywords=frozenset(["public"]), language="fr", per_page=20)
        theirs, ours = [], []
        for turn in range(TURNS + 10):
            # What the server remembers of a question that was just asked is not what is measured.
            server.indices.clear_cache(index="ours,plain", request=True)
            begun = time.perf_counter()
            plain(server, text)
            middle = time.perf_counter()
            engine.search(asked)
            end = time.perf_counter()
            if turn >= 10:
                theirs.append((middle - begun) * 1000)
                ours.append((end - middle) * 1000)
        p95 = [statistics.quantiles(times, n=20)[-1] for times in (theirs, ours)]
        p50 = [statistics.median(times) for times in (theirs, ours)]
        total = engine.search(asked).total
        found[title] = (p50[0], p50[1])
        if quietly:
            continue
        print(
            f"{title:18} {total:6} found  plain {p50[0]:.1f} / {p95[0]:.1f} ms  ours {p50[1]:.1f} / {p95[1]:.1f} ms"
            f"  {p50[1] / p50[0]:.2f} times",
            flush=True,
        )
    return found


def main() -> None:
    started = search_server.OpenSearch()
    started.heap = "1g"
    started.start()
    try:
        server = client(Address(started.url))
        few = list(documents(1, 5_000))
        # A server that has just been started is several times slower: it meets all of it once before it counts.
        for _turn in range(2):
            empty(server)
            fill(server, few)
        tidy(server)
        measure(server, quietly=True)
        empty(server)
        figures = []
        for held in (few, list(documents(5_001, 50_000))):
            ours, plain = fill(server, held)
            print(f"{len(held)} documents more, a second: ours {ours:.0f}, plain {plain:.0f}", flush=True)
            tidy(server)
            figures.append(measure(server))
        for title, (_plain, ours) in figures[1].items():
            print(f"{title:18} 50,000 documents against 5,000: {ours / figures[0][title][1]:.2f} times")
    finally:
        started.stop()


if __name__ == "__main__":
    main()
