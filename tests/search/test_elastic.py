"""The engine on a search server, on a real one (OpenSearch), filled the way the site fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from search import engines, server
from search.engines import elastic, query
from search.engines.base import Engine, EngineResult, SearchQuery
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import Address, client
from tests.search.contract import *  # noqa: F403
from tests.search.contract import Ask, titles


class Followed(ElasticEngine):
    """Sent what has changed before each question, as the worker does a moment after each change."""

    def search(self, query: SearchQuery) -> EngineResult:
        server.follow()
        return super().search(query)

    def remove(self, ids: Sequence[int]) -> None:
        server.follow()
        super().remove(ids)

    def frequencies(self, *args: object) -> dict[str, int]:
        server.follow()
        return super().frequencies(*args)  # type: ignore[arg-type]

    def completions(self, *args: object, **options: object) -> tuple[int, ...]:
        server.follow()
        return super().completions(*args, **options)  # type: ignore[arg-type]


@pytest.fixture
def engine(db: None, on_server: Settings) -> Engine:
    address = Address.from_settings()
    assert address is not None
    # Built with the first question: by the mean lengths of what a test has stored until then.
    return Followed(client(address), engines.server_alias(), aliased=True)


@pytest.fixture
def tolerance() -> float:
    """A server keeps nine bits of what a term is worth, and the mean lengths of public documents."""
    return 0.03


def test_number_of_statements_does_not_depend_on_the_number_of_documents(
    make: Callable, ask: Ask, engine: Engine
) -> None:
    """In place of the contract's: the database is not asked at all."""
    make("Vélo")
    ask("vélo")

    with CaptureQueriesContext(connection) as queries:
        found = ElasticEngine.search(
            engine, SearchQuery(words=query.parse("vélo"), keywords=frozenset(["public"]), language="fr")
        )

    assert (found.total, len(queries)) == (1, 0)


@pytest.mark.parametrize(
    "typed", ["vélo", "ville vélo cycle", "cycle", '"vélo en ville"', "vélo -train", "cycles de vie", ""]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_server_answers_as_the_embedded_engine_does(make: Callable, ask: Ask, typed: str, language: str) -> None:
    for number in range(6):
        make(f"Vélo en ville {number}", tags=("cycle",), body="Un cycle, une ville, un vélo. " * (number + 1))
        make("Le cycle de vie", kind="lesson", body="Du cycle, de la ville et un peu le vélo. " * (2 * number + 1))
        make("Ville", body="vélo " * number + "train " * 5)
        make(f"City bikes {number}", language="en", body="cycle " * number + "a bike and a city")
    asked = SearchQuery(words=query.parse(typed), keywords=frozenset(["public"]), language=language, per_page=40)

    found, embedded = ask(typed, language=language, per_page=40), engines.embedded_engine().search(asked)

    assert (found.total, found.facets, sorted(found.ids)) == (embedded.total, embedded.facets, sorted(embedded.ids))
    # Mean lengths are those of the index's birth here: neighbours in length may change places, no others.
    assert [titles(found)[0], titles(found)[-1]] == [titles(embedded)[0], titles(embedded)[-1]]


@pytest.mark.parametrize(("shortlist", "requests"), [(30, 2), (5, 3)], ids=["told from these", "too few to tell"])
def test_page_of_the_likeliest_is_that_of_all(
    make: Callable, ask: Ask, monkeypatch: pytest.MonkeyPatch, shortlist: int, requests: int
) -> None:
    """The best are looked for among few, by the worth of their words, and only where no other can belong there."""
    for number in range(60):
        # Worth less with each, so that the last of the few can be told from the first of all.
        make(f"Texte {number}", body=f"vélo {'train ' if number < 20 else ''}" + "route " * number * 2)
    make("Hier", body="vélo train " + "route " * 3, date=datetime(2026, 11, 1, tzinfo=UTC))
    make("Tout", body="vélo train ville " + "route " * 9)
    asked = {"per_page": 4, "recent_from": datetime(2026, 6, 1, tzinfo=UTC)}
    of_all = ask("vélo train ville", **asked)
    sent: list[int] = []
    hits = elastic._Asker.hits

    def counted(self: Any, *args: Any, **options: Any) -> Any:
        sent.append(1)
        return hits(self, *args, **options)

    monkeypatch.setattr(elastic, "MANY", 10)
    monkeypatch.setattr(elastic, "SHORTLIST", shortlist)
    monkeypatch.setattr(elastic._Asker, "hits", counted)

    assert (ask("vélo train ville", **asked).ids, len(sent)) == (of_all.ids, requests)
    assert titles(of_all)[:2] == ["Tout", "Hier"]
