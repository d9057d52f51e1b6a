from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from core.models import OutgoingMail
from events import letters
from events.models import ChallengePage
from tests.factories.events import NOW, PublicQuestionFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
TEMPLATES = Path(settings.TEMPLATES[0]["DIRS"][0]) / "mail/events"
SUBJECTS = {
    "confirm": ("Confirmez votre inscription\u00a0: Soirée", "Confirm your registration: Evening"),
    "registered": ("Votre place est confirmée\u00a0: Soirée", "Your place is confirmed: Evening"),
    "waiting": ("Vous êtes sur la liste d’attente\u00a0: Soirée", "You are on the waiting list: Evening"),
    "offered": ("Une place vous est proposée\u00a0: Soirée", "A place is offered to you: Evening"),
    "lapsed": ("La place proposée n’est plus à prendre\u00a0: Soirée", "The offer has lapsed: Evening"),
    "cancelled": ("Votre inscription est annulée\u00a0: Soirée", "Your registration is cancelled: Evening"),
    "event_cancelled": ("Annulé\u00a0: Soirée", "Cancelled: Evening"),
    "event_changed": ("La date ou le lieu a changé\u00a0: Soirée", "Date or place has changed: Evening"),
    "already": ("Vous êtes déjà inscrit\u00a0: Soirée", "You are registered already: Evening"),
}


@pytest.fixture
def bilingual(challenge: Make, index_en: Any) -> ChallengePage:
    event = challenge(title="Soirée", cancellation_reason="Inondée.")
    english = event.copy_for_translation(index_en.locale)
    english.title = "Evening"
    english.save_revision().publish()
    return event


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", SUBJECTS)
def test_each_mail_is_in_its_readers_language(bilingual: ChallengePage, template: str, language: str) -> None:
    registration = RegistrationFactory(
        page=bilingual, language=language, offered=True, organisation_name='A & <b>"C"</b>', person_name="L’Été"
    )

    letters.tell(registration, template, position=2)

    mail = OutgoingMail.objects.get()
    assert mail.subject == SUBJECTS[template][language == "en"]
    assert f"/{language}/" in mail.text
    assert ("Numéro" in mail.text or "Number" in mail.text or "number" in mail.text) is True
    assert "&amp;" not in mail.text
    assert f'<html lang="{language}">' in mail.html
    assert registration.token not in mail.subject


def test_every_mail_has_both_forms_and_is_tested() -> None:
    names = {path.stem for path in TEMPLATES.iterdir() if not path.name.startswith("_")}

    assert names == {*SUBJECTS, "question_answered"}
    assert [name for name in names for ending in ("txt", "html") if not (TEMPLATES / f"{name}.{ending}").exists()] == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fr", "Votre question a sa réponse\u00a0: Soirée"), ("en", "Your question is answered: Evening")],
)
def test_answer_goes_to_the_asker_in_their_language(bilingual: ChallengePage, language: str, subject: str) -> None:
    question = PublicQuestionFactory(
        page=bilingual, language=language, text="<i>Q</i>", answer="A & B", answered_at=NOW
    )

    letters.tell_asker(question, page=bilingual.in_language(language))

    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.to) == (subject, "asker@atelier.example")
    assert ("<i>Q</i>" in mail.text, "&lt;i&gt;Q&lt;/i&gt;" in mail.html) == (True, True)


def test_nothing_is_written_to_somebody_forgotten(bilingual: ChallengePage) -> None:
    letters.tell(RegistrationFactory(page=bilingual, email="", state="cancelled"), "event_cancelled")

    assert OutgoingMail.objects.count() == 0
