"""Offers, slots, visits and reports. Traits name states."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from django.utils import timezone

from accounts.enums import SizeClass
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.core import BasePageFactory
from visits.enums import OfferState, RequestState
from visits.models import Slot, VisitIndexPage, VisitOfferPage, VisitReportPage, VisitRequest


class VisitIndexPageFactory(BasePageFactory):
    class Meta:
        model = VisitIndexPage

    title = "Micro-voyages"
    slug = "micro-voyages"
    show_in_menus = True


class VisitOfferPageFactory(BasePageFactory):
    """A published offer; ``waiting=True`` has not been looked at."""

    class Meta:
        model = VisitOfferPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Offre {n}")
    slug = factory.Sequence(lambda n: f"offre-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    activity = "Imprimerie"
    place = "Valence"
    size_class = SizeClass.MICRO
    what_to_see = "Une journée d’atelier."
    meeting_point = "Portail bleu, rue des Tanneurs"
    state = OfferState.PUBLISHED
    proposed_by = factory.SubFactory(UserFactory, provider=True, organisation=factory.SelfAttribute("..organisation"))

    class Params:
        waiting = factory.Trait(live=False, state=OfferState.WAITING)

    @factory.post_generation
    def history(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            revision = self.save_revision()
            if self.live:
                revision.publish()
            self.refresh_from_db()


class SlotFactory(factory.django.DjangoModelFactory):
    """Next week, for four agents; ``past=True`` was last week."""

    class Meta:
        model = Slot

    offer = factory.SubFactory(VisitOfferPageFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(hours=3))
    capacity = 4

    class Params:
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)))


class VisitRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VisitRequest
        skip_postgeneration_save = True

    slot = factory.SubFactory(SlotFactory)
    agent = factory.SubFactory(UserFactory, agent=True)
    party = 2
    question = "Quelles encres pouvez-vous utiliser ?"
    has_no_running_procedure = True
    approved_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3))
    state = RequestState.REQUESTED

    class Params:
        accepted = factory.Trait(state=RequestState.ACCEPTED)

    @factory.post_generation
    def companions(self, create: bool, extracted: list | None, **kwargs: object) -> None:
        if create:
            self.companions.set(extracted if extracted is not None else [UserFactory(agent=True)])


class VisitReportPageFactory(BasePageFactory):
    """A published report; ``draft=True`` has not been shown to anybody."""

    class Meta:
        model = VisitReportPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Rapport {n}")
    slug = factory.Sequence(lambda n: f"rapport-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    owner = factory.SubFactory(UserFactory, agent=True)
    host_description = "Une imprimerie de 12 personnes"
    why_this_host = "Appel ouvert en janvier."
    question = "Quelles encres pouvez-vous utiliser ?"
    visited_on = date(2026, 2, 1)
    agents = "Acheteuse ; chargée de mission"
    costs_paid_by = "La Région"

    class Params:
        draft = factory.Trait(live=False)

    @factory.post_generation
    def history(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            revision = self.save_revision(user=self.owner)
            if self.live:
                revision.publish()
            self.refresh_from_db()
