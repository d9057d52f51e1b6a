"""What there is to find: every source by its name, and what each says of itself now. Reads only."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import translation
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page, Site

from core import searchable
from core.models import BasePage, CpvCode, PageTag
from core.searchable import Document
from search import extraction
from search.engines import analysis
from spaces.models import SpacePage
from spaces.models.pages import ContributionPage

# Raise it when a room tells other things of what it holds (``search_documents``): the worker then asks everything anew,
# once, on every site that is brought up to date.
VERSION = 1

_CPV = re.compile(r"\b\d{8}\b")
# Written so that the search jumps from digit to digit: most texts have no code.
_EIGHT = re.compile(r"[0-9][0-9]{7}")


def rules() -> str:
    """Another text wherever what would be found of the same sources may be something else."""
    return f"{VERSION}.{analysis.VERSION}"


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


def sources() -> Iterator[str]:
    """The names of everything that may be found, one after the other, whatever its number."""
    for label, model in sorted(searchable_models().items()):
        rows = model._default_manager.order_by("pk")
        if issubclass(model, Page):
            # A page stands in the table of each class it descends from; it is read as what it is.
            rows = rows.filter(content_type=ContentType.objects.get_for_model(model))
        for pk in rows.values_list("pk", flat=True).iterator(chunk_size=5_000):
            yield f"{label}:{pk}"


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
        instances = _read(models[label], pks)
        spoken: dict[str, list[Model]] = defaultdict(list)
        for instance in instances:
            spoken[language_of(instance)].append(instance)
        for language in sorted(spoken):
            with translation.override(language):
                for instance in spoken[language]:
                    source = f"{label}:{instance.pk}"
                    found[source] = extraction.with_attached(instance.search_documents(), source)  # type: ignore[attr-defined]
    return with_labels(found)


def with_labels(found: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """Where a text names a CPV code, what the code stands for is said beside it, and so found."""
    codes = {
        code
        for documents in found.values()
        for document in documents
        if _EIGHT.search(document.body)
        for code in _CPV.findall(document.body)
    }
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
    tagged = PageTag.objects.filter(content_object__in=[page.pk for page in pages])
    told: dict[str, dict[int, list[str]]] = {"tags": defaultdict(list)}
    for page_id, name in tagged.values_list("content_object_id", "tag__name"):
        told["tags"][page_id].append(name)
    held: dict[str, dict[int, list[Any]]] = {}
    for field in get_all_child_m2m_relations(type(pages[0])):
        through = field.remote_field.through
        mine, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        of_pages = defaultdict(list)
        for page_id, value_id in through._default_manager.filter(**{f"{mine}__in": pages}).values_list(mine, other):
            of_pages[value_id].append(page_id)
        rows: dict[int, list[Any]] = defaultdict(list)
        # Few values for many pages: one instance each, in the order of their vocabulary, as a page reads its own.
        for value in field.remote_field.model._default_manager.filter(pk__in=of_pages):
            for page_id in of_pages[value.pk]:
                rows[page_id].append(value)
        held[field.name] = rows
        if hasattr(field.remote_field.model, "code"):
            told[field.name] = {page_id: [value.code for value in of] for page_id, of in rows.items()}
    root_paths = Site.get_site_root_paths()
    for page in pages:
        # Where Wagtail looks first: it would ask the cache for each page.
        page._wagtail_cached_site_root_paths = root_paths
        laid = page.__dict__.setdefault("_cluster_related_objects", {})
        for name, rows in held.items():
            laid.setdefault(name, rows.get(page.pk, []))
        page.read_ahead = {name: tuple(words.get(page.pk, ())) for name, words in told.items()}
    if isinstance(pages[0], ContributionPage) and not isinstance(pages[0], SpacePage):
        above = SpacePage.objects.filter(path__in={page.path[: -page.steplen] for page in pages})
        spaces = {space.path: space for space in above}
        for page in pages:
            if space := spaces.get(page.path[: -page.steplen]):
                page.space = space


def language_of(instance: Model) -> str:
    return getattr(instance, "language", "") or settings.LANGUAGE_CODE


def digest(document: Document) -> str:
    """The same for the same words: what tells whether there is anything to write."""
    content = list(_plain(document))
    facets = [(name, *document.facets[name]) for name in sorted(document.facets)]
    date = document.date and document.date.isoformat()
    return hashlib.sha256(repr((analysis.VERSION, content, facets, date)).encode()).hexdigest()


_plain = attrgetter(*(field.name for field in fields(Document) if field.name not in ("facets", "date")))
