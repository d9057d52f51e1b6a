"""The five places and the footer, the same on every page, read once per process and language."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page, Site

from core.models import SiteSettings
from core.models.base import localised_path

CACHE_SECONDS = 300
MENU_KEY = "menu:%s"
ACCESSIBILITY_KEY = "accessibility-state"
SITE_KEY = "only-site"


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """The five devices' index pages, with the one that the reader is in marked."""
    here = _place_of(request)
    return [
        {**item, "current": item["key"] == here or request.path.startswith(item["url"])} for item in _menu()["places"]
    ]


def _place_of(request: HttpRequest) -> str:
    """The place that the room of this address says it is (``AppConfig.place``): its forms and lists belong there."""
    match = request.resolver_match
    config = apps.app_configs.get(match.namespace) if match else None
    return getattr(config, "place", "")


def footer_links(request: HttpRequest) -> list[dict[str, Any]]:
    return _menu()["footer"]


def accessibility_label() -> str:
    """“not compliant”… as the law wants it on every page."""
    state = cache.get(ACCESSIBILITY_KEY)
    if state is None:
        state = SiteSettings.load().accessibility_state
        cache.set(ACCESSIBILITY_KEY, state, CACHE_SECONDS)
    return str(SiteSettings.AccessibilityState(state).label)


def only_site() -> Site | None:
    """The site that every request is for, read once per process where there is but one; else None."""
    site: Site | None = cache.get(SITE_KEY)
    if site is None:
        sites = list(Site.objects.select_related("root_page")[:2])
        if len(sites) != 1 or not sites[0].is_default_site:
            return None
        [site] = sites
        cache.set(SITE_KEY, site, CACHE_SECONDS)
    return site


def forget_site() -> None:
    """After the portal's settings, its site or a front page change."""
    cache.delete_many([ACCESSIBILITY_KEY, SITE_KEY])


def forget_menus() -> None:
    """After a page of the menu is published, moved or taken away."""
    from django.conf import settings

    cache.delete_many([MENU_KEY % code for code, _name in settings.LANGUAGES])


def _menu() -> dict[str, list[dict[str, Any]]]:
    language = translation.get_language() or "fr"
    menu = cache.get(MENU_KEY % language)
    if menu is None:
        menu = _read_menu(language)
        cache.set(MENU_KEY % language, menu, CACHE_SECONDS)
    return menu


def _read_menu(language: str) -> dict[str, list[dict[str, Any]]]:
    """Pages below a home page that say where they belong: ``menu_place`` is "place", "footer" or ""."""
    pages = (
        Page.objects.live()
        .filter(depth=3, show_in_menus=True, access__keyword="public")
        .select_related("locale")
        .order_by("path")
        .specific()
    )
    menu: dict[str, list[dict[str, Any]]] = {"places": [], "footer": []}
    seen: set[str] = set()
    for page in pages:
        single_tree = getattr(page, "single_tree", False)
        if not single_tree and page.locale.language_code != language:
            continue
        where = "places" if getattr(page, "device", "") else "footer"
        key = getattr(page, "device", "") or page.slug
        if key in seen:
            continue
        seen.add(key)
        label = page.menu_label() if hasattr(page, "menu_label") else page.title
        menu[where].append({"key": key, "label": str(label), "url": localised_path(page.get_url() or "/", language)})
    order = ["guidance", "space", "challenge", "lesson", "visit"]
    menu["places"].sort(key=lambda item: order.index(item["key"]) if item["key"] in order else 9)
    return menu
