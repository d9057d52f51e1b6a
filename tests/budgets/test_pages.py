"""What a page may cost, measured on the demo. `make bench` prints the values."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client

from core import visibility
from core.models import BasePage
from core.models.base import localised_path
from home.models import HomePage

pytestmark = pytest.mark.usefixtures("demo")

Budget = Callable[..., None]
PAGE_TYPES = sorted(
    (model for model in apps.get_models() if issubclass(model, BasePage)), key=lambda model: model._meta.label
)


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_queries_of_every_public_page(
    budget: Budget, client: Client, count_queries: Callable[[Client, str], int], model: type[BasePage]
) -> None:
    pages = model.objects.filter(pk__in=visibility.visible_pages(AnonymousUser()).values("pk")).order_by("pk")
    assert pages, "the demo has no such page for everybody to see"
    # Contributions answer under every language's address: each costs what it costs in its dearest one.
    addresses = {localised_path(page.get_url(), page.language) for page in pages[:5]}
    if model.single_tree:
        addresses |= {localised_path(address, code) for address in addresses for code, _name in settings.LANGUAGES}
    most = max(count_queries(client, address) for address in sorted(addresses))

    budget(f"queries, {model._meta.label}", most, at_most=15)


def test_queries_of_search(budget: Budget, client: Client, count_queries: Callable[[Client, str], int]) -> None:
    budget("queries, search with facets", count_queries(client, "/fr/search/?q=papier"), at_most=12)


@pytest.mark.parametrize("name", ["front page", "specification"])
def test_weight_of_a_first_visit(budget: Budget, client: Client, name: str) -> None:
    """The page with its style, scripts and fonts as a server sends them, without pictures."""
    from spaces.models import SpecificationPage

    page = (
        HomePage.objects.get(locale__language_code="fr")
        if name == "front page"
        else SpecificationPage.objects.visible_to(AnonymousUser()).first()
    )
    html = client.get(page.get_url()).content
    weight = len(gzip.compress(html)) + sum(map(transferred, needed_by(html.decode())))

    budget(f"weight of a first visit, {name}", weight / 1000, at_most=150, unit=" kB")


def needed_by(html: str) -> set[str]:
    """Static files that the page asks for at once, and those that they ask for in turn."""
    wanted = set(re.findall(r'(?:href|src)="/static/([^"#?]+\.(?:css|js|woff2))"', html))
    seen: set[str] = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        if name.endswith((".css", ".js")):
            text = read(name).decode()
            folder = name.rpartition("/")[0]
            for other in re.findall(r"""(?:@import\s+(?:url\()?|from\s+|import\s+)["']([^"')]+)["']""", text):
                wanted.add(resolve(folder, other))
    return seen


def resolve(folder: str, name: str) -> str:
    parts = folder.split("/")
    for part in name.split("?")[0].split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(part for part in parts if part)


def read(name: str) -> bytes:
    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:
        return file.read()


def transferred(name: str) -> int:
    content = read(name)
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content))


@pytest.mark.urls("tests.budgets.urls")
def test_an_anonymous_page_against_a_bare_view(budget: Budget, client: Client, settings: Any) -> None:
    """Made anew, and kept (``core.page_cache``), against a view that does nothing, with and without our middleware.

    All are asked in turn: whatever else the machine does falls on each of them.
    """
    home = HomePage.objects.get(locale__language_code="fr").get_url()
    times: dict[str, list[float]] = {"made": [], "behind all": [], "kept": [], "nothing": []}
    middleware = settings.MIDDLEWARE

    def ask(what: str, address: str, *, seconds: int, behind: list[str], asking: Client) -> None:
        settings.PAGE_CACHE_SECONDS, settings.MIDDLEWARE = seconds, behind
        asking.get(address)
        for _turn in range(6):
            begun = time.perf_counter()
            asking.get(address)
            times[what].append((time.perf_counter() - begun) * 1000)

    plain = Client()
    caches["pages"].clear()
    for _round in range(10):
        ask("made", home, seconds=0, behind=middleware, asking=client)
        ask("behind all", "/bare/", seconds=0, behind=middleware, asking=client)
        ask("kept", home, seconds=60, behind=middleware, asking=client)
        ask("nothing", "/bare/", seconds=0, behind=[], asking=plain)
    caches["pages"].clear()
    made, behind_all, kept, nothing = (median(held) for held in times.values())
    told = f"bare view {nothing:.1f}, behind our middleware {behind_all:.1f}"

    # What is held to is what no machine, however busy, should need.
    budget(f"anonymous front page, made anew, ms ({told})", made, at_most=1000)
    budget(f"anonymous front page, warm cache, ms (ratio to the bare view {kept / nothing:.1f})", kept, at_most=100)
    budget("anonymous front page, warm cache, against a view behind the same middleware", kept / behind_all, at_most=2)
