from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import visibility
from spaces.enums import WRITING_ROLES, MemberRole, SpaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

_CACHE = "_space_roles"


class Membership(models.Model):
    """Somebody's part in a space. Removing the row takes effect on their very next request."""

    space = models.ForeignKey("spaces.SpacePage", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_memberships")
    role = models.CharField(_("role"), max_length=15, choices=MemberRole.choices, default=MemberRole.COMMENTER)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("member of a space")
        verbose_name_plural = _("members of spaces")
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="one_membership_per_space")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def clean(self) -> None:
        refuse_unfair_member(user=self.user, kind=self.space.kind, role=self.role)


def refuse_unfair_member(*, user: User, kind: str, role: str) -> None:
    """Raise ``ValidationError`` where a membership would let one firm know or write more than the others."""
    if user.is_agent:
        return
    if kind != SpaceKind.PUBLIC:
        raise ValidationError(
            _("A provider cannot be a member of a space that is not public: all firms read the same, or none."),
            code="provider",
        )
    if role in WRITING_ROLES:
        raise ValidationError(
            _("Only agents write the text of a specification. A provider comments and proposes."), code="provider"
        )


def roles_of(user: User | AnonymousUser) -> dict[int, str]:
    """Role by key of space page. Kept on the user object: one query a request, shared with visibility."""
    if not user.is_authenticated or not user.is_active:
        return {}
    roles: dict[int, str] | None = user.__dict__.get(_CACHE)
    if roles is None:
        roles = dict(Membership.objects.filter(user=user).values_list("space_id", "role"))
        user.__dict__[_CACHE] = roles
    return roles


def forget_roles(user: User | AnonymousUser) -> None:
    user.__dict__.pop(_CACHE, None)
    visibility.forget(user)


def access_keywords(user: Any) -> Iterable[str]:
    """What ``core.visibility`` adds to a signed-in reader's keywords.

    Nothing for somebody who is no agent (any more): an old membership row opens no private space to a firm.
    """
    from spaces.models.pages import SpacePage

    if user.is_superuser:
        return [visibility.space_keyword(pk) for pk in SpacePage.objects.values_list("pk", flat=True)]
    if not user.is_agent:
        return []
    return [visibility.space_keyword(pk) for pk in roles_of(user)]
