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
    """Links to this very page in the other languages; to that language's front page where it has no translation."""
    current = translation.get_language()
    page = getattr(request, "served_page", None)
    translated: dict[str, str] | None = None
    if page is not None and not getattr(page, "single_tree", False):
        others = page.get_translations().live().select_related("locale")
        translated = {other.locale.language_code: other.get_url() for other in others}
    query = f"?{request.META['QUERY_STRING']}" if request.method == "GET" and request.META.get("QUERY_STRING") else ""
    links = []
    for code, _name in settings.LANGUAGES:
        if translated is None or code == current:
            url = localised_path(request.path, code)
            if not url.startswith(f"/{code}/"):
                url = f"/{code}/"
        else:
            url = translated.get(code) or f"/{code}/"
        links.append(
            {
                "code": code,
                "label": {"fr": "Français", "en": "English"}.get(code, code),
                "url": url + query,
                "current": code == current,
            }
        )
    return links
