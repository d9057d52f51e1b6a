"""Each engine is measured in a process of its own whose database is a scratch one: the site's is never touched."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, models, transaction
from django.http import QueryDict
from modelsearch.abstract_models import TextIDGenericRelation
from tqdm import tqdm
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from core import starter, visibility
from core.models import PageAccess
from core.searchable import Document
from search import engines, judged, results, server, services
from search.engines.base import Engine
from search.models import SearchDocument
from search.scratch import POSTGRESQL, SERVER, SQLITE, Unavailable, environment_of

# Wagtail's own backend reads all matches again for each of them on SQLite: a set of a thousand takes hours.
PATIENCE = 60.0
BATCH = 200

_MARK = "bench_search result: "


class Command(BaseCommand):
    help = (
        "Measures how well each engine answers the questions of a judged set (BEIR layout), beside plain BM25 and "
        "Wagtail's own search. Works in scratch databases; the site's index is not touched."
    )
    # In a scratch process there is no database yet when checks run.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path, help="holds corpus.jsonl, queries.jsonl and qrels/test.tsv")
        parser.add_argument("--language", choices=["fr", "en"], required=True, help="the reader's and the questions'")
        parser.add_argument("--json", type=Path, help="write the figures to this file")
        parser.add_argument("--engine", action="append", choices=[SQLITE, POSTGRESQL, SERVER], help="only this one")
        parser.add_argument("--half", default="", help="only the questions whose field “half” says so")
        parser.add_argument("--no-baselines", action="store_true", help="leave Wagtail's own search out")
        parser.add_argument("--scratch", default="", help=_INTERNAL)

    def handle(self, *args: Any, folder: Path, language: str, **options: Any) -> None:
        try:
            wanted = judged.read(folder, language, options["half"])
        except judged.JudgedSetError as error:
            raise CommandError(str(error)) from error
        if options["scratch"]:
            measured = _Scratch(options["scratch"], wanted, language, stock=not options["no_baselines"]).measure()
            self.stdout.write(_MARK + json.dumps(measured))
            return
        self.stdout.write(f"{folder}: {len(wanted.texts)} documents, {len(wanted.questions)} questions in {language}")
        answers: dict[str, Any] = {}
        for name in options["engine"] or [SQLITE, POSTGRESQL, SERVER]:
            with ExitStack() as scratch:
                try:
                    environment = scratch.enter_context(environment_of(name))
                except Unavailable as reason:
                    self.stdout.write(f"{name}: not measured. {reason}")
                    continue
                answers |= self._measured(name, folder, environment, language, options)
        if not answers:
            raise CommandError("no engine could be measured")
        plain = judged.PlainBM25(wanted.texts)
        answers["plain BM25"] = {"rankings": {question.id: plain(question.text) for question in wanted.questions}}
        figures = self._print(wanted, answers)
        if options["json"]:
            kept: dict[str, dict[str, dict[str, float]]] = {"engines": {}, "baselines": {}}
            for name, row in figures.items():
                kept["engines" if name in (SQLITE, POSTGRESQL, SERVER) else "baselines"][name] = row
            options["json"].write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")

    def _measured(
        self, name: str, folder: Path, environment: dict[str, str], language: str, options: dict[str, Any]
    ) -> dict[str, Any]:
        command = [sys.executable, sys.argv[0], "bench_search", str(folder), "--language", language, "--scratch", name]
        command += ["--half", options["half"]] if options["half"] else []
        command += ["--no-baselines"] if options["no_baselines"] or name == SERVER else []
        run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
        line = next((line for line in run.stdout.splitlines() if line.startswith(_MARK)), "")
        if run.returncode or not line:
            raise CommandError(f"{name} could not be measured:\n{run.stdout[-2000:]}")
        found: dict[str, Any] = json.loads(line.removeprefix(_MARK))
        seconds = found[name]
        self.stdout.write(
            f"{name}: {seconds['indexing']:.1f} s to index, {seconds['per_question'] * 1000:.0f} ms a question"
        )
        return found

    def _print(self, wanted: judged.JudgedSet, answers: dict[str, Any]) -> dict[str, dict[str, float]]:
        rows = {
            name: {
                question.id: judged.measure(question, answer["rankings"][question.id])
                for question in wanted.questions
                if question.id in answer["rankings"]
            }
            for name, answer in answers.items()
        }
        self.stdout.write(f"\n{'':24}{'nDCG@10':>9}{'MRR@10':>9}{'recall@10':>11}{'no result':>11}{'questions':>11}")
        figures = {}
        for name, measured in rows.items():
            figures[name] = judged.mean(list(measured.values()))
            ndcg, mrr, recall, nothing = figures[name].values()
            self.stdout.write(f"{name:24}{ndcg:9.3f}{mrr:9.3f}{recall:11.3f}{nothing:11.1%}{len(measured):11}")
        self.stdout.write("\nnDCG@10, difference and its 95 % interval (paired bootstrap over the questions both had)")
        ours = [name for name in rows if name in (SQLITE, POSTGRESQL, SERVER)]
        for place, name in enumerate(ours):
            for other in [*ours[place + 1 :], *(other for other in rows if other not in ours)]:
                both = [key for key in rows[name] if key in rows[other]]
                gain, low, high = judged.difference(
                    [rows[name][key]["ndcg10"] for key in both], [rows[other][key]["ndcg10"] for key in both]
                )
                self.stdout.write(f"{name} − {other}: {gain:+.3f} [{low:+.3f}, {high:+.3f}]")
        return figures


_INTERNAL = "the scratch process's own: which engine it is to measure"


class _Scratch:
    """What happens in the scratch process."""

    def __init__(self, name: str, wanted: judged.JudgedSet, language: str, *, stock: bool) -> None:
        if "cahier-bench-" not in str(settings.DATABASES["default"]["NAME"]) and connection.vendor == "sqlite":
            raise CommandError("--scratch is for bench_search itself")
        self.name = name
        self.wanted = wanted
        self.language = language
        self.stock = stock

    def measure(self) -> dict[str, Any]:
        if starter.read() is not None and connection.vendor == "sqlite":
            starter.load()
        call_command("migrate", verbosity=0)
        services.load_synonyms()
        try:
            return self._measured()
        finally:
            if self.name == SERVER:
                # The scratch index; the process has a prefix of its own.
                server.withdraw()

    def _measured(self) -> dict[str, Any]:
        began = time.perf_counter()
        keys = self._index()
        indexed = time.perf_counter()
        rankings = {question.id: self._ask(question.text, keys) for question in tqdm(self._questions(), desc=self.name)}
        seconds = (time.perf_counter() - indexed) / len(rankings)
        found = {self.name: {"rankings": rankings, "indexing": indexed - began, "per_question": seconds}}
        if self.name == SERVER:
            server.withdraw()
        if self.stock:
            found |= self._stock()
        return found

    def _questions(self) -> list[judged.Question]:
        return self.wanted.questions

    @property
    def engine(self) -> Engine:
        if self.name != SERVER:
            return engines.embedded_engine()
        found = server.engine()
        if found is None:
            raise CommandError("there is no search server")
        return found

    def _index(self) -> dict[int, str]:
        """Have search hold the set, all of it public; returns the set's name of each document."""
        page = Page.objects.get(depth=1)
        PageAccess.objects.get_or_create(page_id=page.pk, defaults={"keyword": visibility.PUBLIC})
        SearchDocument.objects.all().delete()
        texts = self.wanted.texts
        for start in tqdm(range(0, len(texts), BATCH), desc=f"{self.name}: indexing"):
            with transaction.atomic():
                services.store({f"bench:{text.id}": [_document(text, page)] for text in texts[start : start + BATCH]})
        if self.name == SERVER and not server.rebuild():
            raise CommandError("the server took no document")
        if self.name == SERVER:
            server.rebuild()
        return {row.pk: row.key.removeprefix("bench:") for row in SearchDocument.objects.all()}

    def _ask(self, text: str, keys: dict[int, str]) -> list[str]:
        params = QueryDict(mutable=True)
        params["q"] = text
        asked = results.read(params, user=AnonymousUser(), language=self.language)
        return [keys[pk] for pk in self.engine.search(asked).ids]

    def _stock(self) -> dict[str, Any]:
        """Wagtail's own search on the same texts, all words wanted (as it comes) and any word wanted."""
        with connection.schema_editor() as editor:
            editor.create_model(StockText)
        # As the application does for all models that there are when it begins.
        TextIDGenericRelation(IndexEntry).contribute_to_class(StockText, "index_entries")
        rows = StockText.objects.bulk_create(
            [StockText(key=text.id, title=text.title, text=text.text) for text in self.wanted.texts]
        )
        backend = get_search_backend()
        backend.add_bulk(StockText, rows)
        return {
            f"Wagtail {connection.vendor}, {operator}": {"rankings": self._stock_rankings(backend, operator)}
            for operator in ("and", "or")
        }

    def _stock_rankings(self, backend: Any, operator: str) -> dict[str, list[str]]:
        rankings: dict[str, list[str]] = {}
        began = time.perf_counter()
        for question in self._questions():
            if time.perf_counter() - began > PATIENCE:
                break
            # It raises on a lone quotation mark and on blanks alone.
            words = " ".join(question.text.replace('"', " ").split())
            try:
                found = list(backend.search(words, StockText.objects.all(), operator=operator)[: judged.DEPTH])
            except DatabaseError:
                found = []
            rankings[question.id] = [row.key for row in found]
        return rankings


def _document(text: judged.Text, page: Page) -> Document:
    key = f"bench:{text.id}"
    return Document(
        key=key,
        kind="page",
        language=text.language,
        title=text.title,
        body=text.text,
        url=f"/{text.language}/bench/",
        page_id=page.pk,
    )


class StockText(index.Indexed, models.Model):
    """A text of the set as Wagtail's own search holds it: a table of the scratch database and of no other."""

    key = models.CharField(max_length=200)
    title = models.TextField()
    text = models.TextField()

    search_fields = (index.SearchField("title", boost=2), index.SearchField("text"))

    class Meta:
        app_label = "search"

    def __str__(self) -> str:
        return self.key
