"""Lay out the whole demo, or what of it is not there yet.

Each device in a transaction of its own, through the rooms' services and the page API; a second run changes nothing.
"""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from tqdm import tqdm
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.mail import deliver
from core.models import OutgoingMail
from core.navigation import forget_menus
from home.demo import challenges, guidance, lessons, people, spaces, standing, visits
from home.demo.build import challenges as build_challenges
from home.demo.build import guidance as build_guidance
from home.demo.build import lessons as build_lessons
from home.demo.build import site
from home.demo.build import spaces as build_spaces
from home.demo.build import visits as build_visits
from home.demo.build.desk import Desk
from search import services as search

BUILDERS: tuple[Callable[[Desk], None], ...] = (
    site.build_homes,
    site.build_vocabularies,
    site.build_people,
    site.build_standing,
    build_guidance.build,
    build_spaces.build,
    build_challenges.build,
    build_lessons.build,
    build_visits.build,
)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Whoever develops has each statement kept, for a page to show; of tens of thousands that is a tenth of the time."""
    debug, settings.DEBUG = settings.DEBUG, False
    try:
        yield
    finally:
        settings.DEBUG = debug


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's search for circular garbage takes a sixth of the time, and would give back ten megabytes."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
    with translation.override("fr"), _quiet_log(), _unlogged(), _uncollected(), tqdm(total=items, **bar_options) as bar:
        mails = OutgoingMail.objects.aggregate(last=Max("pk"))["last"] or 0
        desk = Desk(now=now or timezone.now(), tick=lambda: bar.update() and None)
        with disable_reference_index_auto_update():
            for build in BUILDERS:
                with transaction.atomic():
                    build(desk)
        if desk.made:
            _make_findable()
            _tidy(mails_before=mails)
    forget_menus()
    return desk.made


def _make_findable() -> None:
    """What cites what, and what search finds: there from the first page on, whether or not a worker runs yet."""
    with transaction.atomic():
        for page in Page.objects.filter(depth__gt=1).specific():
            ReferenceIndex.create_or_update_for_object(page)
    search.drain()


def _tidy(*, mails_before: int) -> None:
    """The demo's mails were read long ago, and one look per changed thing is enough for the indexes.

    Without this the worker of a fresh site would spend its first minutes on a thousand tasks that repeat themselves.
    """
    OutgoingMail.objects.filter(pk__gt=mails_before).delete()
    seen: set[tuple[str, str]] = set()
    spare: list[Any] = []
    for pk, path, arguments in DBTaskResult.objects.ready().values_list("pk", "task_path", "args_kwargs"):
        task = (path, json.dumps(arguments, sort_keys=True))
        if task in seen or path == deliver.module_path:
            spare.append(pk)
        seen.add(task)
    for start in range(0, len(spare), 500):
        DBTaskResult.objects.filter(pk__in=spare[start : start + 500]).delete()
