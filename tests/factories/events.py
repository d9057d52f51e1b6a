"""Evenings and registrations. Dates are around ``NOW`` of the tests' clock; traits name where an event stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from wagtail.blocks import StreamValue

from accounts.enums import SizeClass
from events import services
from events.enums import RegistrationState
from events.models import ChallengeIndexPage, ChallengePage, PublicQuestion, Record, Registration
from tests.factories.core import BasePageFactory

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


class ChallengeIndexPageFactory(BasePageFactory):
    class Meta:
        model = ChallengeIndexPage

    title = "Apéritifs-défis"
    slug = "aperitifs-defis"
    show_in_menus = True


class ChallengePageFactory(BasePageFactory):
    class Meta:
        model = ChallengePage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Imprimer moins, informer mieux {n}")
    starts_at = NOW + timedelta(days=20, hours=9)
    ends_at = factory.LazyAttribute(lambda page: page.starts_at + timedelta(hours=2, minutes=30))
    place = "Maison des associations, Rive-Neuve"
    address = "4 rue du Port"
    capacity = 30
    questions = factory.LazyFunction(
        lambda: StreamValue(
            ChallengePage._meta.get_field("questions").stream_block,
            [("question", "Comment informer sans imprimer mille affiches ?")],
        )
    )

    class Params:
        held = factory.Trait(starts_at=NOW - timedelta(days=5))
        under_way = factory.Trait(starts_at=NOW - timedelta(hours=1))
        announced = factory.Trait(registration_opens_at=NOW + timedelta(days=1))
        closed = factory.Trait(registration_closes_at=NOW - timedelta(hours=1))
        cancelled = factory.Trait(cancelled_at=NOW - timedelta(hours=1), cancellation_reason="La salle est inondée.")
        silent = factory.Trait(silence_from=(NOW - timedelta(days=1)).date())
        full = factory.Trait(capacity=1)

    @factory.post_generation
    def _fill(self, create: bool, extracted: object, **kwargs: object) -> None:
        """A full event has somebody on its only place."""
        if create and getattr(self, "capacity", 0) == 1:
            RegistrationFactory(page=self, confirmed=True)


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    page = factory.SubFactory(ChallengePageFactory)
    organisation_name = factory.Sequence(lambda n: f"Atelier {n}")
    organisation_name_key = factory.LazyAttribute(lambda row: services.name_key(row.organisation_name))
    organisation_key = factory.LazyAttribute(lambda row: services.organisation_key(row.identifier_type, row.identifier))
    identifier_type = "none"
    identifier = ""
    size_class = SizeClass.SMALL
    person_name = factory.Sequence(lambda n: f"Léa Martin {n}")
    email = factory.Sequence(lambda n: f"lea{n}@atelier.example")
    language = "fr"
    rules_accepted_at = NOW - timedelta(days=1)
    created_at = NOW - timedelta(days=1)
    state = RegistrationState.PENDING

    class Params:
        confirmed = factory.Trait(state=RegistrationState.CONFIRMED, confirmed_at=NOW - timedelta(days=1))
        held = factory.Trait(held_until=NOW + timedelta(minutes=30), created_at=NOW)
        waiting = factory.Trait(
            state=RegistrationState.WAITING,
            waiting_since=factory.Sequence(lambda n: NOW - timedelta(hours=20) + timedelta(seconds=n)),
        )
        offered = factory.Trait(
            state=RegistrationState.OFFERED,
            offered_at=NOW - timedelta(hours=1),
            offer_expires_at=NOW + timedelta(hours=47),
        )
        cancelled = factory.Trait(state=RegistrationState.CANCELLED, ended_at=NOW)
        micro = factory.Trait(size_class=SizeClass.MICRO)
        came = factory.Trait(state=RegistrationState.CONFIRMED, confirmed_at=NOW - timedelta(days=9), present=True)


class PublicQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicQuestion

    page = factory.SubFactory(ChallengePageFactory)
    text = factory.Sequence(lambda n: f"Peut-on venir à deux ? {n}")
    email = "asker@atelier.example"
    asked_at = NOW - timedelta(days=2)

    class Params:
        answered = factory.Trait(
            state="answered", answer="Oui, deux personnes par organisation.", answered_at=NOW, email=""
        )


class RecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Record

    page = factory.SubFactory(ChallengePageFactory, held=True)
    summary = "Douze organisations sont venues."
    decisions = "Le prochain cahier des charges demandera moins d'affiches."
    version = 1

    class Params:
        published = factory.Trait(published_at=NOW - timedelta(days=1))
