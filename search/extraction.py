"""The text of attached files: read once by the worker, in a process of its own, and found like any other.

A file's words belong to the document of what it is attached to, so they are seen by whoever sees that and by nobody
else. What cannot be read (locked, broken, too large, too slow) is written down and left alone until it is another
file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from core.models import SiteDocument
from core.searchable import Document
from core.text import clean_text
from search.enums import Reading
from search.models import MAX_BODY, AttachedText

KINDS = frozenset({"pdf", "docx", "odt"})
MAX_SIZE = 30_000_000
MAX_PAGES = 500
MAX_SECONDS = 30
MAX_MEGABYTES = 1_000
# Of a file that ends its reader by force. One that says itself that it is broken is asked once.
MAX_ATTEMPTS = 2
AGAIN_AFTER = timedelta(minutes=10)

_READER = Path(__file__).with_name("reading.py")


def with_attached(documents: Iterable[Document], source: str) -> list[Document]:
    """``documents`` of ``source`` with the words of their files, as far as they are read; the rest is promised."""
    return [_with_text(document, source) if document.attached else document for document in documents]


def _with_text(document: Document, source: str) -> Document:
    files = SiteDocument.objects.filter(pk__in=document.attached).select_related("attached_text").order_by("pk")
    texts = [document.body]
    for file in files:
        held: AttachedText | None = getattr(file, "attached_text", None)
        if held is not None and held.file == file.file.name:
            texts.append(held.text)
        if held is None or held.file != file.file.name or source not in held.sources:
            transaction.on_commit(partial(read_soon, file.pk, source))
    return replace(document, body="\n\n".join(filter(None, texts)))


@transaction.atomic
def read_soon(file_id: int, source: str) -> None:
    """Have the worker read a file that is new, or another than the one that was read."""
    file = SiteDocument.objects.filter(pk=file_id).first()
    if file is None:
        return
    held, _made = AttachedText.objects.select_for_update().get_or_create(document_id=file_id)
    held.sources = sorted({*held.sources, source})
    if held.file != file.file.name:
        held.file, held.state, held.attempts, held.text, held.note = file.file.name, Reading.WAITING, 0, "", ""
        held.looked_at = timezone.now()
        transaction.on_commit(partial(read_file.enqueue, file_id))
    held.save()


def replaced(file: SiteDocument) -> None:
    """A document was saved: what has its words looks whether it has another file now."""
    held = AttachedText.objects.filter(pk=file.pk).first()
    if held is not None and held.file != file.file.name:
        _look_again(held.sources)


@task()
def read_file(file_id: int) -> None:
    read(file_id)


def read(file_id: int) -> None:
    """Read one file that waits, and have search look again at what it is attached to."""
    claimed = AttachedText.objects.filter(pk=file_id, state=Reading.WAITING, attempts__lt=MAX_ATTEMPTS).update(
        # Written before the reading: a worker that dies of a file has tried all the same.
        attempts=F("attempts") + 1,
        looked_at=timezone.now(),
    )
    if not claimed:
        AttachedText.objects.filter(pk=file_id, state=Reading.WAITING).update(
            state=Reading.BROKEN, note="ended its reader"
        )
        return
    file = SiteDocument.objects.get(pk=file_id)
    state, text, note = _read(file)
    with transaction.atomic():
        held = AttachedText.objects.select_for_update().filter(pk=file_id, file=file.file.name).first()
        if held is None:
            return  # deleted or replaced meanwhile
        held.state, held.text, held.note, held.looked_at = state, text, note[:200], timezone.now()
        held.save()
        if text:
            _look_again(held.sources)


def _look_again(sources: Iterable[str]) -> None:
    from search import services

    services.enqueue(sources)


def read_waiting() -> int:
    """Files that wait since long: their worker ended, or there was none. Called now and then."""
    waiting = AttachedText.objects.filter(state=Reading.WAITING, looked_at__lte=timezone.now() - AGAIN_AFTER)
    ids = list(waiting.values_list("pk", flat=True)[:100])
    for pk in ids:
        read(pk)
    return len(ids)


def _read(file: SiteDocument) -> tuple[str, str, str]:
    kind = file.file_extension.lower()
    if kind not in KINDS:
        return Reading.OTHER, "", ""
    try:
        with file.open_file() as stored:
            content = stored.read(MAX_SIZE + 1)
    except OSError as error:
        return Reading.BROKEN, "", type(error).__name__
    if len(content) > MAX_SIZE:
        return Reading.BROKEN, "", "too large"
    try:
        return read_content(kind, content)
    except subprocess.TimeoutExpired:
        return Reading.BROKEN, "", "too slow"


def read_content(kind: str, content: bytes, *, seconds: int = MAX_SECONDS) -> tuple[str, str, str]:
    """(state, text, note) of a file's content, read in a process that may fail as it likes."""
    numbers = [MAX_BODY, MAX_PAGES, MAX_MEGABYTES, seconds]
    # Isolated: no environment of ours, no folder of ours on its path.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-B", str(_READER), kind, *map(str, numbers)],
        input=content,
        capture_output=True,
        timeout=2 * seconds,
        # What this Python needs to start, and nothing that is said to the site.
        env={name: value for name in ("LD_LIBRARY_PATH", "LANG") if (value := os.environ.get(name))},
        check=False,
    )
    if done.returncode != 0:
        return Reading.BROKEN, "", f"reader ended with {done.returncode}"
    answer = json.loads(done.stdout)
    return answer["state"], clean_text(answer.get("text", ""))[:MAX_BODY], answer.get("note", "")
