"""Pages kept for anonymous readers: never old, never somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from core import page_cache
from core.models import ContentGeneration, PageAccess
from core.page_cache import PageCacheMiddleware
from tests.factories.core import StandardPageFactory

Page = Callable[..., str]


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 60
    caches[page_cache.CACHE].clear()
    yield
    caches[page_cache.CACHE].clear()


def queries(client: Client, address: str, **options: object) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address, **options).status_code == 200
    return len(counted)


@pytest.mark.django_db(transaction=True)
def test_kept_page_costs_one_query_and_says_the_same() -> None:
    client = Client()
    made = client.get("/fr/")

    assert queries(client, "/fr/") == 1
    kept = client.get("/fr/")
    assert (kept.content, kept["Content-Security-Policy"], kept["Content-Language"]) == (
        made.content,
        made["Content-Security-Policy"],
        "fr",
    )


@pytest.mark.django_db(transaction=True)
def test_anonymous_reader_asks_again_without_fetching_again() -> None:
    first = Client().get("/fr/")

    again = Client().get("/fr/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, first["Cache-Control"]) == (304, b"", "no-cache")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["save", "update", "raw"])
def test_whatever_is_written_shows_at_once(home_fr: object, door: str) -> None:
    page = StandardPageFactory(parent=home_fr, title="Avant")
    address = page.get_url()
    assert "Avant" in Client().get(address).content.decode()

    if door == "save":
        page.title = "Après"
        page.save()
    elif door == "update":
        type(page).objects.filter(pk=page.pk).update(title="Après")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wagtailcore_page SET title = 'Après' WHERE id = %s", [page.pk])

    assert "Après" in Client().get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_page_made_private_is_gone_at_once(home_fr: object) -> None:
    page = StandardPageFactory(parent=home_fr)
    address = page.get_url()
    assert Client().get(address).status_code == 200

    PageAccess.objects.filter(page_id=page.pk).update(keyword="space:7")

    assert Client().get(address).status_code != 200


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_makes_nothing_old() -> None:
    before = page_cache.generation()

    with transaction.atomic():
        PageAccess.objects.update(keyword="nobody")
        transaction.set_rollback(True)
    rolled_back = page_cache.generation()
    with transaction.atomic():
        PageAccess.objects.update(keyword="public")
        PageAccess.objects.update(keyword="public")

    assert (rolled_back - before, page_cache.generation() - before) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_first_number_is_made_when_it_is_missing() -> None:
    ContentGeneration.objects.all().delete()

    page_cache.make_old()

    assert page_cache.generation() == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_migrations_may_write_before_the_number_has_its_table() -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(ContentGeneration)

    assert PageAccess.objects.update(keyword="public") > 0


@pytest.mark.django_db(transaction=True)
def test_signed_in_reader_has_their_own_page_and_leaves_none(clients: dict[str, Client]) -> None:
    mine = clients["agent"].get("/fr/")
    others = Client().get("/fr/")

    assert (mine["Cache-Control"], mine.content == others.content) == ("private, no-store", False)
    assert queries(clients["agent"], "/fr/") > 1


@pytest.mark.django_db(transaction=True)
def test_languages_queries_and_hosts_are_pages_of_their_own(settings: Any) -> None:
    client = Client()
    for address in ("/fr/", "/en/", "/fr/?page=2"):
        client.get(address)

    assert "Accueil" not in client.get("/en/").content.decode()
    assert queries(client, "/fr/", headers={"host": "localhost"}) > 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "request_", "response"),
    [
        ("a cookie that it sets", {}, "cookie"),
        ("a form's token", {}, "token"),
        ("a word of its own on caching", {}, "private"),
        ("a refusal", {}, "missing"),
        ("a file", {}, "csv"),
        ("a session", {"headers": {"cookie": "sessionid=abc"}}, "page"),
        ("any other cookie", {"headers": {"cookie": "other=abc"}}, "page"),
        ("a piece for a script", {"headers": {"hx-request": "true"}}, "page"),
        ("another method", {"method": "post"}, "page"),
        ("an endless address", {"address": "/fr/?q=" + "x" * 400}, "page"),
        ("an address without language", {"address": "/sitemap.xml"}, "page"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_not_kept(name: str, request_: dict, response: str) -> None:
    asked = dict(request_)
    made = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(request)
        answer = HttpResponse("page")
        if response == "cookie":
            answer.set_cookie("a", "b")
        elif response == "token":
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        elif response == "private":
            answer["Cache-Control"] = "private"
        elif response == "missing":
            answer.status_code = 404
        elif response == "csv":
            answer["Content-Type"] = "text/csv"
        return answer

    middleware = PageCacheMiddleware(view)
    method, address = asked.pop("method", "get"), asked.pop("address", "/fr/")
    for _turn in range(2):
        middleware(getattr(RequestFactory(), method)(address, **asked))

    assert len(made) == 2


@pytest.mark.django_db
def test_kept_is_what_is_alike_for_everybody() -> None:
    """The control of the table above: the same view, with nothing that forbids it."""
    made = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(request)
        return HttpResponse("page")

    middleware = PageCacheMiddleware(view)
    for _turn in range(2):
        middleware(RequestFactory().get("/fr/"))

    assert len(made) == 1


@pytest.mark.django_db
def test_page_made_while_something_changes_is_not_kept_as_the_new_one(
    django_capture_on_commit_callbacks: Callable,
) -> None:
    made = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(request)
        if len(made) == 1:
            page_cache.make_old()
        return HttpResponse("page")

    middleware = PageCacheMiddleware(view)
    for _turn in range(3):
        middleware(RequestFactory().get("/fr/"))

    assert len(made) == 2


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "wagtailcore_page" ("id") VALUES (1)', "wagtailcore_page"),
        ("update core_pageaccess set keyword = ''", "core_pageaccess"),
        ('DELETE FROM "core_pageaccess" WHERE 1', "core_pageaccess"),
        ("WITH old AS (SELECT 1) DELETE FROM core_pageaccess", "core_pageaccess"),
        ("INSERT INTO django_session VALUES (1)", ""),
        ("UPDATE core_contentgeneration SET number = 2", ""),
        ('SELECT "wagtailcore_page"."id" FROM "wagtailcore_page" FOR UPDATE', ""),
        ("SAVEPOINT s1", ""),
        (b"bytes", ""),
    ],
)
def test_writes_are_told_from_reads(sql: object, table: str) -> None:
    assert page_cache.written_table(sql) == table


@pytest.mark.django_db(transaction=True)
def test_a_search_is_answered_anew_each_time() -> None:
    client = Client()
    client.get("/fr/search/?q=papier")

    assert queries(client, "/fr/search/?q=papier") > 1
