"""How search learns of changes: promised in their transaction, done after it, repeated until done."""

from __future__ import annotations

import csv
import gc
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone, translation
from django_tasks import task
from taggit.models import Tag
from wagtail.models import Page, Site

from core.models import PageAccess, PageTag
from core.searchable import Document
from search import crew, engines, intake, server, vocabulary
from search.intake import Batch, Done, access_of
from search.models import Rebuild, SearchDocument, SearchOutbox, SearchSynonym, SearchWord
from search.sources import digest, documents_of, language_of, rules, searchable_models, source_of, sources

SYNONYMS = Path(__file__).parent / "data" / "synonyms.csv"

logger = logging.getLogger(__name__)

BATCH = 100
# How many sources a rebuild reads and writes at a time.
REBUILD_BATCH = 1_000
# After how many of these Python looks for circular garbage.
COLLECTED_EVERY = 4
# How long a worker may take over what it has claimed before another one does.
CLAIM = timedelta(minutes=5)
MAX_DELAY = timedelta(minutes=30)


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
    held = SearchDocument.objects.filter(source=source)
    # What is found now is only asked of those of whom something is found: most are new.
    if held.exists() and not _is_found(instance):
        held.delete()
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
    _show_to(access_of([page.pk]).get(page.pk, ""), page.pk)
    enqueue([source_of(page)])


@transaction.atomic
def moved(page: Page, *, before: str, after: str) -> None:
    """``page`` has moved: so have the addresses of everything below it. Wagtail's paths ``before`` and ``after``.

    Addresses are put right at once where they can be told from the paths: what was in a private space must not show its
    old address until the worker has looked at it.
    """
    below = SearchDocument.objects.filter(page__path__startswith=page.path)
    for _site, root, _url, _language in Site.get_site_root_paths():
        if before.startswith(root) and after.startswith(root):
            for code, _name in settings.LANGUAGES:
                old, new = (f"/{code}/{path.removeprefix(root)}" for path in (before, after))
                rest = Substr("url", len(old) + 1)
                below.filter(url__startswith=old).update(url=Concat(Value(new), rest))
            break
    enqueue([source_of(page), *below.values_list("source", flat=True).distinct()])


def access_changed(access: PageAccess) -> None:
    """Who may see a page has changed: search hides or shows it in the same transaction."""
    _show_to(access_of([access.page_id]).get(access.page_id, ""), access.page_id)


def access_gone(access: PageAccess) -> None:
    """No row, no reader: the rule of ``core.visibility``."""
    _show_to("", access.page_id)


def _readdress(done: Done) -> None:
    """Pages have another address (a new slug): what lies below them and still has the old one is looked at again.

    Found out here because Wagtail tells of new slugs after the commit only, where it could get lost.
    """
    for page_id, url in done.moved:
        path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
        below = SearchDocument.objects.filter(page__path__startswith=path).exclude(url__startswith=url)
        enqueue(below.values_list("source", flat=True).distinct())


@transaction.atomic
def _show_to(keyword: str, page_id: int) -> None:
    documents = SearchDocument.objects.filter(page_id=page_id).exclude(acl=keyword)
    # Always in the same order, so that two who do this never wait for each other.
    rows = list(documents.select_for_update().order_by("pk").values_list("pk", "source"))
    SearchDocument.objects.filter(pk__in=[pk for pk, _source in rows]).update(acl=keyword)
    enqueue(source for _pk, source in rows)


def _is_found(instance: Model) -> bool:
    with translation.override(language_of(instance)):
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
        take_in(intake.read(sources))


def take_in(batch: Batch) -> int:
    """Put a batch in place of what search had of its sources; returns how many documents were written.

    Inside a transaction of the caller's. What has been looked at by others since it was read is asked once more.
    """
    done = intake.put(batch)
    _readdress(done)
    return done.written + (store(documents_of(done.again)) if done.again else 0)


def store(found: Mapping[str, Sequence[Document]]) -> int:
    """Put the documents of some sources in place of those that were there; returns how many were written.

    Inside a transaction of the caller's: the rows and the engine's index change together or not at all.
    """
    done = intake.put(intake.analysed(found), anyhow=True)
    _readdress(done)
    return done.written


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


# The whole.


def rebuild(progress: Callable[[Iterable, int], Iterable] | None = None, *, processes: int = 1) -> tuple[int, int]:
    """Ask everything anew; returns (documents written, documents taken away). Readers notice nothing.

    What changes meanwhile is promised in the outbox as always, and looked at after. So many ``processes`` ask and
    analyse, this one included, where there is enough to do (``crew``).
    """
    engines.embedded_engine().prepare()
    total = sum(model._default_manager.count() for model in searchable_models().values())
    walk: Iterable[str] = sources()
    if progress is not None:
        walk = progress(walk, total)
    written = 0
    seen: set[str] = set()
    with _collected_by_batch() as collect:
        batches = crew.read_all(_batches(walk, REBUILD_BATCH), processes if total >= crew.WORTH else 1)
        for number, batch in enumerate(batches, 1):
            seen.update(batch.sources)
            with transaction.atomic():
                written += take_in(batch)
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
    Rebuild.objects.update_or_create(
        pk=Rebuild.ONLY, defaults={"rules": rules()}, create_defaults={"rules": rules(), "ended_at": timezone.now()}
    )
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
    certain = engine.certain()
    terms = SearchWord.objects.order_by().values_list("term", flat=True).distinct()
    for batch in _batches([term for term in terms if term not in certain], 1_000):
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
