from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.models import Notification


def inbox(request: HttpRequest) -> dict[str, Any]:
    """How many things wait in the reader's inbox; asked only where the header shows it."""

    def count() -> int:
        if not request.user.is_authenticated:
            return 0
        return Notification.objects.for_reader(request.user).unread().count()

    return {"unread_count": SimpleLazyObject(count)}
