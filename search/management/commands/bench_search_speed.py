"""Each engine is measured in a process of its own whose database is a scratch one: the site's is never touched."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from io import StringIO
from typing import Any

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from tqdm import tqdm
from wagtail.models import Locale, Page, Site

from core import page_cache, starter, visibility
from core.models import PageAccess, PurchaseFamily
from search import crew, engines, filling, results, server, services
from search.engines import shelf
from search.engines.base import Engine
from search.models import SearchDocument
from search.scratch import POSTGRESQL, SERVER, SQLITE, Unavailable, environment_of

SMALL = (1_000, 4_000)
# Questions that a server answers before it is measured, each of them.
WARM = 20
BOUNDS = {SQLITE: 500, POSTGRESQL: 300, SERVER: 100}
_MARK = "bench_search_speed: "


class Command(BaseCommand):
    help = (
        "Measures the search page with its facets, and bulk indexing beside Wagtail's own update_index, at 5,000 "
        "documents and at full size, for each engine that is available. Works in scratch databases."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--pages", type=int, default=50_000)
        parser.add_argument("--comments", type=int, default=200_000)
        parser.add_argument("--engine", action="append", choices=[SQLITE, POSTGRESQL, SERVER], help="only this one")
        parser.add_argument("--turns", type=int, default=30, help="how often each question is asked")
        parser.add_argument("--no-stock", action="store_true", help="leave Wagtail's own update_index out")
        parser.add_argument("--scratch", default="", help="the scratch process's own")

    def handle(self, *args: Any, pages: int, comments: int, turns: int, **options: Any) -> None:
        if options["scratch"]:
            if "cahier-bench-" not in str(connection.settings_dict["NAME"]) and connection.vendor == "sqlite":
                raise CommandError("--scratch is for bench_search_speed itself")
            try:
                for line in _measure(options["scratch"], pages, comments, turns, stock=not options["no_stock"]):
                    self.stdout.write(_MARK + line)
                    self.stdout.flush()
            finally:
                if options["scratch"] == SERVER:
                    server.withdraw()
            return
        for name in options["engine"] or [SQLITE, POSTGRESQL, SERVER]:
            with ExitStack() as scratch:
                try:
                    environment = scratch.enter_context(environment_of(name))
                except Unavailable as reason:
                    self.stdout.write(f"{name}: not measured. {reason}")
                    continue
                command = [sys.executable, sys.argv[0], "bench_search_speed", "--scratch", name]
                command += ["--pages", str(pages), "--comments", str(comments), "--turns", str(turns)]
                command += ["--no-stock"] if options["no_stock"] else []
                run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
                for line in run.stdout or ():
                    if line.startswith(_MARK):
                        self.stdout.write(f"{name}: {line.removeprefix(_MARK).rstrip()}")
                        self.stdout.flush()
                if run.wait():
                    raise CommandError(f"{name} could not be measured")


def _measure(name: str, pages: int, comments: int, turns: int, *, stock: bool) -> Iterable[str]:
    if starter.read() is not None and connection.vendor == "sqlite":
        starter.load()
    call_command("migrate", verbosity=0)
    _front_page()
    small_pages, small_comments = min(SMALL[0], pages), min(SMALL[1], comments)
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["*"]):
        # The addresses of the site are loaded, as they are in any process that has done something.
        reverse("search:search")
        filling.fill(small_pages, 0, 0.2, _progress)
        ours = _rate(lambda: services.rebuild(processes=crew.cores()))
        if stock:
            theirs = _rate(lambda: call_command("update_index", verbosity=0, stdout=StringIO()))
            yield f"{ours:.0f} pages a second indexed, Wagtail's update_index {theirs:.0f}: {ours / theirs:.1f} times"
        if small_comments:
            filling.fill(0, small_comments, 0.0, _progress)
            services.rebuild(_documents, processes=crew.cores())
        yield from _ask(name, turns)
        if (pages, comments) == (small_pages, small_comments):
            return
        # The same for both: pages, of which only the first few are known, at the size that is asked for.
        filling.fill(pages - small_pages, 0, 0.2, _progress)
        ours = _new_documents_a_second()
        if stock:
            theirs = _rate(lambda: call_command("update_index", verbosity=0, stdout=StringIO()))
            number = Page.objects.count()
            yield (
                f"{ours:.0f} new pages a second on the way to {number}, Wagtail's update_index {theirs:.0f} pages: "
                f"{ours / theirs:.1f} times"
            )
        if comments > small_comments:
            filling.fill(0, comments - small_comments, 0.0, _progress)
            ours = _new_documents_a_second()
            yield f"{ours:.0f} new documents a second on the way to {SearchDocument.objects.count()}"
        yield from _ask(name, turns)


def _front_page() -> None:
    """What search reads and the pages hang on: languages, a front page, some vocabulary."""
    french, _made = Locale.objects.get_or_create(language_code="fr")
    if not Site.objects.filter(is_default_site=True, root_page__depth=2).exists():
        root = Page.objects.get(depth=1)
        page = root.add_child(instance=Page(title="Bench", slug="bench", locale=french))
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", port=80, root_page=page, is_default_site=True)
    for page in Page.objects.filter(depth__lte=2, access=None):
        PageAccess.objects.create(page_id=page.pk, keyword=visibility.PUBLIC)
    if not PurchaseFamily.objects.exists():
        for number in range(1, 13):
            PurchaseFamily.objects.create(code=f"family-{number}", label_fr=f"Famille {number}")


def _rate(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return Page.objects.count() / (time.perf_counter() - began)


def _new_documents_a_second() -> float:
    """Of a rebuild that finds new ones among those it knows: the time that it takes over these counts as well."""
    before, began = SearchDocument.objects.count(), time.perf_counter()
    services.rebuild(_documents, processes=crew.cores())
    return (SearchDocument.objects.count() - before) / (time.perf_counter() - began)


def _ask(name: str, turns: int) -> Iterable[str]:
    """What a reader asks, in turn, of the whole page and of what makes it without its template."""
    words = filling.vocabulary()
    questions = {
        "a word in most documents": f"q={filling.COMMON}",
        "a rare word": f"q={filling.RARE}",
        "three words": f"q={'+'.join(words[place] for place in (20, 45, 300))}",
        "eight words": f"q={'+'.join(words[place] for place in (12, 17, 22, 26, 31, 60, 200, 900))}",
        "three words and two filters": f"q={filling.COMMON}+{filling.MIDDLE}+prix&kind=comment&language=fr",
        "no words, a filter": "kind=draft",
        "a phrase": f"q=%22{filling.COMMON}+{filling.MIDDLE}%22",
    }
    client = Client()
    if name == SERVER:
        if not server.rebuild():
            raise CommandError("the server took no document")
        # A server that has just started is not what readers meet.
        for address in questions.values():
            asked = results.read(QueryDict(address), user=AnonymousUser(), language="fr")
            for _turn in range(WARM):
                engines.current_engine().search(asked)
    found_by_server = engines.server_engine() if name == SERVER else None
    engine: Engine = found_by_server or engines.embedded_engine()
    user = AnonymousUser()
    shelf.memory.clear()
    shelf.views.clear()
    first = _milliseconds(lambda: client.get("/fr/search/?q=prix"))
    all_pages: list[float] = []
    for title, address in questions.items():
        times, used = [], time.process_time()
        for _turn in range(turns):
            # The page anew each time; what every page shares (its menus) stays in memory, as it does for readers.
            caches[page_cache.CACHE].clear()
            times.append(_milliseconds(lambda address=address: client.get(f"/fr/search/?{address}")))  # type: ignore[misc]
        used = (time.process_time() - used) / turns * 1000
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/fr/search/?{address}")
        if answer.status_code != 200:
            raise CommandError(f"the search page answered {answer.status_code}")
        asked = results.read(QueryDict(address), user=user, language="fr")
        alone = [_milliseconds(lambda asked=asked: engine.search(asked)) for _turn in range(turns)]  # type: ignore[misc]
        found = engine.search(asked).total
        all_pages += times
        yield (
            f"{title:28} {found:7} found  page p50 {_p(times, 50)}, p95 {_p(times, 95)} ms, {used:.0f} ms of CPU  "
            f"engine p50 {_p(alone, 50)}, p95 {_p(alone, 95)} ms  {len(queries)} queries"
        )
    completed = [
        _milliseconds(lambda: engine.completions((), "mar", frozenset({visibility.PUBLIC}), "fr")) for _turn in range(9)
    ]
    held = SearchDocument.objects.count()
    memory = json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    yield (
        f"all of them at {held} documents: page p95 {_p(all_pages, 95)} ms (bound {BOUNDS[name]}), the first page of "
        f"a process {first:.0f} ms, completion {_p(completed, 50)} ms, {shelf.memory.size // 1_000_000} MB read,"
        f" the process at most {memory} MB"
    )


def _p(times: list[float], share: int) -> str:
    return f"{np.percentile(times, share):.0f}"


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _progress(walk: Iterable[int], of: str) -> Iterable[int]:
    return tqdm(list(walk), desc=of)


def _documents(walk: Iterable, total: int) -> Iterable:
    return tqdm(walk, total=total, unit=" sources")
