"""Results as a table that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import excerpt
from events.exports import safe_cell
from search import engines, facets, results
from search.engines import base

if TYPE_CHECKING:
    from core.visibility import Reader
    from search.engines.base import SearchQuery

# The facets that have a column: what somebody sorts a table of criteria by.
NAMED = ("family", "cpv", "type", "level")


def results_csv(asked: SearchQuery, *, user: Reader) -> bytes:
    """All results of a question, ``MAX_RESULTS`` at most, in their order: what the page shows, and no more."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    named = {name: str(facets.FACETS[name].title) for name in NAMED}
    writer.writerow(
        [
            *(_("Kind"), _("Title"), _("Page"), _("Date"), _("Language")),
            *named.values(),
            *(_("Tags"), _("Summary"), _("Address")),
        ]
    )
    whole = replace(asked, page=1, per_page=base.MAX_RESULTS)
    found = engines.current_engine().search(whole)
    # The bodies stay where they are: a thousand of them are a book.
    rows = (
        results.readable_documents(user)
        .filter(pk__in=found.ids)
        .annotate(beginning=Substr("text__body", 1, 600))
        .defer("text__body")
        .in_bulk()
    )
    held: dict[str, set[str]] = {name: set() for name in NAMED}
    for row in rows.values():
        for name in NAMED:
            held[name].update(row.text.facets.get(name, ()))
    labels = facets.labels_for(held, user)
    for row in (rows[pk] for pk in found.ids if pk in rows):
        cells = [
            facets.label_of_kind(row.kind, row.device),
            row.title,
            results.where_of(row),
            timezone.localtime(row.date).date().isoformat() if row.date else "",
            row.language,
            *(", ".join(labels[name][value] for value in row.text.facets.get(name, ())) for name in NAMED),
            ", ".join(row.text.tags),
            excerpt(row.text.summary or getattr(row, "beginning", "") or "", 300),
            settings.BASE_URL.rstrip("/") + results.url_of(row, asked.language),
        ]
        writer.writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")
