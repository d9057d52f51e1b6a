"""Reads for the library of criteria: what a reader asked for, counted for every filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import QueryDict

    from guidance.models import GuidanceIndexPage


def browse(index: GuidanceIndexPage, query: QueryDict) -> dict[str, Any]:
    return {}
