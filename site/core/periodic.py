"""Work that has to be done again and again. Rooms register it, ``run_periodic`` does what is due.

A job must bear to be run late, twice, or by two machines at once: it looks at what there is to do, not at the clock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models import PeriodicRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every: timedelta
    function: Callable[[], Any]


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, function: Callable[[], Any]) -> None:
    """Have ``function`` called every so often. Called from an AppConfig's ``ready``; the name is lasting."""
    _jobs[name] = Job(name, every, function)


def registered() -> list[Job]:
    return sorted(_jobs.values(), key=lambda job: job.name)


def run_due() -> list[str]:
    """Run every job that is due and return their names. One that fails is written down and tried next time."""
    return [job.name for job in registered() if _claim(job) and _run(job)]


@transaction.atomic
def _claim(job: Job) -> bool:
    """Whether it is this process's turn to run ``job``: two at once must not both begin."""
    now = timezone.now()
    PeriodicRun.objects.get_or_create(name=job.name)
    run = PeriodicRun.objects.select_for_update().get(name=job.name)
    if run.started_at is not None and run.started_at + job.every > now:
        return False
    run.started_at = now
    run.save(update_fields=["started_at"])
    return True


def _run(job: Job) -> bool:
    begun = time.monotonic()
    try:
        job.function()
    except Exception as error:
        logger.exception("periodic job %s failed", job.name)
        message = str(error)[:2000] or type(error).__name__
    else:
        message = ""
    PeriodicRun.objects.filter(name=job.name).update(
        last_error=message, milliseconds=int((time.monotonic() - begun) * 1000), finished_at=timezone.now()
    )
    return True
