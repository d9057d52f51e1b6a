from __future__ import annotations

import pytest
from wagtail.models import Locale

from tests.factories.core import StandardPageFactory

pytestmark = pytest.mark.django_db


def english_link(client, url):
    links = client.get(url).context["language_links"]
    return next(link["url"] for link in links if link["code"] == "en")


def test_the_switch_leads_to_the_translation(client, home_fr, home_en):
    french = StandardPageFactory(parent=home_fr, slug="aide")
    StandardPageFactory(
        parent=home_en,
        slug="help",
        locale=Locale.objects.get(language_code="en"),
        translation_key=french.translation_key,
    )

    assert english_link(client, "/fr/aide/?page=2") == "/en/help/?page=2"


def test_a_page_without_translation_leads_to_the_front_page(client, home_fr):
    StandardPageFactory(parent=home_fr, slug="aide")

    assert english_link(client, "/fr/aide/") == "/en/"


def test_a_view_keeps_its_address(client):
    assert english_link(client, "/fr/account/login/?next=/fr/") == "/en/account/login/?next=/fr/"
