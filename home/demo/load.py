"""Lay out the whole demo, or what of it is not there yet.

Each device in a transaction of its own, through the rooms' services and the page API; a second run changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone, translation
from tqdm import tqdm

from core.navigation import forget_menus
from home.demo import challenges, guidance, lessons, people, spaces, standing, visits
from home.demo.build import guidance as build_guidance
from home.demo.build import site
from home.demo.build.desk import Desk

BUILDERS: tuple[Callable[[Desk], None], ...] = (
    site.build_homes,
    site.build_vocabularies,
    site.build_people,
    site.build_standing,
    build_guidance.build,
)


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Wagtail tells of every page it publishes: hundreds of lines that hide the progress bar."""
    log = logging.getLogger("wagtail")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


def load(*, now: datetime | None = None, quiet: bool = False) -> list[str]:
    """Returns what this run has added, nothing on the second. Refused where real people work."""
    if not getattr(settings, "DEV_PAGES", False):
        raise CommandError(
            "The demo is fiction with known passwords: it is never loaded into a site that people use. "
            "Load it under development settings."
        )
    items = sum(
        len(rows)
        for rows in (
            people.PEOPLE,
            standing.PAGES,
            guidance.PAGES,
            spaces.SPACES,
            challenges.CHALLENGES,
            lessons.LESSONS,
            visits.OFFERS,
            visits.REPORTS,
        )
    )
    bar_options = {"desc": "Demo", "unit": "", "disable": quiet, "leave": False}
    with translation.override("fr"), _quiet_log(), tqdm(total=items, **bar_options) as bar:
        desk = Desk(now=now or timezone.now(), tick=lambda: bar.update() and None)
        for build in BUILDERS:
            with transaction.atomic():
                build(desk)
    forget_menus()
    return desk.made
