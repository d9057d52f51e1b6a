"""Many people at once on few places, with real connections. SQLite lets one writer in at a time and proves nothing."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from core import mail
from events import services
from events.enums import SEATED_STATES, RegistrationState
from events.models import ChallengePage, Registration
from tests.events.test_services import application
from tests.factories.events import ChallengeIndexPageFactory, ChallengePageFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

CLIENTS = 40
PLACES = 20


@pytest.fixture(autouse=True)
def _only_on_postgresql(request: pytest.FixtureRequest, transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: TEST_DATABASE=postgresql")


@pytest.fixture
def slow_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause between counting the places and giving one: time enough for everybody to count."""
    decide = services.seated_in_turn

    def decide_slowly(*args: Any) -> Any:
        time.sleep(0.02)
        return decide(*args)

    monkeypatch.setattr(services, "seated_in_turn", decide_slowly)
    # Mails would be sent by the same threads: not what is measured here.
    monkeypatch.setattr(mail, "deliver_soon", lambda mail_id: None)


@pytest.fixture
def event(home_fr: Any) -> ChallengePage:
    index = ChallengeIndexPageFactory(parent=home_fr)
    page: ChallengePage = ChallengePageFactory(
        parent=index, capacity=PLACES, starts_at=timezone.now() + timedelta(days=20), max_per_organisation=2
    )
    return page


def all_at_once(work: Callable[[int], Any], count: int = CLIENTS) -> list[Any]:
    """Run ``work`` in ``count`` threads that start together, each with a connection of its own."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return list(pool.map(run, range(count)))


def come(event: ChallengePage, name: str) -> str:
    fresh = ChallengePage.objects.get(pk=event.pk)
    registration = services.register(event=fresh, application=application(name), language="fr")
    return services.confirm(registration=registration).state


def taken(event: ChallengePage) -> int:
    return sum(Registration.objects.filter(page=event, state__in=SEATED_STATES).values_list("persons", flat=True))


@pytest.mark.usefixtures("slow_count")
def test_40_people_on_20_places(event: ChallengePage) -> None:
    answers = all_at_once(lambda number: come(event, f"p{number}"))

    assert Counter(answers) == {RegistrationState.CONFIRMED: PLACES, RegistrationState.WAITING: CLIENTS - PLACES}
    assert taken(event) == PLACES
    assert Registration.objects.filter(page=event).count() == CLIENTS


@pytest.mark.usefixtures("slow_count")
def test_everybody_clicking_twice_has_one_registration_each(event: ChallengePage) -> None:
    all_at_once(lambda number: come(event, f"p{number // 2}"))

    assert Registration.objects.filter(page=event).count() == CLIENTS // 2
    assert taken(event) == PLACES


@pytest.mark.usefixtures("slow_count")
def test_one_organisation_has_its_share_even_all_at_once(event: ChallengePage) -> None:
    def one(number: int) -> bool:
        fresh = ChallengePage.objects.get(pk=event.pk)
        try:
            services.register(
                event=fresh, application=application(f"p{number}", organisation_name="Atelier"), language="fr"
            )
        except services.OrganisationLimitError:
            return False
        return True

    assert sum(all_at_once(one)) == 2


@pytest.mark.usefixtures("slow_count")
def test_coming_going_and_more_places_all_at_once(event: ChallengePage, people: Any) -> None:
    staff = people["communications"]
    there = [
        services.confirm(registration=services.register(event=event, application=application(f"t{n}"), language="fr"))
        for n in range(PLACES)
    ]

    def act(number: int) -> None:
        if number < 10:
            services.cancel(registration=there[number])
        elif number == 10:
            services.change_capacity(event=event, capacity=PLACES + 5, by=staff)
        else:
            come(event, f"p{number}")

    all_at_once(act)

    states = Counter(Registration.objects.filter(page=event).values_list("state", flat=True))
    assert taken(event) == PLACES + 5
    assert states[RegistrationState.CANCELLED] == 10
    assert sum(states.values()) == PLACES + CLIENTS - 11
    assert services.promote(event=event) == []


@pytest.mark.usefixtures("slow_count")
def test_control_without_the_lock_the_same_rush_overbooks(
    event: ChallengePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the tests above prove nothing."""

    def unlocked(page: ChallengePage) -> ChallengePage:
        fresh: ChallengePage = ChallengePage.objects.as_events().get(pk=page.pk)
        fresh.original = fresh.event = fresh
        return fresh

    monkeypatch.setattr(services, "lock_event", unlocked)

    all_at_once(lambda number: come(event, f"p{number}"))

    assert taken(event) > PLACES
