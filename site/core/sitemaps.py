from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page

from core import visibility


class PageSitemap(Sitemap):
    """What an anonymous reader may find, by the same rule as everywhere."""

    limit = 5_000

    def items(self) -> QuerySet[Page]:
        return visibility.visible_pages(AnonymousUser()).filter(depth__gte=2).order_by("path")

    def location(self, item: Page) -> str:
        return item.specific_deferred.get_url() or "/"

    def get_domain(self, site: object = None) -> str:
        """Where the portal is served, as everywhere: the framework's own table of sites is not asked."""
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at
