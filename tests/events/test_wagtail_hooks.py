from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from events.models import ChallengePage
from tests.factories.events import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]


def test_evening_with_registrations_is_not_deleted(challenge: Make, clients: Any) -> None:
    event = challenge()
    RegistrationFactory(page=event, cancelled=True)

    clients["admin"].post(reverse("wagtailadmin_pages:delete", args=[event.pk]))

    assert ChallengePage.objects.filter(pk=event.pk).exists()


def test_evening_without_registrations_is_deleted(challenge: Make, clients: Any) -> None:
    event = challenge()

    clients["admin"].post(reverse("wagtailadmin_pages:delete", args=[event.pk]))

    assert not ChallengePage.objects.filter(pk=event.pk).exists()


def test_editor_opens_the_form(challenge: Make, clients: Any) -> None:
    event = challenge()

    assert clients["admin"].get(reverse("wagtailadmin_pages:edit", args=[event.pk])).status_code == 200
    assert (
        clients["admin"]
        .get(reverse("wagtailadmin_pages:add", args=["events", "challengepage", event.get_parent().pk]))
        .status_code
        == 200
    )
