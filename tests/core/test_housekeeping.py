from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import housekeeping, periodic
from core.models import OutgoingMail

pytestmark = pytest.mark.django_db


def mail(state: str, days: float) -> str:
    when = timezone.now() - timedelta(days=days)
    sent_at = when if state == "sent" else None
    row = OutgoingMail.objects.create(
        to="a@b.example", subject=f"{state} {days}", text="x", language="fr", template="t", state=state, sent_at=sent_at
    )
    OutgoingMail.objects.filter(pk=row.pk).update(created_at=when)
    return row.subject


def test_mails_sent_long_ago_are_forgotten_and_no_others() -> None:
    for state in ("sent", "dropped"):
        mail(state, 91)
    kept = {mail(state, days) for state, days in [("sent", 89), ("dropped", 89), ("failed", 400), ("waiting", 400)]}

    housekeeping.purge_mails()

    assert set(OutgoingMail.objects.values_list("subject", flat=True)) == kept


def test_how_long_is_a_setting(settings: object) -> None:
    settings.SENT_MAIL_DAYS = 7  # type: ignore[attr-defined]
    mail("sent", 8)

    housekeeping.purge_mails()

    assert not OutgoingMail.objects.exists()


def test_the_timer_does_it_daily() -> None:
    (job,) = [job for job in periodic.registered() if job.function is housekeeping.purge_mails]

    assert job.every == timedelta(days=1)
