from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap

from core import visibility
from core.models.base import language_code, localised_path


@dataclass
class Address:
    """One address of a page, and the addresses of the same page in each language that it can be read in."""

    path: str
    published: datetime | None
    others: dict[str, str] = field(default_factory=dict)


class PageSitemap(Sitemap):
    """What an anonymous reader may find, by the same rule as everywhere.

    A contribution stands in one language's tree and answers under every language's address: it is listed under
    each. A translated page names its translations, but only those that the reader may find too.
    """

    limit = 5_000

    def items(self) -> list[Address]:
        addresses: list[Address] = []
        groups: dict[object, dict[str, str]] = {}
        for page in visibility.visible_pages(AnonymousUser()).filter(depth__gte=2).order_by("path"):
            published = page.last_published_at
            path = page.specific_deferred.get_url() or "/"
            if getattr(page.specific_class, "single_tree", False):
                paths = {code: localised_path(path, code) for code, _name in settings.LANGUAGES}
                addresses += [Address(each, published, paths) for each in paths.values()]
            else:
                others = groups.setdefault(page.translation_key, {})
                others[language_code(page.locale_id)] = path
                addresses.append(Address(path, published, others))
        return addresses

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super().get_urls(page=page, site=site, protocol=protocol)
        base = settings.BASE_URL.rstrip("/")
        for url in urls:
            others = url["item"].others
            url["alternates"] = (
                [{"location": f"{base}{path}", "lang_code": code} for code, path in sorted(others.items())]
                if len(others) > 1
                else []
            )
        return urls

    def location(self, item: Address) -> str:
        return item.path

    def get_domain(self, site: object = None) -> str:
        """Where the portal is served, as everywhere: the framework's own table of sites is not asked."""
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def lastmod(self, item: Address) -> datetime | None:
        return item.published
