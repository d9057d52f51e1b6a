"""Every type of page, in both languages and both colour schemes: no rule of axe is broken, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale

from core import visibility
from core.models import BasePage
from tests.browser.driver import Reader

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("demo")]

PAGE_TYPES = sorted(
    (model for model in apps.get_models() if issubclass(model, BasePage)), key=lambda model: model._meta.label
)
# Pages that are not in the page tree.
ADDRESSES = {
    "log-in": "/{language}/account/login/",
    "log-in by code": "/{language}/account/login/code/",
    "sign-up": "/{language}/account/signup/",
    "search": "/{language}/search/?q=papier",
    "search without a result": "/{language}/search/?q=xyzzyx",
    "not found": "/{language}/nowhere/",
    "styleguide": "/styleguide/",
    "mails": "/dev/mail/",
}


def check(person: Reader) -> list[str]:
    """Both schemes of the open page, then a phone's width."""
    problems = []
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        problems += [f"{scheme}: {violation}" for violation in person.violations()]
    person.page.set_viewport_size({"width": 320, "height": 800})
    if person.scrolls_sideways():
        problems.append("scrolls sideways at 320 px")
    return problems


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type(reader: Callable[..., Reader], model: type[BasePage], language: str) -> None:
    pages = model.objects.filter(pk__in=visibility.visible_pages(AnonymousUser()).values("pk"))
    if not model.single_tree:
        pages = pages.filter(locale=Locale.objects.get(language_code=language))
    page = pages.order_by("pk").first()
    assert page is not None, "the demo has no such page for everybody to see"
    person = reader(language=language)
    path = page.get_url()
    person.visit(f"/{language}/{path.split('/', 2)[2]}")

    assert check(person) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_outside_the_tree(reader: Callable[..., Reader], name: str, language: str) -> None:
    person = reader(language=language)
    person.visit(ADDRESSES[name].format(language=language), status=404 if name == "not found" else 200)

    assert check(person) == []
