"""Reads for the library of criteria: what a reader asked for, and how many there are behind every filter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator
from django.utils.translation import gettext

from core.text import clean_text
from guidance.enums import CriterionType, Level
from guidance.models import CriterionText, GuidancePage, Shelf, shelves
from guidance.querysets import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from core.visibility import Reader
    from guidance.models import GuidanceIndexPage

PAGES_PER_SCREEN = 10
CRITERIA_PER_PAGE = 6
TAGS_OFFERED = 15
MAX_QUERY = 200
FACETS = ("type", "level", "family", "step", "tag")
# Filters that only a criterion can answer: with one of them, pages without criteria are no result.
CRITERION_FACETS = ("type", "level")


@dataclass(slots=True)
class Row:
    """One criterion as the filters see it."""

    text: CriterionText
    page_id: int
    values: dict[str, frozenset[str]]

    def passes(self, chosen: dict[str, list[str]], *, but: str = "") -> bool:
        return all(
            name == but or not wanted or self.values[name].intersection(wanted) for name, wanted in chosen.items()
        )


@dataclass(slots=True)
class Group:
    """A page with those of its criteria that answer."""

    page: GuidancePage
    texts: list[CriterionText] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[CriterionText]:
        return self.texts[:CRITERIA_PER_PAGE]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.texts) - CRITERIA_PER_PAGE)


@dataclass(slots=True)
class Facet:
    name: str
    title: str
    options: list[dict[str, Any]]


@dataclass(slots=True)
class Library:
    """One screen of the library."""

    text: str
    facets: list[Facet]
    chips: list[dict[str, str]]
    groups: PagerPage[Group]
    criteria_count: int
    pages_count: int

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)


def browse(index: GuidanceIndexPage, query: QueryDict, user: Reader) -> Library:
    """The pages and criteria below ``index`` that ``user`` may read and that answer ``query``.

    Values of one filter widen each other, filters narrow each other. The count of an option is what one would
    see after choosing it. Everything is counted from three reads, however many criteria there are.
    """
    text = clean_text(query.get("q", "").replace("\n", " "))[:MAX_QUERY]
    chosen = {name: [clean_text(value)[:100] for value in query.getlist(name) if value][:20] for name in FACETS}
    pages = {
        page.pk: page
        for page in GuidancePage.objects.descendant_of(index)
        .visible_to(user)
        .defer_streamfields()
        .select_related("locale")
    }
    shelf_of = shelves(pages)
    page_values = {pk: {kind: frozenset(shelf.labels[kind]) for kind in shelf.labels} for pk, shelf in shelf_of.items()}
    texts = CriterionText.objects.live().filter(page__in=pages).matching(text).select_related("criterion")
    rows = [_row(item, page_values[item.page_id or 0]) for item in texts.order_by("criterion__position")]
    labels = _labels(shelf_of.values())
    chosen = {
        name: [value for value in values if name == "tag" or value in labels[name]] for name, values in chosen.items()
    }

    matching = [row for row in rows if row.passes(chosen)]
    groups = {pk: Group(page, tags=sorted(page_values[pk]["tag"], key=fold)) for pk, page in pages.items()}
    for row in matching:
        groups[row.page_id].texts.append(row.text)
    found = [group for pk, group in groups.items() if group.texts or _stands_alone(page_values[pk], chosen, text)]
    found.sort(key=lambda group: fold(group.page.title))
    return Library(
        text=text,
        facets=_facets(rows, chosen, labels),
        chips=_chips(query, text, chosen, labels),
        groups=Paginator(found, PAGES_PER_SCREEN).get_page(query.get("page")),
        criteria_count=len(matching),
        pages_count=len(found),
    )


def _row(text: CriterionText, page_values: dict[str, frozenset[str]]) -> Row:
    criterion = text.criterion
    values = {
        **page_values,
        "tag": page_values["tag"].union(text.tags),
        "type": frozenset({criterion.type}),
        "level": frozenset({str(criterion.level)}),
    }
    return Row(text=text, page_id=text.page_id or 0, values=values)


def _stands_alone(values: dict[str, frozenset[str]], chosen: dict[str, list[str]], text: str) -> bool:
    """Whether a page without a matching criterion is still an answer: it has what was asked of pages."""
    if text or any(chosen[name] for name in CRITERION_FACETS):
        return False
    return all(not chosen[name] or values[name].intersection(chosen[name]) for name in ("family", "step", "tag"))


def _labels(shelf_list: Iterable[Shelf]) -> dict[str, dict[str, str]]:
    """The values a filter may take, with their words, in the order in which they are offered."""
    everything = Shelf()
    for shelf in shelf_list:
        everything.order.update(shelf.order)
        for kind, words in shelf.labels.items():
            everything.labels[kind].update(words)
    return {
        "type": {str(value): str(label) for value, label in CriterionType.choices},
        "level": {str(value): str(label) for value, label in Level.choices},
        "family": everything.family,
        "step": everything.step,
    }


def _facets(rows: list[Row], chosen: dict[str, list[str]], labels: dict[str, dict[str, str]]) -> list[Facet]:
    titles = {
        "type": gettext("Where it acts"),
        "level": gettext("Level"),
        "family": gettext("Kind of purchase"),
        "step": gettext("Step of the purchase"),
        "tag": gettext("Tags"),
    }
    facets = []
    for name in FACETS:
        counts = Counter(value for row in rows if row.passes(chosen, but=name) for value in row.values[name])
        known: dict[str, str] = labels.get(name) or _tags_to_offer(counts, chosen[name])
        options = [
            {"value": value, "label": label, "count": counts[value], "checked": value in chosen[name]}
            for value, label in known.items()
            if counts[value] or value in chosen[name]
        ]
        facets.append(Facet(name=name, title=titles[name], options=options))
    return facets


def _tags_to_offer(counts: Counter[str], chosen: list[str]) -> dict[str, str]:
    """The most used tags, and those that were chosen however rare they are, by name."""
    offered = {tag for tag, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TAGS_OFFERED]}
    return {tag: tag for tag in sorted(offered.union(chosen), key=fold)}


def _chips(
    query: QueryDict, text: str, chosen: dict[str, list[str]], labels: dict[str, dict[str, str]]
) -> list[dict[str, str]]:
    """One chip for each active filter, with the address that takes it away."""
    chips = []
    if text:
        quoted = gettext("“%(text)s”") % {"text": text}
        chips.append({"label": quoted, "url": _without(query, "q", query.get("q", ""))})
    for name, values in chosen.items():
        words = labels.get(name, {})
        chips += [{"label": words.get(value, value), "url": _without(query, name, value)} for value in values]
    return chips


def _without(query: QueryDict, name: str, value: str) -> str:
    params = query.copy()
    params.pop("page", None)
    params.setlist(name, [item for item in params.getlist(name) if item != value])
    return f"?{params.urlencode()}"
