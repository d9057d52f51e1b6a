"""Wiki-contract: a lesson read, improved by another agent, and found in the history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from home.models import HomePage
from tests.browser.driver import Reader
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LessonIndexPageFactory, LessonPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.usefixtures("live_site")]


def test_a_lesson_is_improved_and_its_history_tells(reader: Callable[..., Reader], javascript: bool) -> None:
    index = LessonIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    author = UserFactory(agent=True, email="author@agents.example")
    colleague = UserFactory(agent=True, email="colleague@agents.example", name="Samir Okonkwo")
    lesson = LessonPageFactory(parent=index, title="Ateliers : une seule offre", responsible=author, owner=author)

    person = reader(colleague.email, javascript=javascript, language="en")
    page = person.visit(f"/en/lessons/{lesson.pk}/edit/")
    page.get_by_label("What was to be bought").fill("Animer douze ateliers, en trois lots.")
    page.get_by_label("What changed and why").fill("Le nombre de lots")
    page.get_by_role("button", name="Publish my change").click()
    expect(page.get_by_text("Animer douze ateliers, en trois lots.").first).to_be_visible()

    person.visit(f"/en/lessons/{lesson.pk}/history/")
    expect(page.locator("main").get_by_text("Samir Okonkwo").first).to_be_visible()
    expect(page.get_by_text("Le nombre de lots").first).to_be_visible()


def test_two_people_at_once_lose_nothing(reader: Callable[..., Reader], javascript: bool) -> None:
    index = LessonIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    first = UserFactory(agent=True, email="first@agents.example")
    second = UserFactory(agent=True, email="second@agents.example")
    lesson = LessonPageFactory(parent=index, title="Ateliers", responsible=first, owner=first)
    pages = []
    for somebody in (first, second):
        person = reader(somebody.email, javascript=javascript, language="en")
        pages.append(person.visit(f"/en/lessons/{lesson.pk}/edit/"))

    for page, words in zip(pages, ("Les mots de l’une.", "Les mots de l’autre."), strict=True):
        page.get_by_label("What was to be bought").fill(words)
        page.get_by_label("What changed and why").fill("Mots")
        page.get_by_role("button", name="Publish my change").click()

    expect(pages[1].get_by_role("heading", name="This lesson has changed since you opened it")).to_be_visible()
    expect(pages[1].get_by_text("Les mots de l’une").first).to_be_visible()
    expect(pages[1].get_by_role("textbox", name="What was to be bought")).to_have_value("Les mots de l’autre.")
