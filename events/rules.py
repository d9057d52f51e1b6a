"""Who may do what with an event, beyond reading its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import visibility

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from events.models import ChallengePage

    Reader = User | AnonymousUser


def can_receive(user: Reader, event: ChallengePage) -> bool:
    """See who comes (not their addresses), mark who came, answer questions, write the record: agents."""
    return user.is_authenticated and user.is_agent and visibility.can_see(user, event)


def can_run(user: Reader, event: ChallengePage) -> bool:
    """Read people's addresses, change the places, call the evening off, publish its record: communications."""
    return user.is_authenticated and user.is_communications and visibility.can_see(user, event)
