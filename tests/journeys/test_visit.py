"""Micro-travel: an agent asks for a slot, the host accepts, both find the visit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from home.models import HomePage
from tests.browser.driver import Reader
from tests.factories.accounts import UserFactory
from tests.factories.visits import SlotFactory, VisitIndexPageFactory, VisitOfferPageFactory
from visits.models import VisitRequest

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.usefixtures("live_site")]


def test_a_visit_is_asked_for_and_accepted(reader: Callable[..., Reader], javascript: bool) -> None:
    index = VisitIndexPageFactory(parent=HomePage.objects.get(locale__language_code="fr"))
    offer = VisitOfferPageFactory(parent=index, title="Une matinée chez un imprimeur")
    SlotFactory(offer=offer)
    agent = UserFactory(agent=True, email="agent@agents.example")
    colleague = UserFactory(agent=True, email="colleague@agents.example")
    host = offer.proposed_by

    visitor = reader(agent.email, javascript=javascript, language="en")
    page = visitor.visit(f"/en/visits/offer/{offer.pk}/request/")
    page.get_by_role("radio").first.check()
    page.get_by_label("Work e-mail of each colleague").fill(colleague.email)
    page.get_by_label("Question of the visit").fill("Quelles encres pouvez-vous utiliser ?")
    page.get_by_label("Approved by your hierarchy on").fill(timezone.localdate().isoformat())
    for box in page.locator("main form").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Send the request").click()
    visit = VisitRequest.objects.get()

    firm = reader(host.email, javascript=javascript, language="en")
    room = firm.visit(f"/en/visits/visit/{visit.pk}/")
    room.get_by_role("button", name="Accept the visit").click()
    visit.refresh_from_db()
    assert visit.state == "accepted"

    visitor.visit("/en/visits/mine/")
    expect(page.get_by_text("Une matinée chez un imprimeur").first).to_be_visible()
