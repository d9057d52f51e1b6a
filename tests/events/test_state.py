from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from events.enums import ChallengeState as State
from events.models import ChallengePage
from events.wording import hour, hours, state_words
from tests.factories.events import NOW, RecordFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
SECOND = timedelta(seconds=1)
PARIS = ZoneInfo("Europe/Paris")
OPENS, CLOSES = NOW + timedelta(days=1), NOW + timedelta(days=10)
STARTS, ENDS = NOW + timedelta(days=12), NOW + timedelta(days=12, hours=2)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        pytest.param(OPENS - SECOND, State.ANNOUNCED, id="a second before it opens"),
        pytest.param(OPENS, State.OPEN, id="when it opens"),
        pytest.param(CLOSES - SECOND, State.OPEN, id="a second before it closes"),
        pytest.param(CLOSES, State.CLOSED, id="when it closes"),
        pytest.param(STARTS - SECOND, State.CLOSED, id="a second before it starts"),
        pytest.param(STARTS, State.UNDER_WAY, id="when it starts"),
        pytest.param(ENDS - SECOND, State.UNDER_WAY, id="a second before it ends"),
        pytest.param(ENDS, State.HELD, id="when it ends"),
    ],
)
def test_state_at_each_boundary(challenge: Make, moment: datetime, state: State) -> None:
    event = challenge(starts_at=STARTS, ends_at=ENDS, registration_opens_at=OPENS, registration_closes_at=CLOSES)

    assert event.state_at(moment) == state


def test_registration_without_dates_is_open_until_the_evening(challenge: Make) -> None:
    event = challenge(starts_at=STARTS, ends_at=ENDS)

    assert event.state_at(NOW - timedelta(days=400)) == State.OPEN
    assert event.state_at(STARTS - SECOND) == State.OPEN


@pytest.mark.parametrize(
    ("moment", "silent"),
    [
        pytest.param(datetime(2026, 3, 14, 23, 59, 59, tzinfo=PARIS), False, id="the evening before"),
        pytest.param(datetime(2026, 3, 15, 0, 0, tzinfo=PARIS), True, id="midnight in Paris"),
        pytest.param(datetime(2026, 3, 16, 23, 59, 59, tzinfo=PARIS), True, id="its last second"),
        pytest.param(datetime(2026, 3, 17, 0, 0, tzinfo=PARIS), False, id="the day after"),
    ],
)
def test_silence_follows_the_days_of_paris(challenge: Make, moment: datetime, silent: bool) -> None:
    event = challenge(silence_from=date(2026, 3, 15), silence_to=date(2026, 3, 16))

    assert (event.is_silent(moment), event.state_at(moment) == State.SILENT) == (silent, silent)


def test_silence_without_end_lasts(challenge: Make) -> None:
    event = challenge(silence_from=date(2026, 3, 15))

    assert event.is_silent(NOW + timedelta(days=2_000))


@pytest.mark.parametrize(
    ("taken", "waiting_list", "state", "takes"),
    [
        pytest.param(1, True, State.OPEN, True, id="a place left"),
        pytest.param(2, True, State.FULL, True, id="full with a waiting list"),
        pytest.param(2, False, State.FULL, False, id="full"),
    ],
)
def test_full_is_counted(challenge: Make, taken: int, waiting_list: bool, state: State, takes: bool) -> None:
    event = challenge(capacity=2, waiting_list=waiting_list)
    RegistrationFactory.create_batch(taken, page=event, confirmed=True)
    RegistrationFactory(page=event, cancelled=True)
    RegistrationFactory(page=event)

    assert (event.state_at(NOW), event.takes_registrations(NOW)) == (state, takes)


def test_a_record_that_is_not_published_changes_nothing(challenge: Make) -> None:
    event = challenge(held=True)
    RecordFactory(page=event)

    assert ChallengePage.objects.get(pk=event.pk).state_at(NOW) == State.HELD


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        pytest.param({"ends_at": STARTS}, "ends_at", id="ends when it starts"),
        pytest.param({"reserved_for_micro": 31}, "reserved_for_micro", id="more reserved than places"),
        pytest.param(
            {"registration_opens_at": CLOSES, "registration_closes_at": OPENS},
            "registration_closes_at",
            id="closes before it opens",
        ),
        pytest.param({"registration_closes_at": ENDS + SECOND}, "registration_closes_at", id="closes late"),
        pytest.param(
            {"silence_from": date(2026, 3, 16), "silence_to": date(2026, 3, 15)}, "silence_to", id="silence backwards"
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_beside_their_field(
    challenge: Make, fields: dict[str, Any], wrong: str
) -> None:
    event = challenge(starts_at=STARTS, ends_at=ENDS)
    for name, value in fields.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.clean()

    assert list(refusal.value.message_dict) == [wrong]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "18\u00a0h\u00a000 à 20\u00a0h\u00a030"), ("en", "18:00 to 20:30")],
)
def test_hours_as_people_write_them(settings: Any, language: str, words: str) -> None:
    from django.utils import translation

    with translation.override(language):
        assert hours(datetime(2026, 3, 10, 18, 0, tzinfo=PARIS), datetime(2026, 3, 10, 20, 30, tzinfo=PARIS)) == words


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        pytest.param(datetime(2027, 3, 28, 0, 59, tzinfo=ZoneInfo("UTC")), "1\u00a0h\u00a059", id="before spring"),
        pytest.param(datetime(2027, 3, 28, 1, 0, tzinfo=ZoneInfo("UTC")), "3\u00a0h\u00a000", id="after spring"),
        pytest.param(datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo("UTC")), "2\u00a0h\u00a030", id="after fall back"),
    ],
)
def test_hours_are_those_of_paris_on_the_days_that_change(utc: datetime, words: str) -> None:
    from django.utils import translation

    with translation.override("fr"):
        assert hour(utc) == words


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ("announced", "Les inscriptions ouvrent le 11 mars à 9\u00a0h\u00a000"),
        (None, "Inscriptions ouvertes jusqu’au 30 mars"),
        ("full", "Complet · Liste d’attente ouverte"),
        ("closed", "Inscriptions closes depuis le 10 mars"),
        ("silent", "Période de silence\u00a0: une procédure est en cours"),
        ("under_way", "En cours jusqu’à 10\u00a0h\u00a030"),
        ("held", "Tenu · Compte rendu en cours d’écriture"),
        ("cancelled", "Annulé le 10 mars"),
    ],
)
def test_state_in_words(challenge: Make, trait: str | None, words: str) -> None:
    from django.utils import translation

    event = challenge(**({trait: True} if trait else {}))

    with translation.override("fr"):
        state = state_words(event)
        assert " · ".join([state.text, *state.facts]) == words
