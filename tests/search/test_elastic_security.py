"""Log-in, TLS and errors, on a real Elasticsearch that has security and hardly anything else."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from elastic_transport import TlsError
from elasticsearch import AuthenticationException, AuthorizationException

from search.engines.elastic import ElasticEngine, Entry, WriteError
from search.engines.elastic_client import Address, client
from search.models import SearchDocument
from tests import search_server
from tests.factories.search import DocumentFactory, put

# What docs/search.md says that the portal needs, and no more.
ROLES = """
portal:
  indices:
    - names: ["portal-documents*"]
      privileges: ["read", "write", "create_index", "delete_index", "manage", "view_index_metadata"]
"""
PASSWORD = "long/secret@pass"
WRITTEN = "long%2Fsecret%40pass"
ALIAS = "portal-documents"


@pytest.fixture(scope="module")
def elasticsearch() -> Iterator[search_server.BareElasticsearch]:
    search_server.skip_where_it_was_tried()
    try:
        server = search_server.BareElasticsearch(users={"portal": (PASSWORD, "portal")}, roles=ROLES, tls=True)
        server.start()
    except search_server.Unavailable as error:
        if os.environ.get("CI"):
            pytest.fail(f"What lands must have met a server that asks who is there: {error}")
        pytest.skip(f"No search server: {error}")
    yield server
    server.stop()


@pytest.fixture
def address(elasticsearch: search_server.BareElasticsearch) -> Address:
    url = elasticsearch.url.replace("//", f"//portal:{WRITTEN}@")
    return Address(url, ca_certs=str(elasticsearch.authority), flavour="elasticsearch")


@pytest.fixture
def engine(db: None, address: Address) -> Iterator[ElasticEngine]:
    made = ElasticEngine(client(address), ALIAS, aliased=True, patience=30, scored=False)
    for name in made.slow.indices.get(index=f"{ALIAS}-*").body:
        made.slow.indices.delete(index=name)
    made.create(f"{ALIAS}-one")
    made.answer_with(f"{ALIAS}-one", instead_of=[])
    return made


@pytest.fixture
def rows(home_fr: object) -> list[SearchDocument]:
    SearchDocument.objects.all().delete()
    return put(*[DocumentFactory(title=f"Vélo {n}", page_id=home_fr.pk) for n in range(3)])  # type: ignore[attr-defined]


def ids(engine: ElasticEngine) -> list[int]:
    answer = engine.slow.search(index=ALIAS, query={"terms": {"acl": ["public"]}}, size=100, source=False)
    return sorted(int(hit["_id"]) for hit in answer["hits"]["hits"])


def test_least_rights_are_enough_to_fill_and_to_change_over(engine: ElasticEngine, rows: list[SearchDocument]) -> None:
    engine.write(ALIAS, [Entry(row.pk, row, 1) for row in rows])
    engine.refresh()
    first = ids(engine)
    engine.create(f"{ALIAS}-two", filling=True)
    engine.write(f"{ALIAS}-two", [Entry(row.pk, row, 0) for row in rows[:2]])
    engine.open(f"{ALIAS}-two")
    engine.answer_with(f"{ALIAS}-two", instead_of=[f"{ALIAS}-one"])
    engine.slow.indices.delete(index=f"{ALIAS}-one")

    assert (first, ids(engine)) == ([row.pk for row in rows], [row.pk for row in rows[:2]])
    assert engine.meta(ALIAS)["made"] != ""


def test_other_indices_are_closed_to_us(engine: ElasticEngine) -> None:
    with pytest.raises(AuthorizationException):
        engine.slow.indices.create(index="somebody-elses")


def test_wrong_password_is_refused(address: Address) -> None:
    wrong = Address(address.url.replace(WRITTEN, "another-password"), ca_certs=address.ca_certs)

    with pytest.raises(AuthenticationException):
        client(wrong).search(index=ALIAS)


def test_wrong_key_is_refused(elasticsearch: search_server.BareElasticsearch) -> None:
    key = Address(elasticsearch.url, api_key="bm9ib2R5OmFueXRoaW5n", ca_certs=str(elasticsearch.authority))

    with pytest.raises(AuthenticationException):
        client(key).search(index=ALIAS)


def test_certificate_of_an_unknown_authority_is_refused(address: Address) -> None:
    with pytest.raises(TlsError):
        client(Address(address.url)).search(index=ALIAS)


def test_password_is_never_shown(address: Address) -> None:
    assert WRITTEN not in repr(address)
    assert PASSWORD not in repr(address)


def test_older_version_is_left_aside(engine: ElasticEngine, rows: list[SearchDocument]) -> None:
    pk = rows[0].pk

    outcomes = [
        engine.write(ALIAS, [entry])
        for entry in (Entry(pk, rows[0], 5), Entry(pk, None, 7), Entry(pk, rows[0], 6), Entry(pk + 99, None, 8))
    ]
    engine.refresh()

    assert (outcomes, ids(engine)) == ([{}, {}, {}, {}], [])


def test_document_that_is_refused_leaves_nothing_behind(engine: ElasticEngine, rows: list[SearchDocument]) -> None:
    engine.write(ALIAS, [Entry(row.pk, row, 1) for row in rows])
    rows[0].acl = "x" * 40_000  # longer than a server takes

    refused = engine.write(ALIAS, [Entry(row.pk, row, 2) for row in rows])
    engine.refresh()

    assert list(refused) == [rows[0].pk]
    assert ids(engine) == [row.pk for row in rows[1:]]


def test_nothing_is_written_where_the_alias_is_gone(engine: ElasticEngine, rows: list[SearchDocument]) -> None:
    engine.layout(ALIAS)
    engine.slow.indices.delete(index=f"{ALIAS}-one")

    with pytest.raises(WriteError, match="404"):
        engine.write(ALIAS, [Entry(rows[0].pk, rows[0], 1)])

    assert not engine.slow.indices.exists(index=ALIAS)
