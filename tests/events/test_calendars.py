from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.models import OutgoingMail
from events import services
from events.calendars import mailed_calendar, public_calendar
from events.models import ChallengePage
from tests.events.test_services import come
from tests.factories.events import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
PARIS = ZoneInfo("Europe/Paris")
HOSTILE = [
    "A;B,C\\D:E",
    "Title\r\nATTENDEE:mailto:evil@example.org",
    "Title\nEND:VEVENT\nBEGIN:VEVENT",
    "«\u202fÉté\u202f» 🍸 " + "é" * 200,
    '"quoted" & <b>bold</b>',
    "=HYPERLINK(1)",
    "\\n literal \\, escaped",
    "\u2028 \u2029 \ufeff",
    "X" * 255,
]


def only_event(content: bytes | str) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back_as_they_were(challenge: Make, text: str) -> None:
    plain = only_event(public_calendar([challenge(title="Plain", place="Plain", summary="")]))
    event = challenge(title="Plain", summary="")
    event.title = event.place = text
    event.address = ""

    content = public_calendar([event])
    entry = only_event(content)

    expected = text.replace("\r\n", "\n")
    assert [str(entry["summary"]), str(entry["location"])] == [expected, expected]
    assert sorted(entry) == sorted(plain)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    ("starts", "offset"),
    [
        pytest.param(datetime(2027, 3, 27, 18, 0, tzinfo=PARIS), timedelta(hours=1), id="winter"),
        pytest.param(datetime(2027, 3, 28, 18, 0, tzinfo=PARIS), timedelta(hours=2), id="day of spring forward"),
        pytest.param(datetime(2027, 10, 31, 18, 0, tzinfo=PARIS), timedelta(hours=1), id="day of fall back"),
    ],
)
def test_hours_survive_the_change_of_hours(challenge: Make, starts: datetime, offset: timedelta) -> None:
    content = public_calendar([challenge(starts_at=starts)])

    found = only_event(content)["dtstart"].dt
    assert (found.hour, found.utcoffset()) == (18, offset)
    assert b"BEGIN:VTIMEZONE" in content


def test_feed_holds_the_public_evenings_of_the_language(challenge: Make, index_en: Any, client: Client) -> None:
    challenge(title="Ouverte"), challenge(title="Annulée", cancelled=True), challenge(title="Brouillon", live=False)
    english = challenge(title="Traduite").copy_for_translation(index_en.locale)
    english.title = "Translated"
    english.save_revision().publish()

    response = client.get("/fr" + reverse("events:feed")[3:])
    entries = Calendar.from_ical(response.content).walk("VEVENT")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert {str(entry["summary"]): str(entry["status"]) for entry in entries} == {
        "Ouverte": "CONFIRMED",
        "Annulée": "CANCELLED",
        "Traduite": "CONFIRMED",
    }
    assert Calendar.from_ical(response.content)["method"] == "PUBLISH"
    assert b"ATTENDEE" not in response.content


def test_one_uid_everywhere(challenge: Make, index_en: Any, client: Client) -> None:
    event = challenge()
    english = event.copy_for_translation(index_en.locale)
    english.save_revision().publish()
    registration = come(event, "lea")

    sources = [
        client.get(reverse("events:calendar", args=[event.pk])).content,
        client.get(reverse("events:calendar", args=[english.pk])).content,
        OutgoingMail.objects.get(template="events/registered").attachments[0]["content"],
        mailed_calendar(event, method="CANCEL", attendee=registration.email)["content"],
    ]

    assert {str(only_event(source)["uid"]) for source in sources} == {str(event.calendar_uid)}


def test_the_later_of_two_letters_counts(challenge: Make, clock: time_machine.Coordinates) -> None:
    """A place taken again after it was given back: one sequence, so calendars go by the stamp (RFC 5546)."""
    event = challenge()

    first = only_event(mailed_calendar(event, method="CANCEL", attendee="lea@example.org")["content"])
    clock.shift(60)
    second = only_event(mailed_calendar(event, method="REQUEST", attendee="lea@example.org")["content"])

    assert first["sequence"] == second["sequence"]
    assert second["dtstamp"].dt - first["dtstamp"].dt == timedelta(minutes=1)


def test_nothing_personal_in_a_mailed_calendar(challenge: Make) -> None:
    event = challenge(remote_link="https://visio.example/secret-room")
    registration = come(event, "lea")

    content = OutgoingMail.objects.get(template="events/registered").attachments[0]["content"]
    entry = only_event(content)

    assert [word for word in (registration.token, registration.number, "secret-room") if word in content] == []
    assert str(entry["attendee"]) == "mailto:lea@atelier.example"


def publish(event: ChallengePage, **changes: Any) -> ChallengePage:
    page = ChallengePage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ChallengePage.objects.get(pk=event.pk)


def test_moved_evening_raises_the_sequence_and_tells_each_once(challenge: Make, mails: Any) -> None:
    event = publish(challenge(capacity=2))
    come(event, "one")
    services.cancel(registration=come(event, "gone"))
    come(event, "two")
    come(event, "waits")
    mails()

    moved = publish(event, starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))

    assert (moved.calendar_uid, moved.calendar_sequence) == (event.calendar_uid, event.calendar_sequence + 1)
    assert mails() == [
        ("one@atelier.example", "event_changed"),
        ("two@atelier.example", "event_changed"),
        ("waits@atelier.example", "event_changed"),
    ]
    told = OutgoingMail.objects.filter(template="events/event_changed").order_by("pk")
    assert [len(mail.attachments) for mail in told] == [1, 1, 0]
    assert only_event(told[0].attachments[0]["content"])["sequence"] == moved.calendar_sequence


def test_change_of_wording_tells_nobody(challenge: Make, mails: Any) -> None:
    event = publish(challenge())
    come(event, "one")
    mails()

    again = publish(event, title="Un autre titre", summary="Une autre phrase.", capacity=40)

    assert (again.calendar_sequence, mails()) == (event.calendar_sequence, [])


def test_more_places_from_the_editor_go_to_the_waiting_list(challenge: Make, mails: Any) -> None:
    event = publish(challenge(capacity=2))
    for name in ("one", "two", "three"):
        come(event, name)
    mails()

    publish(event, capacity=3)

    assert mails() == [("three@atelier.example", "offered")]


def test_cancelled_evening_sends_a_cancel_with_a_higher_sequence(challenge: Make, people: Any) -> None:
    event = publish(challenge())
    come(event, "one")
    before = only_event(OutgoingMail.objects.get(template="events/registered").attachments[0]["content"])

    services.cancel_event(event=event, reason="Inondée.", by=people["communications"])

    attachment = OutgoingMail.objects.get(template="events/event_cancelled").attachments[0]
    after = only_event(attachment["content"])
    assert Calendar.from_ical(attachment["content"])["method"] == "CANCEL"
    assert (str(after["status"]), str(after["uid"])) == ("CANCELLED", str(before["uid"]))
    assert after["sequence"] > before["sequence"]


def test_attachment_travels_as_a_calendar(challenge: Make, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        come(challenge(), "lea")

    message = django_mail.outbox[-1].message()
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert only_event(part.get_payload(decode=True))["summary"]


def test_registration_cancelled_by_its_owner_takes_the_entry_away(challenge: Make) -> None:
    services.cancel(registration=come(challenge(), "lea"))

    (attachment,) = OutgoingMail.objects.get(template="events/cancelled").attachments
    assert Calendar.from_ical(attachment["content"])["method"] == "CANCEL"


def test_waiting_and_offered_have_no_entry_yet(challenge: Make) -> None:
    event = challenge(full=True)
    come(event, "lea")
    RegistrationFactory(page=event, cancelled=True)

    assert OutgoingMail.objects.get(template="events/waiting").attachments == []
