"""The life of the server's index: filled, followed, built anew, done without; on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from elasticsearch import Elasticsearch
from pytest_django import Settings

from core.models import PageAccess
from search import engines, server, services
from search.engines import breaker, query
from search.engines.base import EngineResult, SearchQuery
from search.engines.elastic_client import Address, client
from search.engines.fallback import LATE
from search.models import SearchDocument, ServerChange, ServerIndex
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put

pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture
def public(home_fr: object) -> int:
    SearchDocument.objects.all().delete()
    return home_fr.pk  # type: ignore[attr-defined]


@pytest.fixture
def raw(on_server: Settings) -> Elasticsearch:
    """The way to the server, past our engine."""
    address = Address.from_settings()
    assert address is not None
    return client(address)


@pytest.fixture
def away(settings: Settings) -> Settings:
    """There should be a server, and nothing listens at its address."""
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    return settings


def ask(text: str, *keywords: str) -> EngineResult:
    return engines.current_engine().search(
        SearchQuery(words=query.parse(text), keywords=frozenset(keywords or ("public",)), language="fr")
    )


def on_the_server(text: str = "", *keywords: str) -> int:
    engine = engines.server_engine(patience=20)
    assert engine is not None
    asked = SearchQuery(words=query.parse(text), keywords=frozenset(keywords or ("public",)), language="fr")
    return engine.search(asked).total


def indices(raw: Elasticsearch) -> list[str]:
    return sorted(raw.indices.get(index=f"{engines.server_alias()}-*").body)


# Following.


def test_nothing_is_written_down_without_a_server(public: int) -> None:
    put(DocumentFactory(page_id=public))

    assert (server.follow(), ServerChange.objects.count(), ServerIndex.objects.count()) == (0, 0, 0)


def test_index_is_built_and_then_follows_each_change(public: int, raw: Elasticsearch) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    server.follow()
    first = indices(raw)
    [row] = put(DocumentFactory(title="Train", page_id=public))
    written = (ServerChange.objects.count(), server.follow(), on_the_server("train"))
    row.delete()

    assert written == (1, 1, 1)
    assert (server.follow(), on_the_server("train"), on_the_server("vélo")) == (1, 0, 1)
    assert (indices(raw), ServerChange.objects.count(), server.differences()) == (first, 0, {})


def test_what_a_cascade_takes_goes_from_the_server(home_fr: object, raw: Elasticsearch) -> None:
    page = StandardPageFactory(parent=home_fr, title="Vélo")
    put(DocumentFactory(title="Vélo", page_id=page.pk))
    server.follow()

    page.delete()
    server.follow()

    assert (on_the_server("vélo"), server.differences()) == (0, {})


def test_older_write_that_comes_late_is_left_aside(public: int, raw: Elasticsearch) -> None:
    [row] = put(DocumentFactory(title="Ancien", page_id=public))
    server.follow()
    engine = engines.server_engine(patience=20)
    assert engine is not None
    old = SearchDocument.objects.select_related("text").get(pk=row.pk)
    SearchDocument.objects.filter(pk=row.pk).update(acl="agents")
    server.follow()

    engine.write(engine.index_name, [engines_entry(old, 0)])
    engine.refresh()

    assert (on_the_server("ancien"), on_the_server("ancien", "agents")) == (0, 1)


def engines_entry(document: SearchDocument, version: int) -> object:
    from search.engines.elastic import Entry

    return Entry(document.pk, document, version)


def test_server_that_goes_out_of_use_is_forgotten(public: int, raw: Elasticsearch, settings: Settings) -> None:
    server.follow()
    put(DocumentFactory(page_id=public))
    settings.ELASTICSEARCH_URL = ""

    server.follow()

    assert (ServerChange.objects.count(), ServerIndex.objects.count()) == (0, 0)


def test_index_that_was_lost_or_made_otherwise_is_built_anew(public: int, raw: Elasticsearch) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    server.follow()
    for damage in (
        lambda: raw.indices.delete(index=indices(raw)[0]),
        lambda: raw.indices.put_mapping(index=indices(raw)[0], meta={"made": "otherwise"}),
    ):
        before = indices(raw)
        damage()
        ServerIndex.objects.update(checked_at=timezone.now() - timedelta(minutes=1))
        server.follow()
        assert (len(indices(raw)), indices(raw) == before, on_the_server("vélo")) == (1, False, 1)


# Rebuilding.


def test_rebuild_loses_nothing_that_is_written_meanwhile_and_leaves_no_orphan(
    public: int, raw: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(*[DocumentFactory(title=f"Vélo {number}", page_id=public) for number in range(9)])
    server.follow()
    raw.indices.create(index=f"{engines.server_alias()}-20200101000000-abcdef")
    raw.indices.create(index=f"{engines.server_alias()}-of-somebody-else")
    monkeypatch.setattr(server, "BATCH", 2)
    seen: list[int] = []

    def meanwhile(rows: Iterator, total: int) -> Iterator:
        for number, row in enumerate(rows):
            if number == 3:
                put(DocumentFactory(title="Train nouveau", page_id=public))
                SearchDocument.objects.filter(pk=row.pk).delete()
            if number == 5:
                SearchDocument.objects.filter(title="Vélo 0").update(acl="agents")
                seen.append(on_the_server("vélo"))
            yield row

    server.rebuild(meanwhile)

    assert [on_the_server("vélo"), on_the_server("train"), on_the_server("vélo", "agents")] == [7, 1, 1]
    assert (server.differences(), seen) == ({}, [8])
    assert [name.rpartition("-")[2] for name in indices(raw) if "2020" in name or "somebody" in name] == ["else"]
    assert len(indices(raw)) == 2


def test_rebuild_that_fails_leaves_the_old_index_alone(
    public: int, raw: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    server.follow()
    before = indices(raw)

    def broken(rows: Iterator, total: int) -> Iterator:
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        server.rebuild(broken)

    assert (indices(raw), on_the_server("vélo")) == (before, 1)


def test_two_never_write_at_once(public: int, raw: Elasticsearch) -> None:
    server.follow()
    put(DocumentFactory(page_id=public))
    ServerIndex.objects.update(held_until=timezone.now() + timedelta(minutes=1))

    assert server.follow() == 0
    with pytest.raises(server.Busy):
        server.rebuild()


# Comparing.


@pytest.mark.parametrize("damage", ["missing", "orphan", "outdated", "wrong access"])
def test_check_says_what_the_server_has_otherwise(public: int, raw: Elasticsearch, damage: str) -> None:
    [row] = put(DocumentFactory(key="test:velo", title="Vélo", page_id=public))
    server.follow()
    engine = engines.server_engine(patience=20)
    assert engine is not None
    held = SearchDocument.objects.select_related("text").get(pk=row.pk)
    if damage == "missing":
        engine.remove([row.pk])
    elif damage == "orphan":
        held.pk = row.pk + 1_000
    elif damage == "outdated":
        held.digest = "x"
    else:
        held.acl = "agents"
    if damage != "missing":
        engine.index([held])
    key = f"document {row.pk + 1_000}" if damage == "orphan" else "test:velo"

    assert server.differences() == {key: f"{damage} on the server"}


def test_commands_build_and_compare(page: Callable, raw: Elasticsearch) -> None:
    page("Vélo")
    out = StringIO()
    call_command("search_rebuild", verbosity=0)
    call_command("search_check", stdout=out)
    engine = engines.server_engine(patience=20)
    assert engine is not None
    engine.remove([SearchDocument.objects.get(title="Vélo").pk])

    assert out.getvalue().startswith("Search has what the site says")
    with pytest.raises(CommandError, match="1 documents differ"):
        call_command("search_check", stdout=StringIO())


def test_check_says_that_the_server_is_away(db: None, away: Settings) -> None:
    with pytest.raises(CommandError, match="The search server does not answer"):
        call_command("search_check", stdout=StringIO())


# Done without.


def test_reader_is_answered_and_told_while_the_server_is_away(page: Callable, away: Settings, client: Client) -> None:
    page("Vélo")
    ServerIndex.objects.update(index="was-there")

    response = client.get("/fr/search/?q=vélo")

    assert (response.context["results"].total, response.context["results"].degraded) == (1, True)


def test_server_that_failed_is_left_alone_then_tried_by_one(
    public: int, raw: Elasticsearch, settings: Settings
) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    server.follow()
    good = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    failed = ask("vélo")
    settings.ELASTICSEARCH_URL = good

    left_alone = ask("vélo")
    breaker.answered()
    tried = ask("vélo")

    assert [result.degraded for result in (failed, left_alone, tried)] == [True, True, False]
    assert failed.ids == left_alone.ids == tried.ids


def test_after_a_failure_one_in_a_while_tries() -> None:
    breaker.failed()
    from django.core.cache import cache

    cache.delete("search:server:down")

    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.answered()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_changes_wait_for_the_server_and_it_catches_up(public: int, raw: Elasticsearch, settings: Settings) -> None:
    server.follow()
    good = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    put(DocumentFactory(title="Vélo", page_id=public))
    nothing = server.follow()
    state = ServerIndex.objects.get()
    settings.ELASTICSEARCH_URL = good
    too_soon = server.follow()
    ServerIndex.objects.update(retry_at=timezone.now())

    assert (nothing, too_soon, state.failures, "ConnectionError" in state.last_error) == (0, 0, 1, True)
    assert (server.follow(), on_the_server("vélo"), server.differences()) == (1, 1, {})
    assert (ServerIndex.objects.get().failures, breaker.doubts(), ask("vélo").degraded) == (0, False, False)


@pytest.mark.parametrize("how", ["access", "deleted"])
def test_what_must_be_hidden_is_hidden_before_the_server_knows(public: int, raw: Elasticsearch, how: str) -> None:
    put(DocumentFactory(title="Vélo", page_id=public, tags=("secret",)))
    put(DocumentFactory(title="Vélo de ville", page_id=public))
    server.follow()
    secret = SearchDocument.objects.filter(title="Vélo")

    if how == "access":
        secret.update(acl="space:7")
    else:
        secret.delete()

    # The control: the server still has it.
    assert on_the_server("vélo") == 2
    found = ask("vélo")
    assert (found.total, found.facets.get("tag"), found.degraded) == (1, None, False)


def test_what_is_hidden_from_others_changes_nothing_for_a_reader(
    public: int, raw: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    [private] = put(DocumentFactory(title="Vélo", page_id=public))
    SearchDocument.objects.filter(pk=private.pk).update(acl="space:7")
    server.follow()

    private.delete()
    # The embedded engine would fail: so the server answers.
    monkeypatch.setattr("search.engines.embedded.EmbeddedEngine.search", lambda self, asked: 1 / 0)

    assert ask("vélo").total == 1
    with pytest.raises(ZeroDivisionError):
        ask("vélo", "public", "space:7")


def test_server_far_behind_is_not_asked(public: int, raw: Elasticsearch) -> None:
    server.follow()
    put(DocumentFactory(title="Vélo", page_id=public))
    soon = ask("vélo").total
    ServerChange.objects.update(created_at=timezone.now() - LATE - timedelta(seconds=1))

    assert (soon, ask("vélo").total) == (0, 1)


def test_moved_page_tells_an_outsider_nothing_at_once(page: Callable, raw: Elasticsearch, client: Client) -> None:
    made = page("Vélo")
    services.drain()
    server.follow()
    before = client.get("/fr/search/?q=vélo").context["results"].total
    access = PageAccess.objects.get(page_id=made.pk)
    access.keyword = "space:7"
    access.save()

    after = client.get("/fr/search/?q=vélo").context["results"]

    assert (before, after.total, after.choices, after.hits) == (1, 0, [], [])
