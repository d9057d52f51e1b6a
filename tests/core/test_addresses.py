"""The address of a page: put together here for the usual ones, by Wagtail for the others, and always the same."""

from __future__ import annotations

import pytest
from django.urls import set_script_prefix
from django.utils import translation
from wagtail.models import Page

from tests.factories.guidance import GuidancePageFactory
from tests.factories.spaces import make_space, make_specification

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("script", ["/", "/portail/"])
@pytest.mark.parametrize("slug", ["acheter-une-etude", "étude-de-sol"])
def test_address_of_a_page_is_the_one_that_wagtail_gives(home_fr: object, slug: str, script: str) -> None:
    page = GuidancePageFactory(title="Étude", slug=slug)
    set_script_prefix(script)
    try:
        ours, theirs = page.get_url_parts(), Page.get_url_parts(page)
    finally:
        set_script_prefix("/")

    assert ours == theirs
    assert ours[2].startswith(f"{script}fr/")


def test_address_of_a_contribution_is_in_the_readers_language(home_fr: object) -> None:
    page = make_specification(make_space())

    addresses = {}
    for language in ("fr", "en"):
        with translation.override(language):
            addresses[language] = page.get_absolute_url()

    assert addresses["fr"].startswith("/fr/")
    assert addresses["en"] == addresses["fr"].replace("/fr/", "/en/", 1)


def test_page_outside_the_site_has_no_address(home_fr: object) -> None:
    page = GuidancePageFactory(title="Étude")
    page.url_path = "/elsewhere/etude/"

    assert page.get_url_parts() is None
