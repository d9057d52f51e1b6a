"""The search server killed, frozen and slow while people save and search; then well again.

A few seconds each in the suite; ``make drill`` takes a minute and prints what it measured.
"""

from __future__ import annotations

import os
import select
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.db import connection, connections
from django.test import Client
from elasticsearch import ApiError, TransportError
from pytest_django import Settings

from home.models import HomePage
from search import engines, server, services
from search.engines import elastic_client, query
from search.engines.base import SearchQuery
from search.models import SearchDocument, ServerChange
from tests import search_server
from tests.factories.core import StandardPageFactory

# Of each fault.
SECONDS = float(os.environ.get("DRILL_SECONDS", "4"))
# Between two saves: 200 in the minute of the drill.
PAUSE = 0.3
# Seconds that whoever waited for a server that fails would wait at least: for a connection (`CONNECT`).
LEAST_WAIT = elastic_client.CONNECT


class Line:
    """Between the portal and the server; what it carries can be held up."""

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near = self.listener.accept()[0]
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self.target)) as far:
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    time.sleep(self.delay)
                    (far if ready is near else near).sendall(data)

    def close(self) -> None:
        self.listener.close()


class Worker(threading.Thread):
    """What the worker and the timer do, again and again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.2):
            services.drain()
            server.follow()
        connections.close_all()


@dataclass
class Measured:
    saves: list[float] = field(default_factory=list)
    searches: list[float] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)

    def __str__(self) -> str:
        def times(of: list[float]) -> str:
            return f"median {statistics.median(of) * 1000:.0f} ms, longest {max(of) * 1000:.0f} ms"

        return (
            f"{len(self.saves):4} saves: {times(self.saves)}; searches: {times(self.searches)}, "
            f"{sum(self.told)} of {len(self.told)} with the notice"
        )


@pytest.fixture
def opensearch_of_mine() -> Iterator[search_server.OpenSearch]:
    search_server.skip_where_it_was_tried()
    try:
        made = search_server.OpenSearch()
        made.start()
    except search_server.Unavailable as error:
        if os.environ.get("CI"):
            pytest.fail(f"What lands must have met a search server that fails: {error}")
        pytest.skip(f"No search server: {error}")
    yield made
    made.thaw()
    made.stop()


@pytest.fixture
def line(opensearch_of_mine: search_server.OpenSearch, settings: Settings) -> Iterator[Line]:
    made = Line(opensearch_of_mine.port)
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{made.port}"
    # Tasks are for the worker, as on a server: who saves only writes down that there is one.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    yield made
    made.close()


@pytest.fixture
def worker(transactional_db: None, line: Line) -> Iterator[Worker]:
    made = Worker()
    made.start()
    yield made
    made.over.set()
    made.join(90)


def work(client: Client, seconds: float) -> Measured:
    """Somebody saves, somebody searches, one after the other."""
    measured = Measured()
    home = HomePage.objects.get(locale__language_code="fr")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        StandardPageFactory(parent=home, title=f"Vélo {len(measured.saves)}")
        measured.saves.append(time.monotonic() - begun)
        begun = time.monotonic()
        response = client.get("/fr/search/?q=vélo")
        measured.searches.append(time.monotonic() - begun)
        assert response.status_code == 200
        measured.told.append(response.context["results"].degraded)
        time.sleep(max(0.0, PAUSE - measured.saves[-1]))
    return measured


def well_again() -> bool:
    """The server answers, holds what the database holds, and nothing waits."""
    asked = SearchQuery(words=query.parse("vélo"), keywords=frozenset(["public"]), language="fr")
    with suppress(ApiError, TransportError):
        return (
            not ServerChange.objects.exists()
            and server.differences() == {}
            and not engines.current_engine().search(asked).degraded
        )
    return False


def wait_until(true: Callable[[], bool], seconds: float) -> float:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, "not well again"
        time.sleep(0.5)
    return time.monotonic() - begun


def test_saves_and_searches_go_on_whatever_befalls_the_server(
    opensearch_of_mine: search_server.OpenSearch, line: Line, worker: Worker, client: Client
) -> None:
    def slow() -> None:
        line.delay = 2.0

    def quick() -> None:
        line.delay = 0.0

    faults: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "frozen": (opensearch_of_mine.freeze, opensearch_of_mine.thaw),
        "slow": (slow, quick),
        "killed": (opensearch_of_mine.kill, opensearch_of_mine.start),
    }
    services.rebuild()
    wait_until(well_again, 60)
    work(client, 1)
    control = work(client, SECONDS)
    print(f"\n{'well':8}{control}")
    for name, (begin, end) in faults.items():
        begin()
        measured = work(client, SECONDS)
        end()
        took = wait_until(well_again, 120)
        print(f"{name:8}{measured}; caught up {took:.0f} s after")
        # Whoever waited for the server would wait at each save; noise of the machine only slows some of them.
        # So the quickest quarter tells, and what is asked of it is well under the shortest wait (`LEAST_WAIT`).
        quickest = statistics.quantiles(measured.saves, n=4)[0]
        assert quickest < statistics.median(control.saves) + LEAST_WAIT / 2, name
        assert max(measured.searches) < 1, name
        assert measured.told[1:] == [True] * (len(measured.told) - 1), name
    assert SearchDocument.objects.filter(title__startswith="Vélo").count() > 3 * SECONDS
    assert connection.in_atomic_block is False
