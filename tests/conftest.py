"""What every test may ask for: a migrated database, front pages, people of every role, a clock that waits."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.db.models.signals import post_delete, post_save
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from modelsearch import signal_handlers
from modelsearch.index import get_indexed_models
from pytest_django import DjangoDbBlocker
from wagtail.signal_handlers import reference_index_auto_update_disabled as used

from tests import postgresql
from tests.browser.fixtures import chromium, reader  # noqa: F401
from tests.databases import PostgresqlDatabases, SqliteDatabases, databases

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))

_server: postgresql.Server | None = None
_media: Path | None = None


def pytest_configure(config: pytest.Config) -> None:
    global _server, _media
    from core.catalogues import compile_and_read

    compile_and_read(Path(settings.LOCALE_PATHS[0]))
    _media = Path(tempfile.mkdtemp(prefix="cahier-media-"))
    settings.MEDIA_ROOT = str(_media)
    wanted = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
    if wanted and not os.environ.get("DATABASE_URL") and not hasattr(config, "workerinput"):
        _server = postgresql.Server()
        try:
            _server.start()
        except postgresql.Unavailable as error:
            pytest.exit(f"PostgreSQL was asked for and cannot be started: {error}", returncode=3)
        # Inherited by parallel workers and by the processes that tests start.
        os.environ["TEST_DATABASE_ADDRESS"] = f"{_server.port}"
    if wanted and "TEST_DATABASE_ADDRESS" in os.environ:
        connections["default"].settings_dict.update(
            HOST="127.0.0.1", PORT=os.environ["TEST_DATABASE_ADDRESS"], USER="tests", PASSWORD=""
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    global _server, _media
    if _server is not None:
        _server.stop()
        _server = None
        os.environ.pop("TEST_DATABASE_ADDRESS", None)
    if _media is not None:
        shutil.rmtree(_media, ignore_errors=True)
        _media = None


def pytest_report_header(config: pytest.Config) -> str:
    if _server is not None:
        return f"database: PostgreSQL {_server.version}, started for this run on 127.0.0.1:{_server.port}"
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[SqliteDatabases | PostgresqlDatabases]:
    """In place of pytest-django's: copy a migrated database instead of migrating.

    A test that commits (live server, threads) gets a fresh copy afterwards; Django would empty the tables and
    lose what migrations wrote: languages, the root page, editors' groups.
    """
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = databases(worker)
    with django_db_blocker.unblock():
        database.prepare()
        _lay_base()
        database.open()
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.reset()
    yield database
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        database.close()


def _lay_base() -> None:
    """Both languages, a front page for each and the site that serves them: in every test's database."""
    from wagtail.models import Locale, Page, Site

    from home.models import HomePage

    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Cahier commun", slug="accueil", locale=french))
    root.add_child(
        instance=HomePage(title="Cahier commun", slug="home", locale=english, translation_key=home.translation_key)
    )
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)


@pytest.fixture(autouse=True)
def _forget_caches() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
    # A page asked under /en/ leaves its language to the thread, and so to the next test.
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _no_editors_search(django_test_environment: None) -> None:
    _listen(found=False)


def _listen(*, found: bool) -> None:
    """Whether Wagtail's own search of the editors' side hears of what is saved."""
    for model in get_indexed_models():
        for signal, handler in (
            (post_save, signal_handlers.post_save_signal_handler),
            (post_delete, signal_handlers.post_delete_signal_handler),
        ):
            signal.disconnect(handler, sender=model)
            if found:
                signal.connect(handler, sender=model)


@pytest.fixture(autouse=True)
def _editors_indexes(request: pytest.FixtureRequest, _no_editors_search: None) -> Iterator[None]:
    """Wagtail's own indexes of what is found and used on the editors' side: a fourth of what saving a page takes.

    Kept only for tests that ask for them (``editors_indexes``) and for those with a browser.
    """
    wanted = "editors_indexes" in request.fixturenames or request.node.get_closest_marker("browser") is not None
    if wanted:
        _listen(found=True)
    else:
        used.value = True
    yield
    if wanted:
        _listen(found=False)
    # Loading the demo has taken it away.
    elif hasattr(used, "value"):
        del used.value


@pytest.fixture
def editors_indexes() -> None:
    """Searching and usage on the editors' side, and what is made of usage: the trail of a criterion."""


@pytest.fixture(scope="session")
def _demo_snapshot(django_db_setup: SqliteDatabases | PostgresqlDatabases, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        django_db_setup.snapshot("demo", lambda: call_command("load_demo", verbosity=0))


@pytest.fixture
def demo(
    _demo_snapshot: None,
    transactional_db: None,
    django_db_setup: SqliteDatabases | PostgresqlDatabases,
) -> None:
    """The whole demo, loaded once per run and copied for each test, which may change what it likes."""
    django_db_setup.reset("demo")


@pytest.fixture
def home_fr(db: None) -> object:
    """The French front page, the site's root."""
    from home.models import HomePage

    return HomePage.objects.get(locale__language_code="fr")


@pytest.fixture
def home_en(db: None) -> object:
    from home.models import HomePage

    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """10 March 2026, 9:00 in Paris, and it stays there until ``clock.shift()`` or ``clock.move_to()``."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


TRAITS = {
    "provider": "provider",
    "agent": "agent",
    # Agents too: a room's test makes the first two facilitator and member of its space, never the third.
    "facilitator": "agent",
    "member": "agent",
    "outsider": "agent",
    "communications": "communications",
    "admin": "admin",
}


class People(Mapping[str, object]):
    """One person per role, made when first asked for: ``people["agent"]``."""

    def __init__(self) -> None:
        self._made: dict[str, object] = {}

    def __getitem__(self, role: str) -> object:
        if role not in self._made:
            from tests.factories.accounts import UserFactory

            self._made[role] = UserFactory(
                **{TRAITS[role]: True}, email=f"{role}@agents.example", name=role.capitalize()
            )
        return self._made[role]

    def __iter__(self) -> Iterator[str]:
        return iter(TRAITS)

    def __len__(self) -> int:
        return len(TRAITS)


class Clients(Mapping[str, Client]):
    """A browser per role, logged in: ``clients["provider"].get(url)``; also ``clients["anonymous"]``."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._made: dict[str, Client] = {}

    def __getitem__(self, role: str) -> Client:
        if role not in self._made:
            client = Client()
            if role != "anonymous":
                client.force_login(self._people[role])
            self._made[role] = client
        return self._made[role]

    def __iter__(self) -> Iterator[str]:
        return iter(["anonymous", *TRAITS])

    def __len__(self) -> int:
        return len(TRAITS) + 1


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture
def clients(people: People) -> Clients:
    return Clients(people)


@pytest.fixture
def count_queries(db: None) -> Callable[..., int]:
    """``count_queries(client, url)``: the SQL queries of a page on warm caches. It must answer 200."""

    def count(client: Client, url: str) -> int:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    return count
