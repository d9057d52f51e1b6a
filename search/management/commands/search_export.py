"""The first half of a judged set of one's own: what is searched. Questions and judgements are people's work."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core import visibility
from search.models import SearchDocument


class Command(BaseCommand):
    help = "Writes what everybody may find as a corpus.jsonl in the BEIR layout, for bench_search."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="corpus.jsonl")

    def handle(self, *args: Any, file: Path, verbosity: int = 1, **options: Any) -> None:
        rows = SearchDocument.objects.filter(acl=visibility.PUBLIC).select_related("text").order_by("language", "url")
        with file.open("w", encoding="utf-8") as lines:
            for number, row in enumerate(rows, 1):
                parts = [row.text.summary, ", ".join(row.text.tags), row.text.body]
                document = {
                    "_id": f"{row.language}{number:04d}",
                    "title": row.title,
                    "text": "\n".join(part for part in parts if part),
                    "language": row.language,
                    "kind": row.kind,
                    "url": row.url,
                }
                lines.write(json.dumps(document, ensure_ascii=False) + "\n")
        if verbosity:
            self.stdout.write(f"{len(rows)} documents written to {file}.")
