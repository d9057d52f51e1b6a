from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db.models import QuerySet
from django.utils import timezone

INVITATION_DAYS = 30


class InvitationQuerySet(QuerySet):
    def open(self) -> Self:
        """Not yet taken up, and younger than thirty days."""
        return self.filter(accepted_at=None, created_at__gte=timezone.now() - timedelta(days=INVITATION_DAYS))
