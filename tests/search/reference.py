"""Ranking as ``engines.plan`` says it, written out plainly and slowly: what every engine is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from search.engines import analysis, base
from search.engines.base import SearchQuery
from search.engines.plan import Plan
from search.models import SearchDocument


class Reference:
    """The reader's documents, read from the database, in the memory of one test."""

    def __init__(self, keywords: frozenset[str]) -> None:
        rows = SearchDocument.objects.filter(acl__in=keywords).select_related("text").order_by("pk")
        self.rows = {row.pk: row for row in rows}
        self.fields = {pk: tuple(map(analysis.terms_of, row.text.tokens(row))) for pk, row in self.rows.items()}

    def scores(self, query: SearchQuery) -> dict[int, float]:
        """Documents that express one idea at least. Phrases, refusals and filters are not looked at."""
        found: dict[int, float] = {}
        for language, plan in query.plans().items():
            factor = 1.0 if language == query.language else base.OTHER_LANGUAGE
            for pk, score in self._scores(plan, language, query.recent_from).items():
                found[pk] = score * factor
        return found

    def ranking(self, query: SearchQuery) -> list[int]:
        scores = self.scores(query)

        def order(pk: int) -> tuple[float, bool, float, int]:
            date = self.rows[pk].date
            return -round(scores[pk], 6), date is None, -date.timestamp() if date else 0.0, pk

        return sorted(scores, key=order)

    def _scores(self, plan: Plan, language: str, recent_from: datetime | None) -> dict[int, float]:
        mine = [pk for pk, row in self.rows.items() if row.language == language]
        worth = {term: self._worth(term, mine) for term in plan.terms}
        found: dict[int, float] = {}
        for pk in mine:
            ideas = [
                max(
                    (
                        alternative.weight * sum(worth[term][pk] for term in alternative.terms) / len(alternative.terms)
                        for alternative in group
                        if all(pk in worth[term] for term in alternative.terms)
                    ),
                    default=None,
                )
                for group in plan.groups
            ]
            held = [idea for idea in ideas if idea is not None]
            if held:
                date = self.rows[pk].date
                recent = recent_from is not None and date is not None and date >= recent_from
                found[pk] = sum(held) * (1 + len(held) / len(plan.groups) + (base.RECENCY if recent else 0))
        return found

    def _worth(self, term: str, mine: Sequence[int]) -> Mapping[int, float]:
        holding = [pk for pk in mine if any(term in field for field in self.fields[pk])]
        rarity = math.log(1 + (len(mine) - len(holding) + 0.5) / (len(holding) + 0.5))
        means = [sum(len(self.fields[pk][field]) for pk in mine) / max(len(mine), 1) for field in (0, 1)]
        return {
            pk: rarity
            * (
                base.PRESENCE
                + base.TITLE_WEIGHT * _saturated(self.fields[pk][0], term, means[0])
                + _saturated(self.fields[pk][1], term, means[1])
            )
            for pk in holding
        }


def _saturated(field: Sequence[str], term: str, mean: float) -> float:
    times = field.count(term)
    if not times:
        return 0.0
    return times * (base.K1 + 1) / (times + base.K1 * (1 - base.B + base.B * len(field) / mean))
