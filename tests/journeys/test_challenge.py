"""Aperitif-challenge: registered without an account, confirmed by mail, in the waiting list, promoted, cancelled."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Registration
from home.models import HomePage
from tests.browser.driver import Reader
from tests.factories.events import ChallengeIndexPageFactory, ChallengePageFactory
from tests.journeys.conftest import link_in_last_mail

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.usefixtures("live_site")]


def test_the_last_place_and_the_waiting_list(reader: Callable[..., Reader], javascript: bool) -> None:
    now = timezone.now()
    index = ChallengeIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    challenge = ChallengePageFactory(
        parent=index, title="Imprimer moins", starts_at=now + timedelta(days=20), capacity=1, full=False
    )
    Registration.objects.all().delete()

    first = reader(javascript=javascript, language="en")
    page = first.visit(f"/en/events/{challenge.pk}/register/")
    fill(page, email="lea@atelier.example", name="Léa Martin")
    first.visit(link_in_last_mail("lea@atelier.example"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Your place is confirmed")).to_be_visible()

    second = reader(javascript=javascript, language="en")
    other = second.visit(f"/en/events/{challenge.pk}/register/")
    fill(other, email="noe@bureau.example", name="Noé Petit")
    second.visit(link_in_last_mail("noe@bureau.example"))
    other.get_by_role("button", name="Confirm").click()
    expect(other.get_by_role("heading", name="You are on the waiting list")).to_be_visible()

    # Looking at a link changes nothing: mail scanners do.
    before = set(Registration.objects.values_list("email", "state"))
    first.visit(link_in_last_mail("lea@atelier.example"))
    assert set(Registration.objects.values_list("email", "state")) == before

    # Léa gives her place back; it is offered to Noé, by mail, and he takes it.
    page.get_by_text("I cannot come after all").click()
    page.get_by_role("button", name="Give the place back").click()
    expect(page.get_by_role("heading", name="Your registration is cancelled")).to_be_visible()
    second.visit(link_in_last_mail("noe@bureau.example"))
    expect(other.get_by_role("heading", name="A place is offered to you")).to_be_visible()
    other.get_by_role("button", name="Take the place").click()
    expect(other.get_by_role("heading", name="Your place is confirmed")).to_be_visible()
    assert dict(Registration.objects.values_list("email", "state")) == {
        "lea@atelier.example": "cancelled",
        "noe@bureau.example": "confirmed",
    }


def test_what_was_typed_stays_when_something_is_missing(reader: Callable[..., Reader], javascript: bool) -> None:
    index = ChallengeIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    challenge = ChallengePageFactory(parent=index, starts_at=timezone.now() + timedelta(days=20))
    person = reader(javascript=javascript, language="en")
    page = person.visit(f"/en/events/{challenge.pk}/register/")
    page.get_by_label("Name of your organisation").fill("Atelier du Port")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Register").click()

    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_label("Name of your organisation")).to_have_value("Atelier du Port")
    expect(page.get_by_label("E-mail address")).to_have_value("not an address")


def fill(page: Page, *, email: str, name: str) -> None:
    page.get_by_label("Name of your organisation").fill(f"Atelier {name}")
    page.get_by_role("radio").first.check()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("I have read the rules of the evening").check()
    page.get_by_role("button", name=re.compile("Register|waiting list")).click()
    expect(page.get_by_role("heading", name="One more step: look at your mail")).to_be_visible()
