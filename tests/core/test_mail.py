from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as sent
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from core import mail
from core.models import OutgoingMail
from tests.factories.core import OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("the mail server is away")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_mail_is_written_at_once_and_sent_after_the_transaction(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        written = _send()
        assert (written.state, sent.outbox) == (OutgoingMail.State.WAITING, [])

    written.refresh_from_db()
    assert written.state == OutgoingMail.State.SENT
    [message] = sent.outbox
    assert message.to == ["reader@example.org"]
    assert message.subject == written.subject
    assert message.body == written.text
    assert message.alternatives[0].content == written.html


@pytest.mark.django_db(transaction=True)
def test_a_mail_about_what_did_not_happen_is_not_sent() -> None:
    with transaction.atomic():
        _send()
        transaction.set_rollback(True)

    assert OutgoingMail.objects.count() == 0
    assert sent.outbox == []


@pytest.mark.parametrize(("language", "word"), [("fr", "Bonjour"), ("en", "Hello")])
def test_a_mail_is_in_its_readers_language(language: str, word: str) -> None:
    assert word in _send(language=language).text


@pytest.mark.usefixtures("server_away")
def test_a_mail_waits_longer_after_each_failure(clock: time_machine.Coordinates) -> None:
    waiting = OutgoingMailFactory()
    delays = []
    for _attempt in range(4):
        begun = waiting.next_try_at if _attempt else waiting.created_at
        clock.move_to(begun)
        assert mail.deliver_waiting() == 1
        waiting.refresh_from_db()
        delays.append(waiting.next_try_at - begun)

    assert delays == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert (waiting.state, waiting.last_error) == (OutgoingMail.State.WAITING, "the mail server is away")


@pytest.mark.usefixtures("server_away")
def test_a_mail_is_given_up_after_eight_attempts_and_stays_visible(clock: time_machine.Coordinates) -> None:
    waiting = OutgoingMailFactory()
    for _attempt in range(mail.MAX_ATTEMPTS):
        clock.shift(timedelta(hours=3))
        mail.deliver_waiting()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (OutgoingMail.State.FAILED, 8)
    clock.shift(timedelta(days=1))
    assert mail.deliver_waiting() == 0


def test_only_what_is_due_is_tried(clock: time_machine.Coordinates) -> None:
    due = OutgoingMailFactory()
    later = OutgoingMailFactory()
    later.next_try_at += timedelta(minutes=1)
    later.save()
    done = OutgoingMailFactory(sent=True)

    assert mail.deliver_waiting() == 1

    assert {row.pk: row.state for row in OutgoingMail.objects.all()} == {
        due.pk: "sent",
        later.pk: "waiting",
        done.pk: "sent",
    }
    assert len(sent.outbox) == 1


def test_a_mail_is_sent_once_however_often_it_is_asked_for() -> None:
    waiting = OutgoingMailFactory()

    mail.deliver.func(waiting.pk)
    mail.deliver.func(waiting.pk)

    assert len(sent.outbox) == 1


def test_every_mail_can_be_read_in_development(client: Client) -> None:
    waiting = OutgoingMailFactory(
        text="Confirm: http://testserver/fr/confirm/abc\n",
        attachments=[{"name": "event.ics", "mimetype": "text/calendar", "content": "BEGIN:VCALENDAR"}],
    )

    listed = client.get("/dev/mail/")
    text = client.get(f"/dev/mail/{waiting.pk}/text/")
    html = client.get(f"/dev/mail/{waiting.pk}/html/")

    assert waiting.subject in listed.content.decode()
    assert '<a href="http://testserver/fr/confirm/abc"' in text.content.decode()
    assert "BEGIN:VCALENDAR" in text.content.decode()
    assert html.content.decode() == waiting.html
    policy = html["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'"} <= set(policy)


def _send(language: str = "fr") -> OutgoingMail:
    return mail.send(to="reader@example.org", template="account/code", context={"code": "ABCD-EFGH"}, language=language)
