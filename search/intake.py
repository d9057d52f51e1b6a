"""From what sources say of themselves to what search holds: rows, the words to correct by, a segment of the index.

``read`` asks and analyses and changes nothing: it is most of the work, and any process can do it (``search.crew``).
``put`` changes everything together, in a transaction, and leaves out what somebody else has looked at since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from core.models import PageAccess
from core.searchable import Document
from core.text import clean_text
from search import engines, vocabulary
from search.engines import analysis, segments
from search.engines.embedded import entry_of
from search.models import SearchDocument, SearchText, pieces
from search.sources import digest, documents_of

_TEXT = ("summary", "body", "tags", "facets")
# What PostgreSQL is told that a column's values are. Not the column's own type: a cast to varchar(40) would cut.
_ARRAYS = {
    "BooleanField": "boolean",
    "CharField": "text",
    "DateTimeField": "timestamptz",
    "ForeignKey": "bigint",
    "JSONField": "jsonb",
    "OneToOneField": "bigint",
    "PositiveIntegerField": "integer",
    "TextField": "text",
}


class Row(NamedTuple):
    """The columns of a ``SearchDocument``, but for its number and its access keyword."""

    language: str
    kind: str
    device: str
    title_length: int
    body_length: int
    date: datetime | None
    page_id: int
    source: str
    key: str
    digest: str
    title: str
    url: str
    any_language: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A document that a source yields. ``place``: its number among those that were analysed, None for one that is
    the same as before."""

    source: str
    key: str
    page_id: int
    url: str
    digest: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What some sources say now; ``seen`` has, by key, the digests that search had of them before they were asked.

    ``rows`` and ``texts`` are the values of those that are new or different, as they go into the tables, and
    ``segment`` their words, the documents numbered as they are here.
    """

    sources: list[str]
    seen: dict[str, str]
    items: list[Item]
    rows: list[Row]
    texts: list[tuple[str, str, str, str]]
    segment: segments.Segment
    pieces: dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Done:
    """``again``: sources that were looked at by somebody else in the meantime, or are shown to others now; nothing of
    them was written. ``moved``: pages with another address than before, and that address."""

    written: int
    again: list[str]
    moved: list[tuple[int, str]]


def read(sources: Collection[str]) -> Batch:
    """Ask ``sources``, and analyse what search does not know of them."""
    # Before they are asked: whoever stores something newer afterwards leaves another digest than these.
    seen = dict(SearchDocument.objects.filter(source__in=sources).values_list("key", "digest"))
    return analysed(documents_of(sources), seen)


def analysed(found: Mapping[str, Sequence[Document]], seen: Mapping[str, str] | None = None) -> Batch:
    """``found`` as rows and words, all but what ``seen`` knows by its digest."""
    seen = dict(seen or {})
    items: list[Item] = []
    analyses: list[_Analysed] = []
    for source, yielded in found.items():
        for document in yielded:
            mark = digest(document)
            place = None
            if seen.get(document.key) != mark:
                place = len(analyses)
                analyses.append(_analysed(document, source, mark, place))
            items.append(Item(source, document.key, document.page_id, document.url, mark, place))
    return Batch(
        sources=list(found),
        seen=seen,
        items=items,
        rows=[each.row for each in analyses],
        texts=[each.text for each in analyses],
        segment=segments.build(each.entry for each in analyses),
        pieces=vocabulary.unknown((each.row.language, each.pieces) for each in analyses),
    )


def put(batch: Batch, *, anyhow: bool = False) -> Done:
    """Put the documents of a batch in place of those that were there. Inside a transaction of the caller's.

    Rows, words and index change together or not at all. ``anyhow``: whatever others have stored since.
    """
    access = access_of({item.page_id for item in batch.items}, lock=True)
    ours = SearchDocument.objects.select_for_update().filter(source__in=batch.sources).order_by("pk")
    known = {row.key: row for row in ours}
    asked = {item.key for item in batch.items}
    # What another source had before: an article that has moved to another page.
    elsewhere = SearchDocument.objects.select_for_update().filter(key__in=asked - known.keys()).order_by("pk")
    rows = known | {row.key: row for row in elsewhere}
    again = set() if anyhow else _outdated(batch, known, rows, access)
    # Of two with one key the later one.
    written = {item.key: item for item in batch.items if item.place is not None and item.source not in again}
    if anyhow:
        written = {key: item for key, item in written.items() if not _is_same(item, rows.get(key), access)}
    ids = _write(batch, list(written.values()), access)
    removed = [row.pk for row in known.values() if row.key not in asked and row.source not in again]
    SearchDocument.objects.filter(pk__in=removed).delete()
    engine = engines.embedded_engine()
    if removed:
        engine.remove(removed)
    if written:
        held = {item.place: (ids[key], access.get(item.page_id, "")) for key, item in written.items()}
        engine.take_in(batch.segment, [held.get(place) for place in range(len(batch.rows))])
        vocabulary.learn(batch.pieces)
    moved = [
        (item.page_id, item.url)
        for key, item in written.items()
        if key in rows and rows[key].url != item.url and key == f"page:{item.page_id}"
    ]
    return Done(len(written), sorted(again), moved)


def _is_same(item: Item, row: SearchDocument | None, access: Mapping[int, str]) -> bool:
    acl = access.get(item.page_id, "")
    return row is not None and (row.digest, row.acl, row.source) == (item.digest, acl, item.source)


def _outdated(
    batch: Batch, known: Mapping[str, SearchDocument], rows: Mapping[str, SearchDocument], access: Mapping[int, str]
) -> set[str]:
    """Sources of which search holds something else than when they were asked, or that others may read now."""
    again = set()
    for item in batch.items:
        row = rows.get(item.key)
        if item.place is None:
            if not _is_same(item, row, access):
                again.add(item.source)
        elif (row.digest if row is not None and row.key in known else "") != batch.seen.get(item.key, ""):
            again.add(item.source)
    asked = {item.key for item in batch.items}
    return again | {row.source for row in known.values() if row.key not in asked and row.key not in batch.seen}


def access_of(page_ids: Collection[int], *, lock: bool = False) -> dict[int, str]:
    """The access keyword of each page that is published; the others are nobody's.

    With ``lock`` neither can change until this transaction ends: a document written with what was true a moment
    ago would be found by those who may no longer see it.
    """
    rows = PageAccess.objects.filter(page_id__in=page_ids).order_by("page_id")
    if lock:
        rows = rows.select_for_update(no_key=True)
    return {pk: keyword for pk, keyword, live in rows.values_list("page_id", "keyword", "page__live") if live}


class _Analysed(NamedTuple):
    row: Row
    text: tuple[str, str, str, str]
    entry: segments.Entry
    pieces: list[str]


def _analysed(document: Document, source: str, mark: str, place: int) -> _Analysed:
    """What search keeps of a document, numbered by its place in the batch."""
    title, summary, body = clean_text(document.title)[:500], clean_text(document.summary), clean_text(document.body)
    tags = sorted({clean_text(tag)[:100] for tag in document.tags})
    facets = {
        name: sorted({text for value in values if (text := clean_text(value)[:100])})
        for name, values in document.facets.items()
    }
    language = document.language[:5]
    in_title, in_text = pieces(title, summary, tags, body)
    tokens = analysis.said(in_title, language), analysis.said(in_text, language)
    row = Row(
        language=language,
        kind=document.kind[:30],
        device=document.device[:20],
        title_length=len(tokens[0]),
        body_length=len(tokens[1]),
        date=document.date,
        page_id=document.page_id,
        source=source,
        key=document.key,
        digest=mark,
        title=title,
        url=document.url[:1000],
        any_language=document.any_language,
    )
    entry = entry_of(row, place, "", tokens, tags, facets)
    return _Analysed(row, (summary, body, json.dumps(tags), json.dumps(facets)), entry, [*in_title, *in_text])


def _write(batch: Batch, items: Sequence[Item], access: Mapping[int, str]) -> dict[str, int]:
    """Rows and texts, new and changed ones alike; returns the number of each by its key."""
    if not items:
        return {}
    places = [item.place or 0 for item in items]
    adapted = connection.ops.adapt_datetimefield_value
    date = Row._fields.index("date")
    rows = [
        (*row[:date], adapted(row.date), *row[date + 1 :], access.get(item.page_id, ""))
        for item, row in zip(items, (batch.rows[place] for place in places), strict=True)
    ]
    _upsert(SearchDocument, (*Row._fields, "acl"), "key", rows)
    ids = dict(SearchDocument.objects.filter(key__in=[item.key for item in items]).values_list("key", "pk"))
    texts = [(ids[item.key], *batch.texts[place]) for item, place in zip(items, places, strict=True)]
    _upsert(SearchText, ("document_id", *_TEXT), "document_id", texts)
    return ids


def _upsert(model: type[Model], names: Sequence[str], unique: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """As ``bulk_create`` with ``update_conflicts``, at a fifth of its time: one statement, no instance for each row."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [str(fields[name].column) for name in names]
    table = model._meta.db_table
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns if column != fields[unique].column)
    after = f"ON CONFLICT ({fields[unique].column}) DO UPDATE SET {changed}"
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_ARRAYS[fields[name].get_internal_type()]}[]" for name in names)
            columns_of = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {after}", columns_of)  # noqa: S608
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({marks}) {after}", rows)
