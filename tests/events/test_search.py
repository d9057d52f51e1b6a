from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models import PurchaseFamily
from events.models import ChallengePage
from tests.factories.events import NOW, PublicQuestionFactory, RecordFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]


def test_document_holds_what_is_public_and_nothing_else(challenge: Make) -> None:
    event = challenge(held=True, context="<p>Contexte</p>", remote_link="https://visio.example/secret-room")
    event.families.add(PurchaseFamily.objects.create(code="printing", label_fr="Imprimés", label_en="Printing"))
    event.save()
    RecordFactory(page=event, published=True, summary="Compte rendu publié")
    PublicQuestionFactory(page=event, text="Question publique", answered=True)
    PublicQuestionFactory(page=event, text="Question en attente")
    RegistrationFactory(page=event, confirmed=True, person_name="Nom secret", organisation_name="Firme secrète")

    (document,) = ChallengePage.objects.get(pk=event.pk).search_documents()

    assert (document.kind, document.device, document.date) == ("page", "challenge", event.starts_at)
    assert dict(document.facets) == {"family": ("printing",), "year": (str(event.starts_at.year),)}
    shown = ["Contexte", "affiches", "Maison des associations", "Compte rendu publié", "Question publique"]
    assert [word for word in shown if word not in document.body] == []
    hidden = ["secret", "secrète", "Question en attente"]
    assert [word for word in hidden if word in document.body] == []


def test_record_that_is_not_published_is_not_found(challenge: Make) -> None:
    event = challenge(held=True)
    RecordFactory(page=event, summary="Brouillon")

    (document,) = ChallengePage.objects.get(pk=event.pk).search_documents()

    assert "Brouillon" not in document.body


def test_unpublished_event_is_not_found(challenge: Make) -> None:
    assert list(challenge(live=False).search_documents()) == []
    assert NOW
