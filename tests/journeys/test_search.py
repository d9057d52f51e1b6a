"""Search: from the first letters to a result, narrowed, saved, and told of by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from home.models import HomePage
from search import alerts, services
from search.models import SavedSearch
from tests.browser.driver import Reader
from tests.factories.accounts import UserFactory
from tests.factories.core import StandardPageFactory
from tests.journeys.conftest import link_in_last_mail

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.usefixtures("live_site")]


def publish(*titles: str) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    for title in titles:
        page = StandardPageFactory(parent=home, title=title)
        page.tags.add("ville" if "ville" in title else "campagne")
        page.save()
    services.drain()


def test_from_a_word_to_a_saved_search(reader: Callable[..., Reader], javascript: bool) -> None:
    publish("Vélo en ville", "Vélo en campagne")
    agent = UserFactory(agent=True)

    person = reader(agent.email, javascript=javascript, language="fr")
    page = person.visit("/fr/search/")
    page.get_by_role("combobox" if javascript else "searchbox", name="Chercher dans tout").fill("velo")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_role("heading", name="2 résultats")).to_be_visible()

    page.get_by_role("checkbox", name=re.compile("^ville")).check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_role("heading", name="1 résultat", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Enlever le filtre")).click()
    expect(page.get_by_role("heading", name="2 résultats")).to_be_visible()

    page.get_by_role("link", name="M’alerter").click()
    page.get_by_label("Nom de la recherche").fill("Mes vélos")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="Mes vélos", exact=True)).to_be_visible()

    # Something new comes, a week passes.
    publish("Vélo cargo")
    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(days=8))
    alerts.send_due()
    person.visit(link_in_last_mail(agent.email))
    expect(page.get_by_role("heading", name="Vélo cargo", level=1)).to_be_visible()


def test_titles_are_offered_while_typing_and_reached_by_the_keyboard(reader: Callable[..., Reader]) -> None:
    publish("Vélo en ville", "Vélo en campagne")
    person = reader(language="fr")
    page = person.visit("/fr/search/")
    box = page.get_by_role("combobox", name="Chercher dans tout")

    box.press_sequentially("vél")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 suggestions")).to_have_count(1)

    # Escape closes the list and keeps what was typed; the arrow opens it again.
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("vél")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(options).to_have_count(2)
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))

    title = options.nth(0).locator("span").first.inner_text()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_enter_without_a_choice_searches(reader: Callable[..., Reader]) -> None:
    publish("Vélo en ville")
    page = reader(language="fr").visit("/fr/")
    box = (
        page.locator("#front-search") if page.locator("#front-search").count() else page.locator("input[name=q]").first
    )

    box.press_sequentially("vél")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/fr/search/\?q=v%C3%A9l$"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_open_list_breaks_no_rule(reader: Callable[..., Reader], language: str) -> None:
    publish("Vélo en ville", "Vélo en campagne")
    person = reader(language=language)
    page = person.visit(f"/{language}/search/?q=velo")
    box = page.get_by_role("combobox")
    box.fill("")
    box.press_sequentially("vél")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")

    problems = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        problems += person.violations()
    page.set_viewport_size({"width": 320, "height": 800})

    assert (problems, person.scrolls_sideways()) == ([], False)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_saved_searches_break_no_rule(reader: Callable[..., Reader], language: str) -> None:
    agent = UserFactory(agent=True)
    saved = alerts.save(user=agent, name="Mes vélos", query="q=velo", language="fr", alert="weekly")
    person = reader(agent.email, language=language)
    problems = []
    for path in ("saved/", "save/?q=velo&kind=page", alerts.stop_path(saved).partition("search/")[2]):
        person.page.set_viewport_size({"width": 1280, "height": 900})
        person.visit(f"/{language}/search/{path}")
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            problems += person.violations()
        person.page.set_viewport_size({"width": 320, "height": 800})
        if person.scrolls_sideways():
            problems.append(f"{path} scrolls sideways")

    assert problems == []
