from __future__ import annotations

from typing import Any, Self

from django.db.models import Q, QuerySet

from core import visibility


class NotificationQuerySet(QuerySet):
    def for_reader(self, user: Any) -> Self:
        """The reader's own, less those about pages that they may no longer see."""
        return self.filter(user=user).filter(Q(page=None) | Q(page__access__keyword__in=visibility.keywords_for(user)))

    def unread(self) -> Self:
        return self.filter(read_at=None)
