"""The engine on a search server, on a real one (OpenSearch), filled the way the site fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from search import engines, server
from search.engines import query
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
