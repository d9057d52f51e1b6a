"""Whole pages kept for anonymous readers: the same page is made once, not once a reader.

Right rather than clever: whatever is written to the database, through whichever door, makes every kept page old. So a
page that was made private, a comment, a place taken show at once, and no room has to say what its pages depend on.
What changes with time alone (a silence that begins, a deadline) shows after ``PAGE_CACHE_SECONDS`` at the latest; what
is *refused* at that moment does not depend on the page.

Kept is only what is the same for everybody: a GET without a cookie of ours, answered 200 without setting one, and
without a word of its own on caching.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from core.models import ContentGeneration

CACHE = "pages"
MAX_ADDRESS = 300
MAX_SIZE = 500_000

_WRITE = re.compile(r"\s*(?:WITH\b.*?\b)?(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?[\"`]?(\w+)", re.I | re.S)
# What no page shows: sessions, the queue of tasks, what search keeps for itself, and the number itself.
_UNSEEN = (
    "django_session",
    "django_tasks",
    "search_searchoutbox",
    "search_serverindex",
    "search_querycount",
    "search_savedsearch",
    "core_outgoingmail",
    "core_periodicrun",
    "core_contentgeneration",
)
_TABLE = ContentGeneration._meta.db_table


def written_table(sql: object) -> str:
    """The table that ``sql`` writes to, where a page may show it; "" for what reads, and for what no page shows."""
    match = _WRITE.match(sql) if isinstance(sql, str) else None
    table = match.group(1).lower() if match else ""
    return "" if table.startswith(_UNSEEN) else table


def notice(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wraps every statement of every connection: a write makes the kept pages old when it is committed."""
    done = execute(sql, params, many, context)
    used = context["connection"]
    # Before the commit would be too early: a reader could keep the old page under the new number.
    if (
        settings.PAGE_CACHE_SECONDS
        and written_table(sql)
        and used.alias == DEFAULT_DB_ALIAS
        and not (used.in_atomic_block and any(hook[1] is make_old for hook in used.run_on_commit))
    ):
        transaction.on_commit(make_old, using=used.alias)
    return done


def listen() -> None:
    connection_created.connect(_wrap, dispatch_uid="core.page_cache")


def _wrap(connection: Any, **kwargs: Any) -> None:
    if notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice)


def make_old() -> None:
    """Nothing kept so far is shown again, by any process."""
    try:
        with connection.cursor() as cursor:
            # In one statement, for SQLite may still be giving the rows of the one before it.
            cursor.execute(
                f"INSERT INTO {_TABLE} (id, number) VALUES (1, 1) "  # noqa: S608
                f"ON CONFLICT (id) DO UPDATE SET number = {_TABLE}.number + 1"
            )
    except DatabaseError:
        # The first migrations write before the table is there; then no page has been kept either.
        if _TABLE in connection.introspection.table_names():
            raise


def generation() -> int:
    """The number that pages are kept under now.

    The first question to the database in a request, and for a kept page the only one: so it is its own proof that the
    connection still holds, and saves the round trip that Django would make to find out.
    """
    try:
        connection.health_check_done = True  # type: ignore[attr-defined]
        return _number()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _number()


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {_TABLE} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else 0


class PageCacheMiddleware:
    """Stands outside of sessions, languages and routes: a kept page asks the database for one number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.prefixes = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._may_be_kept(request):
            return self.get_response(request)
        # The number is read first: a page made while something changes is kept under the old number.
        key = self._key(request, generation())
        kept = caches[CACHE].get(key)
        if kept is None:
            response = self.get_response(request)
            if not isinstance(response, HttpResponse) or not _is_for_everybody(request, response):
                return response
            kept = _keep(response)
            caches[CACHE].set(key, kept, settings.PAGE_CACHE_SECONDS)
        return _answer(request, *kept)

    def _may_be_kept(self, request: HttpRequest) -> bool:
        return (
            settings.PAGE_CACHE_SECONDS > 0
            and request.method == "GET"
            and request.path_info.startswith(self.prefixes)
            and len(request.get_full_path()) <= MAX_ADDRESS
            # The token of a form alone does not make a page anybody's own.
            and not set(request.COOKIES) - {settings.CSRF_COOKIE_NAME}
            and not {"HTTP_AUTHORIZATION", "HTTP_HX_REQUEST"} & request.META.keys()
            # Wagtail's previews go through the middleware too.
            and not getattr(request, "is_dummy", False)
        )

    def _key(self, request: HttpRequest, number: int) -> str:
        address = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
        return f"{number}:{hashlib.sha256(address.encode()).hexdigest()}"


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.cookies
        # A token that was asked for is in the page, though its cookie may have been there before.
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "Cache-Control" not in response
        and response.get("Content-Type", "").startswith("text/html")
        and len(response.content) <= MAX_SIZE
    )


def _keep(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    content = response.content
    patch_vary_headers(response, ["Cookie"])
    headers = dict(response.items())
    headers["ETag"] = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    # Browsers may hold the page, and ask each time whether it is still right.
    headers["Cache-Control"] = "no-cache"
    return content, headers


def _answer(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    response: HttpResponse
    if headers["ETag"] in {tag.removeprefix("W/") for tag in asked}:
        response = HttpResponseNotModified()
        names = {"ETag", "Cache-Control", "Vary", "Content-Language"}
    else:
        response = HttpResponse(content)
        names = set(headers)
    for name in names & headers.keys():
        response[name] = headers[name]
    return response
