from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import IdentifierType, OrganisationKind, Role, SizeClass
from accounts.querysets import InvitationQuerySet


class Organisation(models.Model):
    """A firm or a public body that people speak for."""

    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=15, choices=OrganisationKind.choices, default=OrganisationKind.FIRM)
    identifier_type = models.CharField(
        _("kind of number"), max_length=10, choices=IdentifierType.choices, default=IdentifierType.NONE
    )
    # Without spaces; checked by validators.validate_identifier, never compulsory (domain rule: no firm is
    # turned away for lack of a number).
    identifier = models.CharField(_("number"), max_length=30, blank=True)
    size_class = models.CharField(_("size"), max_length=10, choices=SizeClass.choices, blank=True)
    description = models.TextField(_("public description"), max_length=600, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_type", "identifier"],
                condition=~models.Q(identifier=""),
                name="one_organisation_per_identifier",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person, known by their e-mail address; never shown by it."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role.choices, default=Role.PROVIDER)
    job_title = models.CharField(_("job or department"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        verbose_name=_("organisation"),
    )
    preferred_language = models.CharField(_("preferred language"), max_length=5, default="fr")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or str(_("Somebody"))

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def is_agent(self) -> bool:
        """A civil servant: an agent or communications staff. Agents' spaces are open to them."""
        return self.is_active and (self.role in {Role.AGENT, Role.COMMUNICATIONS} or self.is_superuser)

    @property
    def is_provider(self) -> bool:
        return self.role == Role.PROVIDER and not self.is_superuser

    @property
    def is_communications(self) -> bool:
        return self.is_active and (self.role == Role.COMMUNICATIONS or self.is_superuser)

    @property
    def byline(self) -> str:
        """Who speaks, as others read it: name and organisation or department, never the address."""
        where = self.organisation.name if self.organisation_id and self.organisation else self.job_title
        return f"{self.get_full_name()}, {where}" if where else self.get_full_name()


class Invitation(models.Model):
    """An agent brings a colleague in: whoever proves that address becomes an agent."""

    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations_sent")
    message = models.TextField(_("a word to them"), max_length=600, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=models.Q(accepted_at=None), name="one_open_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.email
