"""What every portal starts with."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from core.models import PurchaseFamily
from lessons.models import Cause

pytestmark = pytest.mark.django_db


def test_a_new_portal_has_its_places_and_vocabularies_and_is_served_under_its_address(client, settings):
    for page in Page.objects.filter(depth=2):
        page.delete()
    Site.objects.all().delete()
    settings.BASE_URL = "https://achats.example.eu"

    call_command("ensure_site", verbosity=0)
    call_command("ensure_site", verbosity=0)

    site = Site.objects.get()
    answers = [client.get(address).status_code for address in ("/fr/", "/en/", "/fr/criteres/", "/fr/wiki-contrats/")]
    assert (site.hostname, site.port, site.is_default_site) == ("achats.example.eu", 443, True)
    assert answers == [200] * 4
    assert PurchaseFamily.objects.exists()
    assert Cause.objects.exists()
