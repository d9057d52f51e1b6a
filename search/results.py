"""From what a reader asked to what they are shown: engine, then the words of the few documents on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from core import visibility
from core.models import CpvCode
from core.models.base import localised_path
from search import engines, expansion, facets
from search.engines import base, highlight, query
from search.engines.base import EngineResult, SearchQuery
from search.engines.highlight import Segment
from search.engines.plan import Plan
from search.models import SearchDocument, SearchPromotion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.visibility import Reader

MAX_VALUES = 10
MAX_VALUE = 100
# Facets that are open to the eye; the others are behind “More filters”.
FIRST_CHOICES = 6
# Values of a facet that are shown in all.
MAX_OPTIONS = 60
# Facets whose values are said beside a result.
_FACTS = ("remark", "family", "level")
MAX_PROMOTED = 3
MAX_WAYS = 3
MAX_FAMILIES = 8
# A code that a text ends with stands again before its label.
_CODE_AGAIN = re.compile(r"\b(\d{8})\s+(?=\1\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result as it is shown. ``marked_title`` and ``passage`` are text in pieces, never markup."""

    kind: str
    kind_label: str
    device: str
    url: str
    language: str
    title: str
    marked_title: list[Segment]
    passage: list[Segment]
    where: str
    date: datetime | None
    facts: list[str]
    # Tags that hold a word of the question, where neither title nor passage do: they say why the result is there.
    tags: list[list[Segment]]


class Option(TypedDict):
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


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another question, and how many results it has: never a dead end."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Promoted:
    """A page that staff set above these results, with the sentence that says why."""

    title: str
    url: str
    note: str
    device: str
    kind_label: str
    language: str


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
    promoted: list[Promoted] = field(default_factory=list)
    # Where nothing was found: the question with less asked of it, and what there is to read at all.
    ways_out: list[WayOut] = field(default_factory=list)
    families: list[WayOut] = field(default_factory=list)
    # The divisions of the CPV that have something, where a code was asked for that has nothing.
    divisions: list[WayOut] = field(default_factory=list)
    # Nothing was typed but words that say nothing in the reader's language.
    only_little_words: bool = False
    # The question itself, to hand to what gives the same results in another form.
    query: str = ""
    sort_urls: dict[str, str] = field(default_factory=dict)
    # The address of the same question with its words corrected, and those words; "" when there is none to offer.
    did_you_mean: str = ""
    did_you_mean_url: str = ""
    # What stands in place of words that no document holds: what was typed → what was searched for.
    corrected: Mapping[str, str] = field(default_factory=dict)
    # Words of the question that none of the results can hold.
    missing: list[str] = field(default_factory=list)
    # The server did not answer; the embedded engine did.
    degraded: bool = False

    @property
    def more_chosen(self) -> bool:
        return any(option["checked"] for choice in self.more_choices for option in choice.options)


def read(params: QueryDict, *, user: Reader, language: str) -> SearchQuery:
    """A question out of an address; whatever is wrong in it is left out."""
    filters = _filters(params)
    sort = params.get("sort", "")
    asked = SearchQuery(
        words=query.parse(params.get("q", "")),
        keywords=visibility.keywords_for(user),
        language=language,
        filters=filters,
        sort=sort if sort in base.SORTS else base.RELEVANCE,
        page=query.page_number(params.get("page", "")),
        recent_from=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - base.RECENT,
    )
    return expansion.expand(asked, engines.embedded_engine())


def _filters(params: QueryDict) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for name in facets.FACETS:
        values = (query.clean(value, MAX_VALUE) for value in params.getlist(name)[:MAX_VALUES])
        known = facets.FACETS[name].labels
        if held := tuple(dict.fromkeys(value for value in values if value and (not known or value in known))):
            filters[name] = held
    return filters


def find(asked: SearchQuery, *, user: Reader) -> Results:
    found = engines.current_engine().search(asked)
    rows = readable(found.ids, user)
    offered = _offered(found, asked)
    # Only what is shown is called by its name: of some facets there are hundreds of values.
    values: dict[str, set[str]] = {name: set(counts) for name, counts in offered.items()}
    for name, chosen in asked.filters.items():
        values.setdefault(name, set()).update(chosen)
    for row in rows:
        for name in _FACTS:
            values.setdefault(name, set()).update(row.text.facets.get(name, ()))
    labels = facets.labels_for(values, user)
    choices = _choices(offered, asked, labels)
    better = expansion.suggest(asked, engines.embedded_engine()) if found.total <= expansion.FEW else ""
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
        promoted=_promoted(asked, user),
        ways_out=[] if found.total else _ways_out(asked, labels),
        families=[] if found.total else _families(asked, user),
        divisions=[] if found.total or not expansion.codes_asked(asked) else _divisions(asked, user),
        query=query_string(asked),
        sort_urls={sort: address(asked, sort=sort) for sort in base.SORTS},
        degraded=found.degraded,
        only_little_words=bool(asked.words.wanted) and not asked.words.terms(asked.language),
        did_you_mean=better,
        did_you_mean_url=address(replace(asked, words=query.parse(better))) if better else "",
        # Where nothing was found there are no results to be of another word.
        corrected=asked.corrected if found.total else {},
        missing=list(asked.missing) if found.total else [],
    )


def address(
    asked: SearchQuery,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    without: tuple[str, str] | None = None,
    sort: str | None = None,
) -> str:
    """The address of this question with something changed; always of its first page."""
    changed = query_string(asked, filters=filters, without=without, sort=sort)
    path = reverse("search:search")
    return f"{path}?{changed}" if changed else path


def query_string(
    asked: SearchQuery,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    without: tuple[str, str] | None = None,
    sort: str | None = None,
) -> str:
    filters = asked.filters if filters is None else filters
    sort = asked.sort if sort is None else sort
    params = [("q", asked.words.text)] if asked.words.text else []
    params += [(name, value) for name, held in filters.items() for value in held if (name, value) != without]
    if sort != base.RELEVANCE:
        params.append(("sort", sort))
    return urlencode(params)


def describe(addresses: Sequence[str], *, user: Reader) -> list[list[str]]:
    """Questions in words, each by the query of its address: what was typed, then each filter."""
    asked = [(query.clean(params.get("q", "")), _filters(params)) for params in map(QueryDict, addresses)]
    values: dict[str, set[str]] = {}
    for _text, filters in asked:
        for name, held in filters.items():
            values.setdefault(name, set()).update(held)
    labels = facets.labels_for(values, user)
    return [
        [
            *([gettext("“%(text)s”") % {"text": text}] if text else []),
            *(_chip(name, labels[name][value]) for name, held in filters.items() for value in held),
        ]
        for text, filters in asked
    ]


def _chip(name: str, label: str) -> str:
    return gettext("%(facet)s: %(value)s") % {"facet": facets.FACETS[name].title, "value": label}


def readable_documents(user: Reader) -> QuerySet[SearchDocument]:
    """Documents of pages that ``user`` may read, whatever their own copy of the access keyword says."""
    return SearchDocument.objects.filter(
        page__live=True, page__access__keyword__in=visibility.keywords_for(user)
    ).select_related("text", "page")


def readable(ids: Sequence[int], user: Reader) -> list[SearchDocument]:
    """The documents to show, in order. Asked once more whether the reader may see their pages: an engine that is
    behind shows one result less, never one too many."""
    rows = readable_documents(user).filter(pk__in=ids).in_bulk()
    return [rows[pk] for pk in ids if pk in rows]


def url_of(row: SearchDocument, language: str) -> str:
    return localised_path(row.url, language) if row.any_language else row.url


def where_of(row: SearchDocument) -> str:
    """The page that a result stands on, where that is not said by its title."""
    return row.page.title if row.kind != "page" and row.page.title not in row.title else ""


def title_with_place(row: SearchDocument) -> str:
    """For lists without a line of their own for the page: « 2 Papier – Imprimés de la Région »."""
    where = where_of(row)
    return f"{row.title} – {where}" if where else row.title


def _promoted(asked: SearchQuery, user: Reader) -> list[Promoted]:
    """What staff chose for these words, as analysed: accents, plurals and order do not matter."""
    wanted = _meanings(asked.words, asked.language)
    if not wanted or asked.filters or asked.page > 1:
        return []
    chosen = {}
    # Few, and who may read them is asked of those that are meant alone, below.
    for promotion in SearchPromotion.objects.filter(language=asked.language):
        if any(_is_said(wanted, _meanings(query.parse(words), asked.language)) for words in promotion.words.split(",")):
            chosen[f"page:{promotion.page_id}"] = promotion.note
    if not chosen:
        return []
    rows = {row.key: row for row in readable_documents(user).filter(key__in=chosen)}
    return [
        Promoted(
            title=row.title,
            url=url_of(row, asked.language),
            note=note,
            device=row.device,
            kind_label=facets.label_of_kind(row.kind, row.device),
            language=row.language,
        )
        for key, note in chosen.items()
        if (row := rows.get(key))
    ][:MAX_PROMOTED]


def _meanings(words: query.Words, language: str) -> list[set[str]]:
    """Of each word the terms that it may stand for: « vélos » and « vélo » have one in common."""
    return [set(spot.terms[language]) for spot in words.spots() if spot.terms.get(language)]


def _is_said(wanted: Sequence[set[str]], offered: Sequence[set[str]]) -> bool:
    """Whether the same words are meant, in whatever order and number."""
    return all(any(word & other for other in offered) for word in wanted) and all(
        any(word & other for other in wanted) for word in offered
    )


def _ways_out(asked: SearchQuery, labels: Mapping[str, Mapping[str, str]]) -> list[WayOut]:
    """The same question with one filter less, without any, without quotation marks: those that give something."""
    engine = engines.current_engine()
    ways = []
    for name in list(asked.filters)[:MAX_WAYS]:
        label = _chip(name, ", ".join(labels[name][value] for value in asked.filters[name]))
        rest = {other: held for other, held in asked.filters.items() if other != name}
        ways.append((gettext("without “%(filter)s”") % {"filter": label}, replace(asked, filters=rest)))
    if len(asked.filters) > 1:
        ways.append((gettext("without any filter"), replace(asked, filters={})))
    words = asked.words
    if words.phrases or words.refused or words.refused_phrases:
        plain = _asking(asked, " ".join([*words.wanted, *words.phrases]))
        ways.append((gettext("without quotation marks or refused words"), plain))
    ways += _ways_by_code(asked)
    found = [(label, other, engine.search(replace(other, page=1, per_page=1)).total) for label, other in ways]
    return [WayOut(label, address(other), total) for label, other, total in found if total]


def _asking(asked: SearchQuery, text: str) -> SearchQuery:
    """The same of other words: what its address will give."""
    other = replace(asked, words=query.parse(text), expanded={}, corrected={}, rare={}, missing=())
    return expansion.expand(other, engines.embedded_engine())


def _ways_by_code(asked: SearchQuery) -> list[tuple[str, SearchQuery]]:
    """For a CPV code that nothing has: what it is called, as words, and the nearest branch above."""
    codes = expansion.codes_asked(asked)
    above = expansion.branches_above(asked, engines.embedded_engine())
    wanted = {word: word.ljust(8, "0") for word in codes}
    labels = {row.code: row.label for row in CpvCode.objects.filter(code__in={*wanted.values(), *above.values()})}
    plain = query.without_check_digits(asked.words.text)
    ways = []
    for word in codes[:MAX_WAYS]:
        if name := labels.get(wanted[word]):
            ways.append((gettext("“%(words)s”, which this code stands for") % {"words": name}, _asking(asked, name)))
        if branch := above.get(word):
            label = gettext("the branch above: %(code)s") % {"code": f"{branch} {labels.get(branch, '')}".strip()}
            ways.append((label, _asking(asked, expansion.replaced(plain, word, branch))))
    return ways


def _families(asked: SearchQuery, user: Reader) -> list[WayOut]:
    """The families that have criteria, the largest first."""
    return _values(asked, user, "family", {"device": ("guidance",), "language": (asked.language,)})


def _divisions(asked: SearchQuery, user: Reader) -> list[WayOut]:
    return _values(asked, user, "cpv", {})


def _values(asked: SearchQuery, user: Reader, name: str, filters: dict[str, tuple[str, ...]]) -> list[WayOut]:
    """The values of a facet over all that there is, the largest first."""
    everything = SearchQuery(
        words=query.parse(""),
        keywords=asked.keywords,
        language=asked.language,
        filters=filters,
        per_page=1,
    )
    counts = engines.current_engine().search(everything).facets.get(name, {})
    values = sorted(counts, key=lambda value: (-counts[value], value))[:MAX_FAMILIES]
    names = facets.labels_for({name: values}, user).get(name, {})
    return [
        WayOut(names[value], address(everything, filters={**filters, name: (value,)}), counts[value])
        for value in values
    ]


def _hit(row: SearchDocument, asked: SearchQuery, labels: Mapping[str, Mapping[str, str]]) -> Hit:
    facts = [labels[name][value] for name in _FACTS for value in row.text.facets.get(name, [])[:2]]
    if row.language != asked.language:
        facts.append(facets.language_note(row.language))
    plan, quoted = asked.plan(row.language), asked.words.quoted(row.language)

    def marked(text: str) -> list[Segment]:
        return highlight.mark(text, plan.expressions, row.language, quoted=quoted)

    title, passage = marked(row.title), _passage(row, plan, quoted)
    said = any(piece.found for piece in (*title, *passage))
    tags = [] if said else [pieces for pieces in map(marked, row.text.tags) if any(piece.found for piece in pieces)]
    return Hit(
        kind=row.kind,
        kind_label=facets.label_of_kind(row.kind, row.device),
        device=row.device,
        url=url_of(row, asked.language),
        language=row.language,
        title=row.title,
        marked_title=title,
        passage=passage,
        where=where_of(row),
        date=row.date,
        facts=facts,
        tags=tags,
    )


def _passage(row: SearchDocument, plan: Plan, quoted: highlight.Quoted) -> list[Segment]:
    """Where the words are found: in the text, or else in the summary; with no word to show, the summary.

    Where an expression stands nowhere as such, its words say at least why the document is here.
    """
    written = [_CODE_AGAIN.sub("", words[: highlight.MAX_READ]) for words in (row.text.body, row.text.summary) if words]
    for expressions in (plan.expressions, [(term,) for term in plan.terms]):
        passages = [highlight.passage(words, expressions, row.language, quoted=quoted) for words in written]
        for passage in passages:
            if any(segment.found for segment in passage):
                return passage
    return passages[-1] if passages else []


def _offered(found: EngineResult, asked: SearchQuery) -> dict[str, dict[str, int]]:
    """The values of each facet that are shown, in their order, with what they would give."""
    offered = {}
    for name, facet in facets.FACETS.items():
        counts = dict(found.facets.get(name, {}))
        chosen = asked.filters.get(name, ())
        # Where everything is alike there is nothing to choose.
        if len(counts) < 2 and not chosen:
            continue
        for value in chosen:
            counts.setdefault(value, 0)
        values = dict.fromkeys([*_ordered(facet, counts)[:MAX_OPTIONS], *chosen])
        offered[name] = {value: counts[value] for value in values}
    return offered


def _choices(
    offered: Mapping[str, Mapping[str, int]], asked: SearchQuery, labels: Mapping[str, Mapping[str, str]]
) -> list[Choice]:
    choices = []
    for name, counts in offered.items():
        facet = facets.FACETS[name]
        chosen = asked.filters.get(name, ())
        values = list(counts)
        shown = list(dict.fromkeys([*values[: facet.shown], *chosen]))
        if facet.order:
            shown = _ordered(facet, dict.fromkeys(shown, 0))
        choices.append(
            Choice(
                name,
                str(facet.title),
                [_option(value, labels[name], counts, value in chosen) for value in shown],
                [_option(value, labels[name], counts, False) for value in values if value not in shown],
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


def _option(value: str, labels: Mapping[str, str], counts: Mapping[str, int], checked: bool) -> Option:
    return {"value": value, "label": labels[value], "count": counts[value], "checked": checked}
