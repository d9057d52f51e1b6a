"""Who may do what in a space. Reading is ``core.visibility``'s; the rest is a part in the space and a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from spaces.models import Proposal, SpacePage, SpecificationPage

    Reader = User | AnonymousUser


def can_create_space(user: Reader) -> bool:
    return user.is_authenticated and user.is_agent


def can_write(user: Reader, page: SpacePage | SpecificationPage) -> bool:
    """Add drafts and resources, change articles (where the phase lets anybody)."""
    return page.written_by(user)


def can_facilitate(user: Reader, page: SpacePage | SpecificationPage) -> bool:
    """Members, settings, phases, decisions."""
    return page.facilitated_by(user)


def can_see_members(user: Reader, space: SpacePage) -> bool:
    """The names of those at work are for those at work."""
    return space.role_of(user) is not None


def can_comment(user: Reader, page: SpacePage | SpecificationPage) -> bool:
    return page.comments_open_to(user)


def can_propose(user: Reader, page: SpacePage | SpecificationPage) -> bool:
    return page.proposals_open_to(user)


def can_decide(user: Reader, proposal: Proposal) -> bool:
    """Whoever facilitates the page the proposal is about; a page that knows no facilitator asks its own room."""
    page = proposal.page.specific
    return bool(user.is_authenticated and hasattr(page, "facilitated_by") and page.facilitated_by(user))


def can_withdraw(user: Reader, proposal: Proposal) -> bool:
    return user.is_authenticated and proposal.is_open and proposal.author_id == user.pk
