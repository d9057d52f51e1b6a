"""The server answers; the embedded engine does whenever the server cannot, must not yet, or takes too long."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from django.db.models import Exists
from django.utils import timezone

from search.engines import breaker
from search.engines.base import Engine, EngineResult, SearchQuery
from search.models import SearchDocument, ServerChange, ServerIndex

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# A server that is so far behind misses what people have just written.
LATE = timedelta(seconds=30)


class FallbackEngine(Engine):
    """``server`` is asked while it is well and up to date, else ``embedded``, which is always there.

    While something that this reader could see and must not see any more still waits to be taken off the server, the
    embedded engine answers: nothing of it may show in counts, facets or order. What waits of other readers' things
    makes no difference to this one.
    """

    name = "fallback"

    def __init__(self, server: Engine, embedded: Engine, alias: str) -> None:
        self.server = server
        self.embedded = embedded
        self.alias = alias

    def prepare(self) -> None:
        self.embedded.prepare()

    def index(self, documents: Sequence[SearchDocument]) -> None:
        # The server learns of it by ServerChange, after the transaction.
        self.embedded.index(documents)

    def remove(self, ids: Sequence[int]) -> None:
        self.embedded.remove(ids)

    def search(self, query: SearchQuery) -> EngineResult:
        answer, degraded = self._ask(query.keywords, lambda engine: engine.search(query))
        return replace(answer, degraded=True) if degraded else answer

    def frequencies(self, terms: Sequence[str], keywords: frozenset[str]) -> dict[str, int]:
        return self._ask(keywords, lambda engine: engine.frequencies(terms, keywords))[0]

    def completions(
        self, words: Sequence[str], beginning: str, keywords: frozenset[str], language: str, limit: int = 8
    ) -> tuple[int, ...]:
        return self._ask(keywords, lambda engine: engine.completions(words, beginning, keywords, language, limit))[0]

    def _ask(self, keywords: frozenset[str], question: Callable[[Engine], Answer]) -> tuple[Answer, bool]:
        """The answer, and whether it comes from the embedded engine because the server is not well."""
        standing = self._standing(keywords)
        if standing is None:
            return question(self.embedded), False
        hidden, late, failing = standing
        if hidden or late:
            return question(self.embedded), failing or breaker.doubts()
        if not breaker.allows():
            return question(self.embedded), True
        try:
            answer = question(self.server)
        except Exception as error:  # whatever it is: the reader gets an answer
            logger.warning("the search server failed: %s: %s", type(error).__name__, str(error)[:500])
            breaker.failed()
            return question(self.embedded), True
        if failing or breaker.doubts():
            breaker.answered()
        return answer, False

    def _standing(self, keywords: frozenset[str]) -> tuple[bool, bool, bool] | None:
        """(something is to be hidden from this reader, it is far behind, it failed when last written to).

        None while there is no index on the server yet.
        """
        waiting = ServerChange.objects.filter(refused="")
        late = timezone.now() - LATE
        row = (
            ServerIndex.objects.filter(alias=self.alias)
            .exclude(index="")
            .values_list(
                Exists(ServerChange.objects.filter(was__in=sorted(keywords))),
                Exists(waiting.filter(created_at__lt=late)),
                "failures",
            )
            .first()
        )
        return row and (bool(row[0]), bool(row[1]), row[2] > 0)
