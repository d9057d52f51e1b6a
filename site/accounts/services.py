from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Organisation, User
from core import mail, visibility

COMMUNICATIONS_GROUP = "Communications"


class AlreadyRegisteredError(Exception):
    """The address already has an account; its owner is not invited again."""


def role_for_address(email: str) -> str:
    """Agents join by an allowed domain or an open invitation; everybody else is a provider."""
    domain = email.rpartition("@")[2].lower()
    if domain in {allowed.lower() for allowed in settings.AGENT_EMAIL_DOMAINS}:
        return Role.AGENT
    if Invitation.objects.open().filter(email__iexact=email).exists():
        return Role.AGENT
    return Role.PROVIDER


def open_editors_side(*, user: User) -> None:
    """Whoever has a way into the admin meets it in the language of their account, whatever their browser asks for.

    What they choose there later stays.
    """
    if user.has_perm("wagtailadmin.access_admin"):
        profile, made = UserProfile.objects.get_or_create(
            user=user, defaults={"preferred_language": user.preferred_language}
        )
        if not made and not profile.preferred_language:
            profile.preferred_language = user.preferred_language
            profile.save(update_fields=["preferred_language"])


@transaction.atomic
def set_role(*, user: User, role: str, by: Any = None) -> User:
    """Give ``user`` a role, and with it (or without it) the editors' group: the only door to the admin."""
    user.role = role
    user.save(update_fields=["role"])
    group, _made = Group.objects.get_or_create(name=COMMUNICATIONS_GROUP)
    if role == Role.COMMUNICATIONS:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    visibility.forget(user)
    if by is not None:
        log(instance=user, action="accounts.role", user=by, data={"role": role})
    return user


@transaction.atomic
def register_arrival(*, user: User) -> User:
    """After an address is proven: the role it brings, and the invitation it answers.

    An address can bring more rights, never fewer: whoever was invited, or was made an agent by an administrator,
    stays one whatever their address is.
    """
    if user.is_provider and role_for_address(user.email) == Role.AGENT:
        set_role(user=user, role=Role.AGENT)
    Invitation.objects.open().filter(email__iexact=user.email).update(accepted_at=timezone.now())
    return user


@transaction.atomic
def describe_firm(
    *,
    user: User,
    name: str,
    identifier_type: str,
    identifier: str,
    size_class: str,
    description: str = "",
    town: str = "",
) -> Organisation:
    """Tie ``user`` to their firm. A firm that is known by its number is joined, never described twice."""
    known = (
        Organisation.objects.filter(identifier_type=identifier_type, identifier=identifier).first()
        if identifier
        else None
    )
    if known is not None and known.pk != user.organisation_id:
        user.organisation = known
        user.save(update_fields=["organisation"])
        return known
    firm = user.organisation if user.organisation_id else Organisation(kind=OrganisationKind.FIRM)
    assert firm is not None  # noqa: S101
    firm.name = name
    firm.identifier_type = identifier_type
    firm.identifier = identifier
    firm.size_class = size_class
    firm.description = description
    firm.town = town
    firm.save()
    user.organisation = firm
    user.save(update_fields=["organisation"])
    return firm


@transaction.atomic
def invite(*, email: str, by: User, message: str = "") -> Invitation:
    """Invite a colleague as an agent; asking again for the same address sends the mail again."""
    email = email.lower()
    if User.objects.filter(email__iexact=email, role__in=[Role.AGENT, Role.COMMUNICATIONS]).exists():
        raise AlreadyRegisteredError
    invitation = Invitation.objects.filter(email__iexact=email, accepted_at=None).first()
    if invitation is None:
        invitation = Invitation(email=email)
    invitation.invited_by = by
    invitation.message = message
    invitation.created_at = timezone.now()
    invitation.save()
    existing = User.objects.filter(email__iexact=email).first()
    if existing is not None:
        register_arrival(user=existing)
    mail.send(
        to=email,
        template="account/invitation",
        context={"inviter": by.byline, "message": message},
        language=by.preferred_language,
    )
    return invitation
