"""Spaces and who takes part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import versions, visibility
from core.text import clean_text
from notifications.enums import NotificationKind
from notifications.services import notify
from spaces.enums import MemberRole, SpaceKind
from spaces.models import Membership, SpacePage, forget_roles, refuse_unfair_member
from spaces.services.errors import RefusedError
from spaces.slugs import free_slug

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import User
    from spaces.models import SpaceIndexPage


@transaction.atomic
def create_space(
    *,
    index: SpaceIndexPage,
    author: User,
    title: str,
    kind: str,
    introduction: str = "",
    summary: str = "",
    tags: Sequence[str] = (),
    written_in: str = "fr",
    slug: str = "",
    at: datetime | None = None,
) -> SpacePage:
    """Open a space; whoever opens it is its first facilitator."""
    versions.lock(index)
    index.refresh_from_db()
    space: SpacePage = index.add_child(
        instance=SpacePage(
            title=clean_text(title),
            slug=slug or free_slug(index, title),
            kind=kind,
            introduction=clean_text(introduction),
            summary=clean_text(summary),
            written_in=written_in,
            owner=author,
        )
    )
    space.tags.set(tags)
    space.save()
    space.save_revision(user=author, log_action=False).publish(user=author, skip_permission_checks=True)
    add_member(space=space, user=author, role=MemberRole.FACILITATOR, at=at)
    return SpacePage.objects.get(pk=space.pk)


@transaction.atomic
def change_space(
    *,
    space: SpacePage,
    by: User,
    title: str,
    kind: str,
    introduction: str,
    summary: str,
    tags: Sequence[str],
    base_revision_id: int | None,
) -> list[User]:
    """Change what a space says of itself and who reads it. Raises ``StaleEditError``.

    A space that closes to the public loses the providers among its members in the same transaction; they are
    returned, so that the facilitator is told.
    """
    versions.refuse_stale(space, base_revision_id)
    space = SpacePage.objects.get(pk=space.pk)
    removed: list[User] = []
    if kind != SpaceKind.PUBLIC:
        for membership in space.member_rows():
            if not membership.user.is_agent:
                removed.append(membership.user)
                _remove(membership)
    space.title = clean_text(title)
    space.kind = kind
    space.introduction = clean_text(introduction)
    space.summary = clean_text(summary)
    space.tags.set(tags)
    space.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
    visibility.refresh(SpacePage.objects.get(pk=space.pk))
    return removed


@transaction.atomic
def add_member(
    *, space: SpacePage, user: User, role: str, by: User | None = None, at: datetime | None = None
) -> Membership:
    """Give ``user`` a part in ``space``, or another one than they had. A new member is told who added them (``by``).

    Raises ``ValidationError`` for a provider in a space that is not public, and for one who would write.
    """
    versions.lock(space)
    kind = SpacePage.objects.values_list("kind", flat=True).get(pk=space.pk)
    refuse_unfair_member(user=user, kind=kind, role=role)
    membership = Membership.objects.filter(space=space, user=user).first()
    if membership is None:
        membership = Membership(space=space, user=user, since=at or timezone.now())
    elif membership.role == MemberRole.FACILITATOR and role != MemberRole.FACILITATOR:
        _refuse_orphan(membership)
    is_new = membership.pk is None
    membership.role = role
    membership.save()
    forget_roles(user)
    if is_new and by is not None and by.pk != user.pk:
        notify(
            user=user,
            kind=NotificationKind.MEMBER_ADDED,
            actor=by,
            subject=space.title,
            page=space,
            url=space.get_absolute_url(),
            mail=True,
        )
    return membership


@transaction.atomic
def remove_member(*, membership: Membership) -> None:
    """Take somebody out of a space; they see it no more from their next request on."""
    versions.lock(membership.space)
    if membership.role == MemberRole.FACILITATOR:
        _refuse_orphan(membership)
    _remove(membership)


def find_person(*, who: str) -> User:
    """The active account with this address, or with exactly this name. Raises ``ValidationError``.

    An account that does not exist and one that is closed answer alike.
    """
    from accounts.models import User

    people = User.objects.filter(is_active=True)
    found = list(people.filter(email__iexact=who)[:1] if "@" in who else people.filter(name__iexact=who)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(_("Several people have this name. Give the e-mail address."), code="several")
    raise ValidationError(
        _("Nobody with this name or address has an account. They can make one, then you add them."), code="nobody"
    )


def _refuse_orphan(membership: Membership) -> None:
    others = Membership.objects.filter(space_id=membership.space_id, role=MemberRole.FACILITATOR)
    if not others.exclude(pk=membership.pk).exists():
        raise RefusedError(_("A space keeps at least one facilitator. Name another one first."))


def _remove(membership: Membership) -> None:
    user = membership.user
    membership.delete()
    forget_roles(user)
