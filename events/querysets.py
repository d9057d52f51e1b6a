from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from accounts.enums import SizeClass
from core.models import BasePageQuerySet
from events.enums import ACTIVE_STATES, SEATED_STATES, RegistrationState

if TYPE_CHECKING:
    from events.models import ChallengePage


class RegistrationQuerySet(QuerySet):
    def active(self) -> Self:
        """Neither cancelled nor lapsed."""
        return self.filter(state__in=ACTIVE_STATES)

    def seated(self, *, at: datetime | None = None) -> Self:
        """Whoever takes a place: confirmed, offered, or not yet confirmed but within the half hour it is held."""
        return self.filter(_seated(at or timezone.now()))

    def waiting(self) -> Self:
        """The waiting list, first come first."""
        return self.filter(state=RegistrationState.WAITING).order_by("waiting_since", "pk")

    def counting_for_organisation(self, *, at: datetime | None = None) -> Self:
        """Registrations that use up an organisation's share: those seated and those in the queue."""
        return self.filter(_seated(at or timezone.now()) | Q(state=RegistrationState.WAITING))

    def overdue_offers(self, *, at: datetime) -> Self:
        return self.filter(state=RegistrationState.OFFERED, offer_expires_at__lte=at)

    def counts_by_event(self, event_ids: Iterable[int], *, at: datetime) -> dict[int, dict[str, int]]:
        """``{event id: {"taken", "taken_by_micro", "waiting"}}`` in one query; events without any are left out."""
        micro = Q(size_class=SizeClass.MICRO)
        rows = (
            self.filter(page_id__in=list(event_ids))
            .order_by()
            .values("page_id")
            .annotate(
                taken=Sum("persons", filter=_seated(at), default=0),
                taken_by_micro=Sum("persons", filter=_seated(at) & micro, default=0),
                waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
            )
        )
        return {row.pop("page_id"): row for row in rows}


def _seated(at: datetime) -> Q:
    return Q(state__in=SEATED_STATES) | Q(state=RegistrationState.PENDING, held_until__gt=at)


class ChallengeQuerySet(BasePageQuerySet):
    def for_list(self, *, at: datetime | None = None) -> list[ChallengePage]:
        """The pages with the event each stands for and its places: three queries, however many there are."""
        at = at or timezone.now()
        pages: list[Any] = list(self.select_related("locale").defer_streamfields())
        events: dict[Any, Any] = {}
        originals = (
            self.model.objects.filter(translation_key__in=[page.translation_key for page in pages])
            .as_events()
            .defer_streamfields()
            .order_by("pk")
        )
        for original in originals:
            events.setdefault(original.translation_key, original)
        registrations: Any = self.model._meta.get_field("registrations").related_model
        counts = registrations.objects.counts_by_event((event.pk for event in events.values()), at=at)
        for page in pages:
            event = events[page.translation_key]
            event.original = event.event = event
            event.remember_seats(counts.get(event.pk, {}))
            page.original = page.event = event
        return pages

    def as_events(self) -> Self:
        """With all that a page asks of its event: record, linked draft and the silence of that draft."""
        return self.select_related("record", "locale", "related_page").annotate(
            linked_silence_first=F("related_page__specificationpage__silence_from"),
            linked_silence_last=F("related_page__specificationpage__silence_to"),
        )

    def on_the_calendar(self) -> Self:
        """For the public calendar: newest date first, cancelled ones too, so that calendars strike them out."""
        return self.order_by("-starts_at")
