"""The file that search engines read: every address of what anybody may read, with its other languages."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from core.models import PageAccess
from spaces.enums import SpaceKind
from tests.factories.core import StandardPageFactory
from tests.factories.spaces import make_space

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def listed(client: Client, base: str) -> dict[str, dict[str, str]]:
    """What the file says: path → language → path."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    return {
        url.findtext("s:loc", "", NAMES).removeprefix(base): {
            link.attrib["hreflang"]: link.attrib["href"].removeprefix(base) for link in url.findall("x:link", NAMES)
        }
        for url in root.findall("s:url", NAMES)
    }


def test_a_contribution_is_listed_under_each_language(client, settings):
    path = make_space(SpaceKind.PUBLIC, title="Mobilité").get_url()
    french, english = path, f"/en/{path.split('/', 2)[2]}"

    addresses = listed(client, settings.BASE_URL)

    assert addresses[french] == addresses[english] == {"fr": french, "en": english}
    assert client.get(english).status_code == 200


def test_a_translated_page_names_its_translation(client, settings, home_fr, home_en):
    page = StandardPageFactory(parent=home_fr, slug="aide")
    other = StandardPageFactory(
        parent=home_en, slug="help", locale=home_en.locale, translation_key=page.translation_key
    )
    StandardPageFactory(parent=home_fr, slug="seule")

    addresses = listed(client, settings.BASE_URL)

    both = {"fr": page.get_url(), "en": other.get_url()}
    assert addresses[page.get_url()] == addresses[other.get_url()] == both
    assert addresses["/fr/seule/"] == {}
    assert addresses["/fr/"] == {"fr": "/fr/", "en": "/en/"}


def test_nothing_private_is_listed_nor_named_as_a_translation(client, settings, home_fr, home_en):
    page = StandardPageFactory(parent=home_fr, slug="aide")
    other = StandardPageFactory(
        parent=home_en, slug="help", locale=home_en.locale, translation_key=page.translation_key
    )
    PageAccess.objects.filter(page=other).update(keyword="agents")
    hidden = [make_space(kind, title=f"Discret {kind}").get_url() for kind in (SpaceKind.AGENTS, SpaceKind.MEMBERS)]

    addresses = listed(client, settings.BASE_URL)

    assert addresses[page.get_url()] == {}
    assert not {other.get_url(), *hidden, *(f"/en/{path.split('/', 2)[2]}" for path in hidden)} & addresses.keys()
