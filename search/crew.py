"""Processes that ask and analyse (``intake.read``) beside this one: a rebuild uses every core there is."""

from __future__ import annotations

import gc
import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import django
from django.db import connection

# Whoever is begun anew meets this module before the models can be imported: what needs them is imported late.
if TYPE_CHECKING:
    from search.intake import Batch

logger = logging.getLogger(__name__)

# More do not help: one process writes what the others read.
MOST = 4
# What each of the others is asked for at a time, so that it never waits for this one.
AHEAD = 2
# A process takes two seconds to start: what is not worth that is done alone.
WORTH = 5_000
_PLACE = ("NAME", "HOST", "PORT", "USER", "PASSWORD")


def cores() -> int:
    """How many this process may use."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST)


def read_all(named: Iterable[list[str]], processes: int) -> Iterator[Batch]:
    """``intake.read`` of each list of sources, by so many processes: this one and, where that is more than one, others.

    This one takes in what the others have read as soon as it is there, and reads itself meanwhile. Few batches are ever
    under way, so memory does not grow with their number. Inside a transaction others would not see what it has done:
    then everything is read here. If they are killed, what is left is read here too.
    """
    from search import intake

    walk = iter(named)
    asked: deque[list[str]] = deque()
    answers: deque[Future[Batch]] = deque()

    def oldest() -> Batch:
        """What was asked for first; it stays asked for if whoever read it was ended."""
        batch = answers.popleft().result()
        asked.popleft()
        return batch

    if processes > 1 and not connection.in_atomic_block:
        others = processes - 1
        # Begun anew, not copied from this process: a copy would share its connections.
        with ProcessPoolExecutor(others, get_context("spawn"), _begin, (_place(),)) as pool:
            try:
                for names in walk:
                    if len(asked) < AHEAD * others:
                        # Noted before it is handed over, which is where the end of the others may come to light.
                        asked.append(names)
                        answers.append(pool.submit(_read, names))
                    else:
                        yield intake.read(names)
                    while answers and answers[0].done():
                        yield oldest()
                while asked:
                    yield oldest()
            except BrokenExecutor:
                logger.warning("those who read for search were ended from outside; going on alone", exc_info=True)
            finally:
                pool.shutdown(cancel_futures=True)
    for names in asked:
        yield intake.read(names)
    yield from map(intake.read, walk)


def _place() -> dict[str, Any]:
    return {name: connection.settings_dict[name] for name in _PLACE}


def _begin(place: Mapping[str, Any]) -> None:
    django.setup()
    from django.conf import settings

    # Whoever develops has each statement kept, at the price of most of the time; nobody would ever see these.
    settings.DEBUG = False
    connection.settings_dict.update(place)
    gc.disable()
    gc.freeze()


def _read(names: list[str]) -> Batch:
    from search import intake, vocabulary

    batch = intake.read(names)
    # Whoever writes takes these in: they need not be sent again.
    vocabulary.remember(batch.pieces)
    gc.collect()
    return batch
