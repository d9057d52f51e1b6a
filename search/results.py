"""From what a reader asked to what they are shown: engine, then the words of the few documents on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from core import visibility
from core.models.base import localised_path
from search import engines, facets
from search.engines import base, highlight, query
from search.engines.base import EngineResult, SearchQuery
from search.engines.highlight import Segment
from search.models import SearchDocument

if TYPE_CHECKING:
    from core.visibility import Reader

MAX_VALUES = 10
MAX_VALUE = 100
# Facets that are open to the eye; the others are behind “More filters”.
FIRST_CHOICES = 6
# Values of a facet that are shown in all.
MAX_OPTIONS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result as it is shown. ``passage`` is text in pieces, never markup."""

    kind: str
    kind_label: str
    device: str
    url: str
    language: str
    title: str
    passage: list[Segment]
    where: str
    date: datetime | None
    facts: list[str]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as it is shown: its title and what can be chosen."""

    name: str
    title: str
    options: list[Option]
    # Behind “Show more”: whoever looks for a rare value finds it, and nobody else has to read past it.
    more: list[Option] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    asked: SearchQuery
    total: int
    hits: list[Hit]
    page: Page
    choices: list[Choice]
    more_choices: list[Choice]
    chips: list[Chip]
    clear_url: str
    sort_urls: dict[str, str] = field(default_factory=dict)
    # The address of the same question with its words corrected, and those words; "" when there is none to offer.
    did_you_mean: str = ""
    did_you_mean_url: str = ""
    # What stands in place of words that no document holds: what was typed → what was searched for.
    corrected: Mapping[str, str] = field(default_factory=dict)
    # The server did not answer; the embedded engine did.
    degraded: bool = False

    @property
    def more_chosen(self) -> bool:
        return any(option.checked for choice in self.more_choices for option in choice.options)


def read(params: QueryDict, *, user: Reader, language: str) -> SearchQuery:
    """A question out of an address; whatever is wrong in it is left out."""
    filters: dict[str, tuple[str, ...]] = {}
    for name in facets.FACETS:
        values = (query.clean(value, MAX_VALUE) for value in params.getlist(name)[:MAX_VALUES])
        if held := tuple(dict.fromkeys(value for value in values if value)):
            filters[name] = held
    sort = params.get("sort", "")
    return SearchQuery(
        words=query.parse(params.get("q", "")),
        keywords=visibility.keywords_for(user),
        language=language,
        filters=filters,
        sort=sort if sort in base.SORTS else base.RELEVANCE,
        page=query.page_number(params.get("page", "")),
    )


def find(asked: SearchQuery, *, user: Reader) -> Results:
    found = engines.current_engine().search(asked)
    rows = readable(found.ids, user)
    values: dict[str, set[str]] = {name: set(counts) for name, counts in found.facets.items()}
    for name, chosen in asked.filters.items():
        values.setdefault(name, set()).update(chosen)
    for row in rows:
        for name, held in row.text.facets.items():
            values.setdefault(name, set()).update(held)
    labels = facets.labels_for(values, user)
    choices = _choices(found, asked, labels)
    paginator = Paginator(range(min(found.total, base.MAX_RESULTS)), asked.per_page)
    return Results(
        asked=asked,
        total=found.total,
        hits=[_hit(row, asked, labels) for row in rows],
        page=paginator.get_page(found.page),
        choices=choices[:FIRST_CHOICES],
        more_choices=choices[FIRST_CHOICES:],
        chips=[
            Chip(_chip(name, labels[name][value]), address(asked, without=(name, value)))
            for name, chosen in asked.filters.items()
            for value in chosen
        ],
        clear_url=address(asked, filters={}),
        sort_urls={sort: address(asked, sort=sort) for sort in base.SORTS},
    )


def address(
    asked: SearchQuery,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    without: tuple[str, str] | None = None,
    sort: str | None = None,
) -> str:
    """The address of this question with something changed; always of its first page."""
    filters = asked.filters if filters is None else filters
    sort = asked.sort if sort is None else sort
    params = [("q", asked.words.text)] if asked.words.text else []
    params += [(name, value) for name, held in filters.items() for value in held if (name, value) != without]
    if sort != base.RELEVANCE:
        params.append(("sort", sort))
    path = reverse("search:search")
    return f"{path}?{urlencode(params)}" if params else path


def _chip(name: str, label: str) -> str:
    return gettext("%(facet)s: %(value)s") % {"facet": facets.FACETS[name].title, "value": label}


def readable(ids: Sequence[int], user: Reader) -> list[SearchDocument]:
    """The documents to show, in order. Asked once more whether the reader may see their pages: an engine that is
    behind shows one result less, never one too many."""
    rows = (
        SearchDocument.objects.filter(pk__in=ids)
        .filter(page__live=True, page__access__keyword__in=visibility.keywords_for(user))
        .select_related("text", "page")
        .in_bulk()
    )
    return [rows[pk] for pk in ids if pk in rows]


def _hit(row: SearchDocument, asked: SearchQuery, labels: Mapping[str, Mapping[str, str]]) -> Hit:
    terms = asked.words.terms(row.language)
    facts = [
        labels[name][value] for name in ("remark", "family", "level") for value in row.text.facets.get(name, [])[:2]
    ]
    if row.language != asked.language:
        facts.append(facets.language_note(row.language))
    return Hit(
        kind=row.kind,
        kind_label=facets.label_of_kind(row.kind, row.device),
        device=row.device,
        url=localised_path(row.url, asked.language) if row.any_language else row.url,
        language=row.language,
        title=row.title,
        passage=_passage(row, terms),
        where=row.page.title if row.kind != "page" and row.page.title not in row.title else "",
        date=row.date,
        facts=facts,
    )


def _passage(row: SearchDocument, terms: list[str]) -> list[Segment]:
    """Where the words are found: in the text, or else in the summary; with no word to show, the summary."""
    text, summary = row.text.body, row.text.summary
    passages = [highlight.passage(words, terms, row.language) for words in (text, summary) if words]
    for passage in passages:
        if any(segment.found for segment in passage):
            return passage
    return passages[-1] if passages else []


def _choices(found: EngineResult, asked: SearchQuery, labels: Mapping[str, Mapping[str, str]]) -> list[Choice]:
    choices = []
    for name, facet in facets.FACETS.items():
        counts = dict(found.facets.get(name, {}))
        chosen = asked.filters.get(name, ())
        # Where everything is alike there is nothing to choose.
        if len(counts) < 2 and not chosen:
            continue
        for value in chosen:
            counts.setdefault(value, 0)
        values = _ordered(facet, counts)[:MAX_OPTIONS]
        shown = list(dict.fromkeys([*values[: facet.shown], *chosen]))
        if facet.order:
            shown = _ordered(facet, dict.fromkeys(shown, 0))
        choices.append(
            Choice(
                name,
                str(facet.title),
                [Option(value, labels[name][value], counts[value], value in chosen) for value in shown],
                [Option(value, labels[name][value], counts[value], False) for value in values if value not in shown],
            )
        )
    return choices


def _ordered(facet: facets.Facet, counts: Mapping[str, int]) -> list[str]:
    if facet.order:
        places = {value: place for place, value in enumerate(facet.order)}
        return sorted(counts, key=lambda value: (places.get(value, len(places)), value))
    if facet.newest_first:
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))
