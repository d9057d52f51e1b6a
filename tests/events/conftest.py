from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.models import OutgoingMail
from events.models import ChallengeIndexPage, ChallengePage
from tests.factories.events import ChallengeIndexPageFactory, ChallengePageFactory


@pytest.fixture
def index(home_fr: Any) -> ChallengeIndexPage:
    page: ChallengeIndexPage = ChallengeIndexPageFactory(parent=home_fr)
    return page


@pytest.fixture
def index_en(home_en: Any, index: ChallengeIndexPage) -> ChallengeIndexPage:
    page: ChallengeIndexPage = ChallengeIndexPageFactory(
        parent=home_en, title="Aperitif-challenges", translation_key=index.translation_key
    )
    return page


@pytest.fixture
def challenge(index: ChallengeIndexPage) -> Callable[..., ChallengePage]:
    """``challenge(full=True, capacity=3)``: an evening below the French list."""

    def make(**fields: Any) -> ChallengePage:
        page: ChallengePage = ChallengePageFactory(parent=index, **fields)
        return page

    return make


@pytest.fixture
def mails(db: None) -> Callable[[], list[tuple[str, str]]]:
    """What was sent since the last time it was asked: (address, template) in order."""
    seen: set[int] = set()

    def read() -> list[tuple[str, str]]:
        new = [mail for mail in OutgoingMail.objects.order_by("pk") if mail.pk not in seen]
        seen.update(mail.pk for mail in new)
        return [(mail.to, mail.template.removeprefix("events/")) for mail in new]

    return read
