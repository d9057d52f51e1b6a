from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import PageManager

from core.models import BasePageQuerySet, PageVersion
from visits.enums import HOLDING, OfferState, RequestState, SlotState

if TYPE_CHECKING:
    from accounts.models import User


class OfferQuerySet(BasePageQuerySet):
    def hosted_by(self, person: User) -> Self:
        """Offers that ``person`` answers for: theirs, and those of the organisation they speak for."""
        own = Q(proposed_by=person)
        if person.is_provider and person.organisation_id:
            own |= Q(organisation=person.organisation_id)
        return self.filter(own)

    def waiting(self) -> Self:
        return self.filter(state=OfferState.WAITING, live=False)

    def with_next_slot(self, *, at: datetime | None = None) -> Self:
        """With the date of the next open slot (``next_slot``) and how many there are (``open_slots``)."""
        now = at or timezone.now()
        coming = Q(slots__state=SlotState.OPEN, slots__starts_at__gt=now)
        slots = self.model.slots.rel.related_model._default_manager
        return self.select_related("organisation", "locale").annotate(
            next_slot=Subquery(
                slots.filter(offer=OuterRef("pk"), state=SlotState.OPEN, starts_at__gt=now)
                .order_by("starts_at")
                .values("starts_at")[:1]
            ),
            open_slots=Count("slots", filter=coming, distinct=True),
        )


OfferManager = PageManager.from_queryset(OfferQuerySet)


class ReportQuerySet(BasePageQuerySet):
    def with_facts(self) -> Self:
        newest = PageVersion.objects.filter(page=OuterRef("pk")).order_by("-number")
        return self.select_related("organisation", "locale").annotate(
            version_number=Subquery(newest.values("number")[:1]),
            version_date=Subquery(newest.values("created_at")[:1]),
        )


ReportManager = PageManager.from_queryset(ReportQuerySet)


class SlotQuerySet(QuerySet):
    def coming(self, *, at: datetime | None = None) -> Self:
        return self.filter(state=SlotState.OPEN, starts_at__gt=at or timezone.now()).order_by("starts_at")

    def with_places(self) -> Self:
        """With ``held``: the places that requests under way or accepted hold."""
        return self.annotate(held=Coalesce(Sum("requests__party", filter=Q(requests__state__in=HOLDING)), 0)).annotate(
            left=F("capacity") - F("held")
        )

    def with_room(self) -> Self:
        """Those that two agents more can join."""
        return self.with_places().filter(left__gte=2)


class RequestQuerySet(QuerySet):
    def holding(self) -> Self:
        return self.filter(state__in=HOLDING)

    def of_agent(self, person: User) -> Self:
        """Visits that ``person`` asked for or takes part in."""
        return self.filter(Q(agent=person) | Q(companions=person)).distinct()

    def waiting(self) -> Self:
        return self.filter(state=RequestState.REQUESTED)

    def with_visit(self) -> Self:
        return self.select_related(
            "slot__offer__organisation", "slot__offer__proposed_by", "agent__organisation"
        ).prefetch_related("companions")
