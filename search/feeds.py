"""A search as an Atom feed: its latest results, for a feed reader to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from core.text import excerpt
from search import engines, facets, results
from search.engines import base

if TYPE_CHECKING:
    from core.visibility import Reader
    from search.engines.base import SearchQuery

ENTRIES = 30
# What has no date stands at the end, always at the same moment: a feed reader must not take it for new.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Of an empty feed too: the same feed is the same document, whenever it is asked for."""
        return max((item["updateddate"] for item in self.items), default=UNDATED)


def feed(asked: SearchQuery, *, user: Reader) -> str:
    latest = replace(asked, sort=base.DATE, well=True, page=1, per_page=ENTRIES)
    found = engines.current_engine().search(latest)
    site = settings.BASE_URL.rstrip("/")
    query = results.query_string(asked)
    title = gettext("Search: %(text)s") % {"text": asked.words.text} if asked.words.text else gettext("Search")
    atom = Feed(
        title=f"{title} – {settings.WAGTAIL_SITE_NAME}",
        link=site + results.address(asked),
        description="",
        language=asked.language,
        # Every Atom feed names an author (RFC 4287, 4.1.1).
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=f"{site}{reverse('search:feed')}{'?' if query else ''}{query}",
    )
    now = timezone.now()
    for row in results.readable(found.ids, user):
        # An evening's date is yet to come: what is new of it is that it was announced.
        date = row.date if row.date is None or row.date <= now else row.page.last_published_at or UNDATED
        atom.add_item(
            title=results.title_with_place(row),
            link=site + results.url_of(row, asked.language),
            description=excerpt(row.text.summary or row.text.body[:600], 300),
            # The key never changes, whatever becomes of the address.
            unique_id=f"{site}/#{row.key}",
            updateddate=date or UNDATED,
            categories=[facets.label_of_kind(row.kind, row.device), *row.text.tags],
        )
    return atom.writeString("utf-8")
