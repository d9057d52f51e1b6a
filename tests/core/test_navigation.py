from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

from core import navigation
from core.models import SiteSettings
from tests.factories.core import HomePageFactory

pytestmark = pytest.mark.django_db


def test_a_changed_accessibility_state_shows_at_once() -> None:
    with translation.override("fr"):
        before = navigation.accessibility_label()
        settings = SiteSettings.load()
        settings.accessibility_state = SiteSettings.AccessibilityState.FULL
        settings.save()

        assert (before, navigation.accessibility_label()) == ("non conforme", "totalement conforme")


def test_the_site_is_read_once_and_anew_when_it_changes(client: Client, home_fr: Page) -> None:
    client.get("/fr/")
    site = Site.objects.get()
    other = HomePageFactory(parent=Page.objects.get(depth=1), title="Une autre entrée", slug="autre")

    site.root_page = other
    site.save()

    cached = navigation.only_site()
    assert cached is not None
    assert cached.root_page_id == other.pk


def test_with_two_sites_each_request_is_for_its_own(home_fr: Page, home_en: Page) -> None:
    Site.objects.create(hostname="other.test", port=80, root_page=home_en)

    assert navigation.only_site() is None
