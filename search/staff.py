"""What staff are told: what people look for, what finds nothing, and whether search is well."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from search import counting, engines, server, services, sources
from search.engines import breaker
from search.enums import Reading
from search.models import AttachedText, QueryCount, Rebuild, SearchDocument, SearchOutbox, ServerIndex

PERIODS = (30, 90, 395)
LINES = 50
UNREAD = (Reading.LOCKED, Reading.BROKEN)
NAMED = 10
ENGINES = {
    "embedded": _("the site’s own index, in its database"),
    "elasticsearch": _("the search server"),
    "fallback": _("the search server; the site’s own index whenever it cannot answer"),
}
# Seconds that another process may have the server's index before we give up.
PATIENCE = 30
AFTER_FAILURE = timedelta(hours=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """An attached file whose words nobody finds, why, and the page that it is on."""

    title: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    # What answers readers at this moment, in words.
    engine_label: str
    documents: int
    languages: dict[str, int]
    # Changes that search has not looked at yet, and since when.
    waiting: int
    waiting_since: datetime | None
    failing: int
    last_error: str
    files_read: int
    files_waiting: int
    files_unread: int
    # The latest of these, so that somebody can ask for another copy.
    unread: list[Unread]
    # Tables, pictures, sound: of these only title and description are found.
    files_other: int
    # The last rebuild that staff asked for, at work or ended; None if there was none.
    rebuild: Rebuild | None
    # Of the search server: documents that it does not have as they are, and whether it answers. None without one.
    server_waiting: int | None
    server_answers: bool
    server_error: str


def state() -> State:
    languages = dict(SearchDocument.objects.order_by("language").values_list("language").annotate(number=Count("pk")))
    oldest = SearchOutbox.objects.order_by("created_at").first()
    failing = SearchOutbox.objects.filter(attempts__gt=0).order_by("-claimed_until")
    worst = failing.first()
    files = dict(AttachedText.objects.order_by("state").values_list("state").annotate(number=Count("pk")))
    server_row = ServerIndex.objects.first()
    return State(
        engine_label=str(ENGINES[engines.current_engine().name]),
        documents=sum(languages.values()),
        languages=languages,
        waiting=SearchOutbox.objects.count(),
        waiting_since=oldest.created_at if oldest else None,
        failing=failing.count(),
        last_error=worst.last_error if worst else "",
        files_read=files.get(Reading.READ, 0),
        files_waiting=files.get(Reading.WAITING, 0),
        files_other=files.get(Reading.OTHER, 0),
        files_unread=sum(files.get(reading, 0) for reading in UNREAD),
        unread=_unread(),
        rebuild=Rebuild.objects.first(),
        server_waiting=server.waiting() if server_row else None,
        server_answers=not (server_row and server_row.failures) and not breaker.doubts(),
        server_error=server_row.last_error if server_row else "",
    )


def _unread() -> list[Unread]:
    rows = AttachedText.objects.filter(state__in=UNREAD).select_related("document__owner_page").order_by("-looked_at")
    return [
        Unread(
            row.document.title,
            str(Reading(row.state).label),
            (row.document.owner_page.get_url() or "") if row.document.owner_page else "",
        )
        for row in rows[:NAMED]
    ]


def asked(days: int) -> dict[str, list[dict[str, Any]]]:
    """What ``SHOWN_FROM`` questions and more were about in the last ``days``."""
    since = timezone.localdate() - timedelta(days=days)
    least = counting.SHOWN_FROM
    return {
        "frequent": list(QueryCount.objects.frequent(since=since, at_least=least)[:LINES]),
        "fruitless": list(QueryCount.objects.fruitless(since=since, at_least=least)[:LINES]),
    }


@transaction.atomic
def rebuild_soon() -> bool:
    """Have the worker ask everything anew; False if it is at it already."""
    Rebuild.objects.get_or_create(pk=Rebuild.ONLY, defaults={"ended_at": timezone.now()})
    if Rebuild.objects.select_for_update().get(pk=Rebuild.ONLY).under_way:
        return False
    _tell(ended_at=None, on_server=False, done=0, total=0, error="")
    rebuild_index.enqueue()
    return True


def rebuild_after_upgrade() -> bool:
    """Have everything asked anew where that was last done by other rules; after a failure, once an hour."""
    last = Rebuild.objects.filter(pk=Rebuild.ONLY).first()
    if last is not None and last.rules == sources.rules():
        return False
    if last is not None and last.error and last.ended_at and last.ended_at > timezone.now() - AFTER_FAILURE:
        return False
    return rebuild_soon()


@task()
def rebuild_index() -> None:
    """The site's own index, then that of the search server, where there is one."""
    error = ""
    try:
        services.rebuild(_progress)
        if server.engine() is not None:
            _tell(on_server=True, done=0, total=0)
            _rebuild_server()
    except (server.Busy, *server.Trouble) as trouble:
        # The site's own index is made. The server follows as soon as it can.
        error = f"{type(trouble).__name__}: {trouble}"[:1000]
    except BaseException as trouble:
        error = f"{type(trouble).__name__}: {trouble}"[:1000]
        raise
    finally:
        _tell(ended_at=timezone.now(), error=error)


def _rebuild_server() -> None:
    for _turn in range(PATIENCE):
        with suppress(server.Busy):
            server.rebuild(_progress)
            return
        # Another process sends it what has changed.
        time.sleep(1)
    raise server.Busy


def _progress(things: Iterable[T], total: int) -> Iterator[T]:
    told = time.monotonic()
    _tell(done=0, total=total)
    for number, thing in enumerate(things, 1):
        yield thing
        if time.monotonic() > told + 1:
            told = time.monotonic()
            _tell(done=number, total=total)
    _tell(done=total, total=total)


def _tell(**what: Any) -> None:
    Rebuild.objects.filter(pk=Rebuild.ONLY).update(heard_at=timezone.now(), **what)
