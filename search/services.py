"""How search learns of changes: promised in their transaction, done after it, repeated until done."""

from __future__ import annotations

import csv
import gc
import hashlib
import json
import logging
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation
from django_tasks import task
from modelcluster.models import get_all_child_m2m_relations
from taggit.models import Tag
from wagtail.models import Page, Site

from core import searchable
from core.models import BasePage, CpvCode, PageAccess, PageTag
from core.searchable import Document
from core.text import clean_text
from search import engines, extraction, server, vocabulary
from search.engines import analysis
from search.models import SearchDocument, SearchOutbox, SearchSynonym, SearchText, SearchWord
from spaces.models import SpacePage
from spaces.models.pages import ContributionPage

SYNONYMS = Path(__file__).parent / "data" / "synonyms.csv"
_CPV = re.compile(r"\b\d{8}\b")

logger = logging.getLogger(__name__)

BATCH = 100
# How many sources a rebuild reads and writes at a time.
REBUILD_BATCH = 1_000
# After how many of these Python looks for circular garbage.
COLLECTED_EVERY = 4
# How long a worker may take over what it has claimed before another one does.
CLAIM = timedelta(minutes=5)
MAX_DELAY = timedelta(minutes=30)


def searchable_models() -> dict[str, type[Model]]:
    """Every kind of page, and whatever else a room has registered, by label."""
    pages = {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, BasePage) and not model._meta.proxy
    }
    return {**pages, **searchable.registered()}


def source_of(instance: Model) -> str:
    """As ``core.searchable.source_of``, also for a page that is held as a plain ``Page``."""
    if isinstance(instance, Page) and type(instance) is Page:
        model = instance.specific_class
        return f"{(model or Page)._meta.label_lower}:{instance.pk}"
    return searchable.source_of(instance)


# Changes, told by the receivers.


def enqueue(sources: Iterable[str]) -> None:
    """Have search look again at ``sources``, once this transaction is there; nothing if it is not."""
    names = sorted(set(sources))
    if not names:
        return
    now = timezone.now()
    SearchOutbox.objects.bulk_create(
        [SearchOutbox(source=name, version=uuid.uuid4(), created_at=now, claimed_until=now) for name in names],
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=["version", "claimed_until"],
        batch_size=500,
    )
    _drain_soon()


def changed(instance: Model) -> None:
    """``instance`` was saved. What must no longer be found goes at once, the rest is promised.

    A page taken back, a comment hidden: whoever does it must not wait for a worker.
    """
    source = source_of(instance)
    if not _is_found(instance):
        SearchDocument.objects.filter(source=source).delete()
    enqueue([source])


def gone(instance: Model) -> None:
    """``instance`` is being deleted: what search had of it goes in the same transaction."""
    source = source_of(instance)
    SearchDocument.objects.filter(source=source).delete()
    enqueue([source])


def tag_changed(tag: Tag) -> None:
    """A tag has another name: what carries it is found by the new one."""
    enqueue(source_of(row.content_object) for row in PageTag.objects.filter(tag=tag).select_related("content_object"))


def unpublished(page: Page) -> None:
    """Nothing of ``page`` is found any more, its articles and comments neither."""
    _show_to("", page.pk)
    enqueue([source_of(page)])


def published(page: Page) -> None:
    """What hangs on ``page`` and was hidden with it is found again."""
    _show_to(_access([page.pk]).get(page.pk, ""), page.pk)
    enqueue([source_of(page)])


def moved(page: Page) -> None:
    """``page`` has moved: so have the addresses of everything below it."""
    below = SearchDocument.objects.filter(page__path__startswith=page.path)
    enqueue([source_of(page), *below.values_list("source", flat=True).distinct()])


def access_changed(access: PageAccess) -> None:
    """Who may see a page has changed: search hides or shows it in the same transaction."""
    _show_to(_access([access.page_id]).get(access.page_id, ""), access.page_id)


def access_gone(access: PageAccess) -> None:
    """No row, no reader: the rule of ``core.visibility``."""
    _show_to("", access.page_id)


def _readdress_below(document: Document) -> None:
    """A page has another address (a new slug): what lies below it and still has the old one is looked at again.

    Found out here because Wagtail tells of new slugs after the commit only, where it could get lost.
    """
    path = Page.objects.filter(pk=document.page_id).values_list("path", flat=True).first()
    below = SearchDocument.objects.filter(page__path__startswith=path).exclude(url__startswith=document.url)
    enqueue(below.values_list("source", flat=True).distinct())


@transaction.atomic
def _show_to(keyword: str, page_id: int) -> None:
    documents = SearchDocument.objects.filter(page_id=page_id).exclude(acl=keyword)
    # Always in the same order, so that two who do this never wait for each other.
    rows = list(documents.select_for_update().order_by("pk").values_list("pk", "source"))
    SearchDocument.objects.filter(pk__in=[pk for pk, _source in rows]).update(acl=keyword)
    enqueue(source for _pk, source in rows)


def _access(page_ids: Collection[int], *, lock: bool = False) -> dict[int, str]:
    """The access keyword of each page that is published; the others are nobody's.

    With ``lock`` neither can change until this transaction ends: a document written with what was true a moment
    ago would be found by those who may no longer see it.
    """
    rows = PageAccess.objects.filter(page_id__in=page_ids).order_by("page_id")
    if lock:
        rows = rows.select_for_update(no_key=True)
    return {pk: keyword for pk, keyword, live in rows.values_list("page_id", "keyword", "page__live") if live}


def _is_found(instance: Model) -> bool:
    with translation.override(_language_of(instance)):
        return next(iter(instance.search_documents()), None) is not None  # type: ignore[attr-defined]


# Looking.


def _drain_soon() -> None:
    """One look after the commit, however much the transaction has changed."""
    connection = transaction.get_connection()
    hooks = getattr(connection, "run_on_commit", ())
    if connection.in_atomic_block and any(hook[1] is _enqueue_drain for hook in hooks):
        return
    transaction.on_commit(_enqueue_drain)


def _enqueue_drain() -> None:
    drain_outbox.enqueue()


@task()
def drain_outbox() -> None:
    drain()


def drain(limit: int = 10_000) -> int:
    """Look at what has changed, ``limit`` sources at most; returns at how many.

    A source that fails is written down and tried again later, longer each time; the others go on.
    """
    done = 0
    while done < limit:
        rows = _claim(min(BATCH, limit - done))
        if not rows:
            break
        _look_at_all(rows)
        done += len(rows)
    server.follow()
    return done


def _claim(limit: int) -> list[SearchOutbox]:
    now = timezone.now()
    with transaction.atomic():
        due = SearchOutbox.objects.filter(claimed_until__lte=now).order_by("created_at", "pk")
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:limit])
        SearchOutbox.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=now + CLAIM)
    return rows


def _look_at_all(rows: list[SearchOutbox]) -> None:
    """All in one transaction, which is ten times as quick; one by one where that fails, to see which it was."""
    try:
        if len(rows) > 1:
            refresh(*(row.source for row in rows))
    except Exception:
        logger.info("search looks at %s sources one by one", len(rows), exc_info=True)
        looked = False
    else:
        looked = len(rows) > 1
    for row in rows:
        if looked:
            _looked(row)
        else:
            _look(row)


def _look(row: SearchOutbox) -> None:
    try:
        refresh(row.source)
    except Exception as error:
        logger.exception("search could not look at %s", row.source)
        attempts = row.attempts + 1
        delay = min(timedelta(seconds=5 * 2 ** min(attempts, 12)), MAX_DELAY)
        SearchOutbox.objects.filter(pk=row.pk, version=row.version).update(
            attempts=attempts, last_error=str(error)[:2000], claimed_until=timezone.now() + delay
        )
    else:
        _looked(row)


def _looked(row: SearchOutbox) -> None:
    # Changed again while we looked: the row stays, and somebody looks again.
    SearchOutbox.objects.filter(pk=row.pk, version=row.version).delete()


def refresh(*sources: str) -> None:
    """Make what search has of ``sources`` what they say of themselves now; nothing, of those that are gone."""
    with transaction.atomic():
        store(documents_of(sources))


def documents_of(sources: Collection[str]) -> dict[str, list[Document]]:
    """What each source (``spaces.proposal:4``) yields now, in its own language; in few queries for many."""
    found: dict[str, list[Document]] = {source: [] for source in sources}
    models = searchable_models()
    wanted: dict[str, list[str]] = defaultdict(list)
    for source in found:
        label, _sep, pk = source.partition(":")
        if label in models and pk.isdecimal():
            wanted[label].append(pk)
    for label, pks in wanted.items():
        for instance in _read(models[label], pks):
            found[f"{label}:{instance.pk}"] = _yielded(instance)
    return _with_labels(found)


def _with_labels(found: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """Where a text names a CPV code, what the code stands for is said beside it, and so found."""
    codes = {code for documents in found.values() for document in documents for code in _CPV.findall(document.body)}
    if not codes:
        return found
    labels = {row.code: {"fr": row.label_fr, "en": row.label_en} for row in CpvCode.objects.filter(code__in=codes)}

    def named(document: Document) -> Document:
        held = dict.fromkeys(code for code in _CPV.findall(document.body) if code in labels)
        named = [f"{code} {labels[code].get(document.language, labels[code]['fr'])}" for code in held]
        return replace(document, body="\n".join([document.body, *named])) if named else document

    return {source: [named(document) for document in documents] for source, documents in found.items()}


def _read(model: type[Model], pks: Collection[str]) -> list[Model]:
    """Instances with what their ``search_documents`` asks for: their page, tags and vocabularies."""
    instances: list[Any] = list(model._default_manager.filter(pk__in=pks))
    if issubclass(model, Page):
        _preload(instances)
    elif any(field.name == "page" and field.is_relation for field in model._meta.get_fields()):
        page_ids = {instance.page_id for instance in instances}
        pages = {page.pk: page for page in Page.objects.filter(pk__in=page_ids).specific()}
        for kind in {type(page) for page in pages.values()}:
            _preload([page for page in pages.values() if type(page) is kind])
        for instance in instances:
            if instance.page_id in pages:
                instance.page = pages[instance.page_id]
    return instances


def _preload(pages: list[Any]) -> None:
    """Tags, vocabularies and spaces of many pages at once, laid where the pages look before they ask the database."""
    if not pages:
        return
    tags: dict[int, list[PageTag]] = defaultdict(list)
    for row in PageTag.objects.filter(content_object__in=[page.pk for page in pages]).select_related("tag"):
        tags[row.content_object_id].append(row)
    held: dict[str, dict[int, list[Model]]] = {"tagged_items": cast("dict[int, list[Model]]", tags)}
    for field in get_all_child_m2m_relations(type(pages[0])):
        through = field.remote_field.through
        mine, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        pairs = list(through._default_manager.filter(**{f"{mine}__in": pages}).order_by("pk").values_list(mine, other))
        # Few values for many pages: one instance each.
        values = field.remote_field.model._default_manager.in_bulk({value for _page, value in pairs})
        rows: dict[int, list[Model]] = defaultdict(list)
        for page_id, value in pairs:
            if value in values:
                rows[page_id].append(values[value])
        held[field.name] = rows
    root_paths = Site.get_site_root_paths()
    for page in pages:
        # Where Wagtail looks first: it would ask the cache for each page.
        page._wagtail_cached_site_root_paths = root_paths
        laid = page.__dict__.setdefault("_cluster_related_objects", {})
        for name, rows in held.items():
            laid.setdefault(name, rows.get(page.pk, []))
    if isinstance(pages[0], ContributionPage) and not isinstance(pages[0], SpacePage):
        above = SpacePage.objects.filter(path__in={page.path[: -page.steplen] for page in pages})
        spaces = {space.path: space for space in above}
        for page in pages:
            if space := spaces.get(page.path[: -page.steplen]):
                page.space = space


def _yielded(instance: Model) -> list[Document]:
    with translation.override(_language_of(instance)):
        return extraction.with_attached(instance.search_documents(), source_of(instance))  # type: ignore[attr-defined]


def _language_of(instance: Model) -> str:
    return getattr(instance, "language", "") or settings.LANGUAGE_CODE


def store(found: dict[str, list[Document]]) -> int:
    """Put the documents of some sources in place of those that were there; returns how many were written.

    Inside a transaction of the caller's: the rows and the engine's index change together or not at all.
    """
    access = _access({item.page_id for documents in found.values() for item in documents}, lock=True)
    known = {row.key: row for row in SearchDocument.objects.select_for_update().filter(source__in=found).order_by("pk")}
    asked = {document.key for documents in found.values() for document in documents}
    # What another source had before: an article that has moved to another page.
    elsewhere = SearchDocument.objects.select_for_update().filter(key__in=asked - known.keys()).order_by("pk")
    rows = known | {row.key: row for row in elsewhere}
    changed: dict[str, SearchDocument] = {}
    moved: list[Document] = []
    for source, documents in found.items():
        for document in documents:
            row = rows.get(document.key)
            acl = access.get(document.page_id, "")
            mark = digest(document)
            if row is not None and (row.digest, row.acl, row.source) == (mark, acl, source):
                continue
            if row is not None and row.url != document.url and document.key == f"page:{document.page_id}":
                moved.append(document)
            changed[document.key] = _row(row or SearchDocument(key=document.key), document, source, acl, mark)
    removed = [row.pk for key, row in known.items() if key not in asked]
    _write(list(changed.values()))
    SearchDocument.objects.filter(pk__in=removed).delete()
    for document in moved:
        _readdress_below(document)
    # Whoever keeps documents elsewhere is told here, of both, in the transaction.
    engine = engines.embedded_engine()
    if removed:
        engine.remove(removed)
    if changed:
        engine.index(list(changed.values()))
        vocabulary.learn(changed.values())
    return len(changed)


def _row(row: SearchDocument, document: Document, source: str, acl: str, mark: str) -> SearchDocument:
    """``row`` with its text as ``document`` says, not saved yet."""
    row.source, row.acl, row.digest = source, acl, mark
    row.kind, row.device, row.language = document.kind[:30], document.device[:20], document.language[:5]
    row.title = clean_text(document.title)[:500]
    row.url, row.any_language = document.url[:1000], document.any_language
    row.page_id, row.date = document.page_id, document.date
    text = SearchText(
        summary=clean_text(document.summary),
        body=clean_text(document.body),
        tags=sorted({clean_text(tag)[:100] for tag in document.tags}),
        facets={
            name: sorted({text for value in values if (text := clean_text(value)[:100])})
            for name, values in document.facets.items()
        },
    )
    row.title_length, row.body_length = (len(terms) for terms in text.terms(row))
    row.text = text
    return row


def _write(rows: list[SearchDocument]) -> None:
    """Rows and texts, new and changed ones alike, in a few statements."""
    if not rows:
        return
    written = [field.name for field in SearchDocument._meta.concrete_fields if field.name not in ("id", "key")]
    SearchDocument.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=written)
    for row in rows:
        row.text.document = row
    SearchText.objects.bulk_create(
        [row.text for row in rows],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["summary", "body", "tags", "facets"],
    )


def load_synonyms() -> int:
    """Add the groups of ``data/synonyms.csv`` that are not there yet; returns how many. Staff's own words stay."""
    known = set(SearchSynonym.objects.values_list("code", flat=True))
    with SYNONYMS.open(encoding="utf-8", newline="") as lines:
        new = [
            SearchSynonym(code=row["code"], fr=row["fr"], en=row["en"] or "")
            for row in csv.DictReader(lines)
            if row["code"] not in known
        ]
    SearchSynonym.objects.bulk_create(new)
    return len(new)


def digest(document: Document) -> str:
    """The same for the same words: what tells whether there is anything to write."""
    content = {field.name: getattr(document, field.name) for field in fields(document)}
    content |= {"date": document.date and document.date.isoformat(), "v": analysis.VERSION}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


# The whole.


def sources() -> Iterator[str]:
    """The names of everything that may be found, one after the other, whatever its number."""
    for label, model in sorted(searchable_models().items()):
        rows = model._default_manager.order_by("pk")
        if issubclass(model, Page):
            # A page stands in the table of each class it descends from; it is read as what it is.
            rows = rows.filter(content_type=ContentType.objects.get_for_model(model))
        for pk in rows.values_list("pk", flat=True).iterator(chunk_size=5_000):
            yield f"{label}:{pk}"


def rebuild(progress: Callable[[Iterable, int], Iterable] | None = None) -> tuple[int, int]:
    """Ask everything anew; returns (documents written, documents taken away). Readers notice nothing.

    What changes meanwhile is promised in the outbox as always, and looked at after.
    """
    engines.embedded_engine().prepare()
    total = sum(model._default_manager.count() for model in searchable_models().values())
    walk: Iterable[str] = sources()
    if progress is not None:
        walk = progress(walk, total)
    written = 0
    seen: set[str] = set()
    with _collected_by_batch() as collect:
        for number, names in enumerate(_batches(walk, REBUILD_BATCH), 1):
            seen.update(names)
            with transaction.atomic():
                written += store(documents_of(names))
            engines.embedded_engine().tidy()
            if number % COLLECTED_EVERY == 0:
                collect()
    known = SearchDocument.objects.order_by().values_list("source", flat=True).distinct().iterator(chunk_size=5_000)
    removed = 0
    for names in _batches((source for source in known if source not in seen), REBUILD_BATCH):
        # Asked once more: it may have come while we walked.
        old = [source for source, documents in documents_of(names).items() if not documents]
        with transaction.atomic():
            rows = SearchDocument.objects.filter(source__in=old)
            removed += rows.count()
            rows.delete()
    forget_words()
    load_synonyms()
    drain()
    written += _index_lost()
    tidy()
    return written, removed


@contextmanager
def _collected_by_batch() -> Iterator[Callable[[], object]]:
    """Python's search for circular garbage waits until it is called, and leaves alone what was there before.

    By itself it walks through every object of the process again and again while a batch makes new ones: a fourth of
    a rebuild's time. Once in a few batches it finds the same, so memory stays that of a few batches.
    """
    enabled, frozen = gc.isenabled(), gc.get_freeze_count() > 0
    gc.disable()
    if not frozen:
        gc.freeze()
    try:
        yield gc.collect
    finally:
        if not frozen:
            gc.unfreeze()
        if enabled:
            gc.enable()


def _index_lost() -> int:
    """Documents whose row is there while the engine does not hold them, or not for the same readers."""
    engine = engines.embedded_engine()
    held = engine.held()
    rows = SearchDocument.objects.order_by("pk").values_list("pk", "acl").iterator(chunk_size=5_000)
    lost = [pk for pk, acl in rows if held.get(pk) != acl]
    for start in range(0, len(lost), REBUILD_BATCH):
        with transaction.atomic():
            documents = SearchDocument.objects.select_for_update(of=("self",)).select_related("text").order_by("pk")
            engine.index(list(documents.filter(pk__in=lost[start : start + REBUILD_BATCH])))
    return len(lost)


def tidy() -> None:
    """What the embedded engine has to put in order now and then, so that readers wait for nothing."""
    engines.embedded_engine().tidy()


def forget_words() -> int:
    """Take the words that no document holds out of the vocabulary; returns how many."""
    engine = engines.embedded_engine()
    everybody = frozenset(SearchDocument.objects.order_by().values_list("acl", flat=True).distinct())
    removed = 0
    terms = SearchWord.objects.order_by().values_list("term", flat=True).distinct()
    for batch in _batches(list(terms), 1_000):
        held = engine.frequencies(batch, everybody)
        gone, _rows = SearchWord.objects.filter(term__in=[term for term in batch if term not in held]).delete()
        removed += gone
    vocabulary.forget()
    return removed


def _batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    walk = iter(items)
    while batch := list(islice(walk, size)):
        yield batch


def differences() -> dict[str, str]:
    """Key → what is wrong, for every document that is not as its source says now: what ``search_check`` prints."""
    wrong: dict[str, str] = {}
    held_by_engine = engines.embedded_engine().held()
    stored = {}
    for pk, key, mark, acl in SearchDocument.objects.values_list("pk", "key", "digest", "acl").iterator():
        stored[key] = (mark, acl)
        if held_by_engine.pop(pk, None) != acl:
            wrong[key] = "not in the index as it is"
    wrong |= {f"document {pk}": "still in the index" for pk in held_by_engine}
    access = dict(PageAccess.objects.filter(page__live=True).values_list("page_id", "keyword"))
    for names in _batches(sources(), REBUILD_BATCH):
        for document in (document for documents in documents_of(names).values() for document in documents):
            held = stored.pop(document.key, None)
            if held is None:
                wrong[document.key] = "missing"
            elif held[0] != digest(document):
                wrong[document.key] = "outdated"
            elif held[1] != access.get(document.page_id, ""):
                wrong[document.key] = "wrong access"
    return wrong | dict.fromkeys(stored, "orphan")
