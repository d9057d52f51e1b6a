from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from core import navigation
from core.models.base import localised_path


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the header and the footer need on every page. Lazy: a fragment or a mail pays nothing."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "nav_items": SimpleLazyObject(lambda: navigation.places(request)),
        "footer_links": SimpleLazyObject(lambda: navigation.footer_links(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "accessibility_label": SimpleLazyObject(navigation.accessibility_label),
    }


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Links to this very page in the other languages; a page sets ``request.translations`` if they differ."""
    current = translation.get_language()
    known: dict[str, str] = getattr(request, "translations", {})
    query = request.META.get("QUERY_STRING", "")
    links = []
    for code, _name in settings.LANGUAGES:
        url = known.get(code) or localised_path(request.path, code)
        if not url.startswith(f"/{code}/"):
            url = f"/{code}/"
        links.append(
            {
                "code": code,
                "label": {"fr": "Français", "en": "English"}.get(code, code),
                "url": f"{url}?{query}" if query and request.method == "GET" else url,
                "current": code == current,
            }
        )
    return links
