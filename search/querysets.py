from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Sum


class QueryCountQuerySet(models.QuerySet[Any]):
    def summed(self, *, since: date, at_least: int) -> models.QuerySet[Any, dict[str, Any]]:
        """Words with how often they were asked and found nothing, those with ``at_least`` questions only."""
        return (
            self.filter(day__gte=since)
            .values("language", "words")
            .annotate(asked_in_all=Sum("asked"), without_result_in_all=Sum("without_result"))
            .filter(asked_in_all__gte=at_least)
        )

    def frequent(self, *, since: date, at_least: int) -> models.QuerySet[Any, dict[str, Any]]:
        return self.summed(since=since, at_least=at_least).order_by("-asked_in_all", "words")

    def fruitless(self, *, since: date, at_least: int) -> models.QuerySet[Any, dict[str, Any]]:
        """Words that found nothing ``at_least`` times."""
        return (
            self.summed(since=since, at_least=at_least)
            .filter(without_result_in_all__gte=at_least)
            .order_by("-without_result_in_all", "words")
        )
