"""Long random histories of one event: whatever people and staff do, these things stay true after each step."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.enums import SizeClass
from events import services
from events.enums import SEATED_STATES
from events.models import ChallengePage, Registration
from events.seating import seated_in_turn
from tests.events.test_services import application
from tests.factories.events import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
STEPS = 60


def taken(event: ChallengePage) -> int:
    return sum(Registration.objects.filter(page=event, state__in=SEATED_STATES).values_list("persons", flat=True))


@pytest.mark.parametrize("seed", range(6))
def test_random_history(challenge: Make, people: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    event = challenge(capacity=5, reserved_for_micro=1, max_per_organisation=2)
    staff, now, allowed = people["communications"], NOW, 5

    for step in range(STEPS):
        now += timedelta(minutes=chance.choice([1, 10, 40, 60 * 20]))
        if now >= event.offers_stop_at - timedelta(days=1):
            break
        act(chance, event, staff, step, now)
        fresh = ChallengePage.objects.get(pk=event.pk)

        # Never more than there ever were places for, and no more than now once people have left.
        allowed = max(fresh.capacity, min(allowed, taken(fresh)))
        assert taken(fresh) <= allowed
        # Nobody waits for a place that is free and theirs, once offers and holds that ended are passed on.
        services.expire_offers(event=fresh, at=now)
        queue = [row.claim for row in Registration.objects.filter(page=fresh).waiting()]
        assert seated_in_turn(fresh.count_seats(at=now), queue) == []
        # One live registration per address.
        emails = [row.email for row in Registration.objects.filter(page=fresh).active()]
        assert len(emails) == len(set(emails))
        # No offer beyond its hour.
        assert not Registration.objects.filter(page=fresh).overdue_offers(at=now).exists()


def act(chance: random.Random, event: ChallengePage, staff: Any, step: int, now: datetime) -> None:
    event = ChallengePage.objects.get(pk=event.pk)
    rows = list(Registration.objects.filter(page=event))
    row = chance.choice(rows) if rows else None
    what = chance.choice(["register", "register", "register", "confirm", "confirm", "cancel", "accept", "capacity"])
    try:
        if what == "register":
            words = application(
                f"p{chance.randrange(14)}",
                persons=chance.choice([1, 1, 2]),
                size_class=chance.choice([SizeClass.MICRO, SizeClass.SMALL]),
            )
            services.register(event=event, application=words, language="fr", at=now)
        elif what == "capacity":
            services.change_capacity(event=event, capacity=chance.randrange(2, 9), by=staff, at=now)
        elif row is not None:
            acts = {"confirm": services.confirm, "cancel": services.cancel, "accept": services.accept_offer}
            acts[what](registration=row, at=now)
    except (services.OrganisationLimitError, services.RegistrationClosedError, services.FullError):
        pass
