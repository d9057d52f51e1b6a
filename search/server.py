"""The life of the index on the search server: sent to, looked after, built anew.

The database is right, the server follows. What changes is written down by triggers (``engines.changes``) in the
transaction of the change and sent afterwards, in bulk, by one process at a time, for as long as it takes. Each change
has a number that grows, and is sent as the document's version: whatever comes late and is older, the server leaves
aside. Nothing here is ever called while somebody waits for a page.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from elasticsearch import ApiError, NotFoundError, TransportError

from core import visibility
from search import engines
from search.engines import breaker, query
from search.engines.base import SearchQuery
from search.engines.elastic import ElasticEngine, Entry, Layout, WriteError, made
from search.models import SearchDocument, ServerChange, ServerIndex

logger = logging.getLogger(__name__)

BATCH = 500
# After so many of them what was sent is made to be found: that takes the server longer than taking it.
REFRESHED_EVERY = 4
# Batches of a new index that are made or sent at the same time.
UNDER_WAY = 2
# How long a process has the server for itself before another one takes over: longer than any single request.
HOLD = timedelta(minutes=2)
CHECK = timedelta(seconds=20)
MAX_DELAY = timedelta(seconds=30)
# How often a new index is asked before readers do.
WARM = 3
# Documents whose mean length has changed by so much are measured by the wrong rule: the index is built anew.
DRIFT = 1.5
FEW = 200

# What a server may throw that is not our mistake.
Trouble = (ApiError, TransportError, WriteError)
Progress = Callable[[Iterable, int], Iterable]
T = TypeVar("T")


def engine() -> ElasticEngine | None:
    """The engine as those use it for whom nobody waits."""
    return engines.server_engine(patience=60)


def follow() -> int:
    """Bring the server to where the database is; returns how many documents were sent.

    Builds the index where there is none, or one that was made by other rules. A server that does not answer is asked
    again later, by whoever comes next.
    """
    server = engine()
    if server is None:
        _forget()
        return 0
    _know(server)
    sent = 0
    while _anything_to_do(server):
        with _held(server) as state:
            if state is None:
                break
            try:
                if _is_wrong(server, state):
                    sent += _build(server, state)
                sent += _send(server, state, [server.index_name])
            except Trouble as error:
                _failed(state, error)
                break
            _went_well(state)
    return sent


def rebuild(progress: Progress | None = None) -> int | None:
    """A new index in place of the old one, which answers until then; how many documents, None without a server.

    What changes meanwhile goes into both. Fails as the server does.
    """
    server = engine()
    if server is None:
        return None
    _know(server)
    with _held(server, wait=True) as state:
        if state is None:
            raise Busy
        number = _build(server, state, progress)
        _send(server, state, [server.index_name])
        _went_well(state)
    return number


class Busy(Exception):
    """Another process is at work on the server's index."""


def differences() -> dict[str, str]:
    """Key → what is wrong, for each document that the server has otherwise than the database. Asks the server."""
    server = engine()
    if server is None:
        return {}
    waiting = set(ServerChange.objects.values_list("document_id", flat=True))
    there = {pk: held for pk, held in _everything(server) if pk not in waiting}
    wrong: dict[str, str] = {}
    rows = SearchDocument.objects.exclude(pk__in=ServerChange.objects.values("document_id"))
    for pk, key, digest, acl in rows.values_list("pk", "key", "digest", "acl").iterator(chunk_size=5_000):
        held = there.pop(pk, None)
        if held is None:
            wrong[key] = "missing on the server"
        elif held[0] != digest:
            wrong[key] = "outdated on the server"
        elif held[1] != acl:
            wrong[key] = "wrong access on the server"
    wrong |= {f"document {pk}": "orphan on the server" for pk in there}
    refused = ServerChange.objects.exclude(refused="").values_list("document_id", "refused")
    return wrong | {f"document {pk}": f"refused by the server ({reason})" for pk, reason in refused}


def waiting() -> int:
    """How many documents have changed and are not on the server yet."""
    return ServerChange.objects.values("document_id").distinct().count()


def withdraw() -> None:
    """Take all that is ours off the server."""
    server = engine()
    if server is not None:
        _remove(server, but=[])
    ServerIndex.objects.all().delete()
    ServerChange.objects.all().delete()


# Who knows what.


def _know(server: ElasticEngine) -> None:
    """From now on changes are written down. What is changed at this moment ends first: it would be lost."""
    if ServerIndex.objects.filter(alias=server.index_name).exists():
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE search_searchdocument IN SHARE ROW EXCLUSIVE MODE")
        # The site has one server, and one name there.
        ServerIndex.objects.exclude(alias=server.index_name).delete()
        ServerIndex.objects.get_or_create(alias=server.index_name)


def _forget() -> None:
    """There is no server any more: nothing is written down for it."""
    if ServerIndex.objects.exists():
        ServerIndex.objects.all().delete()
        ServerChange.objects.all().delete()


@contextmanager
def _held(server: ElasticEngine, *, wait: bool = False) -> Iterator[ServerIndex | None]:
    """The row, if nobody else has it and it is time to try; ``wait``: whether or not it is time."""
    now = timezone.now()
    rows = ServerIndex.objects.filter(alias=server.index_name, held_until__lte=now)
    if not wait:
        rows = rows.filter(retry_at__lte=now)
    if not rows.update(held_until=now + HOLD):
        yield None
        return
    try:
        yield ServerIndex.objects.get(alias=server.index_name)
    finally:
        ServerIndex.objects.filter(alias=server.index_name).update(held_until=timezone.now())


def _still_held(state: ServerIndex) -> None:
    ServerIndex.objects.filter(pk=state.pk).update(held_until=timezone.now() + HOLD)


def _anything_to_do(server: ElasticEngine) -> bool:
    now = timezone.now()
    row = ServerIndex.objects.filter(alias=server.index_name).first()
    if row is None or row.retry_at > now or row.held_until > now:
        return False
    return not row.index or _is_stale(row, now) or ServerChange.objects.filter(refused="").exists()


def _is_stale(row: ServerIndex, now: datetime) -> bool:
    return row.checked_at is None or row.checked_at + CHECK <= now


def _failed(state: ServerIndex, error: Exception) -> None:
    breaker.failed()
    failures = state.failures + 1
    delay = min(timedelta(seconds=2 ** min(failures, 10)), MAX_DELAY)
    said = f"{type(error).__name__}: {error}"[:2000]
    logger.warning("the search server cannot be brought up to date: %s", said)
    ServerIndex.objects.filter(pk=state.pk).update(
        failures=failures, retry_at=timezone.now() + delay, last_error=said, checked_at=None
    )


def _went_well(state: ServerIndex) -> None:
    if state.failures or breaker.doubts():
        breaker.answered()
    ServerIndex.objects.filter(pk=state.pk).update(failures=0, last_error="")


# Sending.


def _send(server: ElasticEngine, state: ServerIndex, indices: list[str]) -> int:
    """Send what has changed to all of ``indices``; how many documents."""
    sent = 0
    while rows := list(ServerChange.objects.filter(refused="").order_by("pk")[: BATCH * REFRESHED_EVERY]):
        # The newest number of each: what is read after it is at least as new.
        versions = {row.document_id: row.pk for row in rows}
        refused: dict[int, str] = {}
        for part in _batches(versions.items()):
            _still_held(state)
            documents = SearchDocument.objects.select_related("text").in_bulk([pk for pk, _version in part])
            entries = [Entry(pk, documents.get(pk), version) for pk, version in part]
            for index in indices:
                refused |= server.write(index, entries)
        for index in indices:
            # Found, and hidden, before we forget that it was not: until then the embedded engine answers.
            server.refresh(index)
        done = [row.pk for row in rows if row.document_id not in refused]
        for pk, reason in refused.items():
            logger.error("the search server refuses document %s: %s", pk, reason)
            ServerChange.objects.filter(pk__in=[row.pk for row in rows if row.document_id == pk]).update(
                refused=reason, was=""
            )
        with transaction.atomic():
            # A refusal of before is over when the document is taken after all.
            ServerChange.objects.filter(document_id__in=versions.keys() - refused.keys()).exclude(refused="").delete()
            ServerChange.objects.filter(pk__in=done).delete()
        sent += len(versions)
    return sent


# Building.


def _is_wrong(server: ElasticEngine, state: ServerIndex) -> bool:
    """Whether the index is missing or made by other rules than ours; looked at from time to time."""
    if not state.index:
        return True
    if not _is_stale(state, timezone.now()):
        return False
    try:
        meta = server.meta(server.index_name)
    except NotFoundError:
        return True
    _warm(server, 1)
    ServerIndex.objects.filter(pk=state.pk).update(checked_at=timezone.now())
    return meta.get("made") != made(scored=server.scored) or _has_drifted(meta.get("lengths", {}))


def _has_drifted(lengths: dict[str, dict[str, float]]) -> bool:
    if SearchDocument.objects.filter(acl="public").count() < FEW:
        return False
    now = Layout.of_database()
    return any(
        not 1 / DRIFT < mean / max(lengths.get(language, {}).get(field, mean), 0.1) < DRIFT
        for language, fields in now.lengths.items()
        for field, mean in fields.items()
    )


def _build(server: ElasticEngine, state: ServerIndex, progress: Progress | None = None) -> int:
    """Beside what answers now; then the alias changes over in one step, and what is not needed goes."""
    name = f"{server.index_name}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    live = _behind(server)
    # By the alias: nothing is written where it has been taken away.
    answering = [server.index_name] if live else []
    # Those of a build that did not come to its end.
    _remove(server, but=live)
    server.create(name, filling=True)
    try:
        number = _fill(server, state, [*answering, name], progress)
        server.open(name)
        _send(server, state, [*answering, name])
        server.answer_with(name, instead_of=live)
    except BaseException:
        _try_to_remove(server, name)
        raise
    ServerIndex.objects.filter(pk=state.pk).update(index=name, checked_at=timezone.now())
    _remove(server, but=[name])
    _warm(server, WARM)
    logger.info("the search server has a new index, %s, of %s documents", name, number)
    return number


def _warm(server: ElasticEngine, turns: int) -> None:
    """Have the server meet what readers ask: after a start, or long without a question, it takes several times as long.

    A reader would not wait for so long: the embedded engine would answer, with a notice.
    """
    for _turn in range(turns):
        for text in ("", "marché prix", "durable"):
            server.search(
                SearchQuery(
                    words=query.parse(text),
                    keywords=frozenset([visibility.PUBLIC]),
                    language=settings.LANGUAGE_CODE,
                    recent_from=timezone.now(),
                )
            )


def _fill(server: ElasticEngine, state: ServerIndex, indices: list[str], progress: Progress | None) -> int:
    """Every document as it is now into the last of ``indices``, with the lowest version: whatever is sent meanwhile,
    to all of them, is newer and stays."""
    number = 0
    rows: Iterable[SearchDocument] = _rows()
    if progress is not None:
        rows = progress(rows, SearchDocument.objects.count())
    under_way: deque[tuple[int, Future[dict[int, str]]]] = deque()

    def end(*, but: int) -> int:
        """Wait for all that is under way but the latest ``but`` batches; how many documents were taken."""
        taken = 0
        while len(under_way) > but:
            size, sending = under_way.popleft()
            refused = sending.result()
            for pk, reason in refused.items():
                logger.error("the search server refuses document %s: %s", pk, reason)
                ServerChange.objects.create(document_id=pk, refused=reason)
            taken += size - len(refused)
            _still_held(state)
        return taken

    # The server takes one batch while we make the next. Threads write to the server and never ask the database.
    with ThreadPoolExecutor(UNDER_WAY) as senders:
        for batch in _batches(rows):
            entries = [Entry(row.pk, row, 0) for row in batch]
            under_way.append((len(entries), senders.submit(server.write, indices[-1], entries)))
            number += end(but=UNDER_WAY)
            if ServerChange.objects.filter(refused="").exists():
                # What is refused is written down before what is newer is sent: that may be taken, and it is over then.
                number += end(but=0)
                _send(server, state, indices)
        number += end(but=0)
    return number


def _rows() -> Iterator[SearchDocument]:
    last = 0
    while rows := list(SearchDocument.objects.select_related("text").filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        yield from rows


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    walk = iter(rows)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _behind(server: ElasticEngine) -> list[str]:
    """The indices that answer under our alias: one, if all is well."""
    try:
        return sorted(server.slow.indices.get_alias(name=server.index_name))
    except NotFoundError:
        return []


def _remove(server: ElasticEngine, *, but: list[str]) -> None:
    """Every index of ours, by the form of its name, that does not answer."""
    ours = re.compile(rf"{re.escape(server.index_name)}-\d{{14}}-[0-9a-f]{{6}}")
    found: dict[str, Any] = server.slow.indices.get(index=f"{server.index_name}-*").body
    for name in found:
        if ours.fullmatch(name) and name not in but:
            server.slow.indices.delete(index=name, ignore_unavailable=True)


def _try_to_remove(server: ElasticEngine, name: str) -> None:
    try:
        server.slow.indices.delete(index=name, ignore_unavailable=True)
    except Trouble:
        logger.info("the index %s stays behind until the next build", name)


def _everything(server: ElasticEngine) -> Iterator[tuple[int, tuple[str, str]]]:
    """(document, (digest, acl)) of all that the index holds, private things too: for comparing only."""
    after: list[Any] | None = None
    while True:
        answer = server.slow.search(
            index=server.index_name,
            size=5_000,
            sort=[{"id": "asc"}],
            source=False,
            docvalue_fields=[{"field": "digest"}, {"field": "acl"}],
            track_total_hits=False,
            search_after=after,
        )
        hits = answer["hits"]["hits"]
        if not hits:
            return
        for hit in hits:
            yield int(hit["_id"]), (hit["fields"]["digest"][0], hit["fields"]["acl"][0])
        after = hits[-1]["sort"]
