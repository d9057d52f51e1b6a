"""What staff are told: what people look for, what finds nothing, and whether search is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from search import counting, engines, services
from search.enums import Reading
from search.models import AttachedText, QueryCount, SearchDocument, SearchOutbox

PERIODS = (30, 90, 395)
LINES = 50
ENGINES = {
    "embedded": _("the site’s own index, in its database"),
    "elasticsearch": _("the search server"),
    "fallback": _("the search server; the site’s own index whenever it cannot answer"),
}
_REBUILDING = "search:rebuilding"


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
    rebuilding: bool


def state() -> State:
    languages = dict(SearchDocument.objects.order_by("language").values_list("language").annotate(number=Count("pk")))
    oldest = SearchOutbox.objects.order_by("created_at").first()
    failing = SearchOutbox.objects.filter(attempts__gt=0).order_by("-claimed_until")
    worst = failing.first()
    files = dict(AttachedText.objects.order_by("state").values_list("state").annotate(number=Count("pk")))
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
        files_unread=files.get(Reading.LOCKED, 0) + files.get(Reading.BROKEN, 0),
        rebuilding=bool(cache.get(_REBUILDING)),
    )


def asked(days: int) -> dict[str, list[dict[str, Any]]]:
    """What ``SHOWN_FROM`` questions and more were about in the last ``days``."""
    since = timezone.localdate() - timedelta(days=days)
    least = counting.SHOWN_FROM
    return {
        "frequent": list(QueryCount.objects.frequent(since=since, at_least=least)[:LINES]),
        "fruitless": list(QueryCount.objects.fruitless(since=since, at_least=least)[:LINES]),
    }


def rebuild_soon() -> bool:
    """Have the worker ask everything anew; False if it is at it already."""
    if not cache.add(_REBUILDING, True, 3600):
        return False
    rebuild_index.enqueue()
    return True


@task()
def rebuild_index() -> None:
    try:
        services.rebuild()
    finally:
        cache.delete(_REBUILDING)
