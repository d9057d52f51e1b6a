from __future__ import annotations

import pytest

from tests.factories.core import OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("provider", 302), ("agent", 302), ("communications", 302), ("admin", 200)],
)
def test_who_reads_what_was_mailed(clients, role, status):
    OutgoingMailFactory(failed=True)

    assert clients[role].get("/admin/outgoing-mails/").status_code == status


def test_nobody_writes_or_takes_away_a_mail(clients):
    mail = OutgoingMailFactory()

    answers = [
        clients["admin"].get("/admin/outgoing-mails/new/"),
        clients["admin"].get(f"/admin/outgoing-mails/edit/{mail.pk}/"),
        clients["admin"].post(f"/admin/outgoing-mails/delete/{mail.pk}/"),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    mail.refresh_from_db()


def test_a_failure_shows_its_reason(clients):
    mail = OutgoingMailFactory(failed=True, last_error="connection refused")

    assert "connection refused" in clients["admin"].get(f"/admin/outgoing-mails/inspect/{mail.pk}/").content.decode()
