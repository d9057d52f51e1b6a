from __future__ import annotations

import re

import pytest

from core.models import OutgoingMail


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Every journey is walked twice: nothing may need JavaScript."""
    return bool(request.param)


@pytest.fixture
def live_site(transactional_db: None) -> None:
    """The front pages and the people of a journey, in a database that the server reads too."""


def link_in_last_mail(to: str) -> str:
    """The path of the first link in the newest mail to somebody, as they would follow it."""
    mail = OutgoingMail.objects.filter(to=to).first()
    assert mail is not None, f"no mail to {to}"
    assert mail.state == OutgoingMail.State.SENT
    found = re.search(r"https?://[^/\s]+(/\S*)", mail.text)
    assert found, mail.text
    return found.group(1)
