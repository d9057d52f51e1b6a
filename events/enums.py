from django.db import models
from django.utils.translation import gettext_lazy as _


class ChallengeState(models.TextChoices):
    """Where a challenge stands, computed from its dates, its places and what staff declared. Never stored."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Registration open")
    FULL = "full", _("Full")
    CLOSED = "closed", _("Registration closed")
    SILENT = "silent", _("Silence period")
    UNDER_WAY = "under_way", _("Under way")
    HELD = "held", _("Held")
    RECORD_PUBLISHED = "record_published", _("Record published")
    CANCELLED = "cancelled", _("Cancelled")


class RegistrationState(models.TextChoices):
    PENDING = "pending", _("Waiting for your confirmation")
    CONFIRMED = "confirmed", _("Place confirmed")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is offered to you")
    LAPSED = "lapsed", _("Offer not taken up in time")
    CANCELLED = "cancelled", _("Cancelled")


# One address has at most one registration in these states for an event.
ACTIVE_STATES = (
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
)
# An offered place is held: nobody else can take it before it lapses.
SEATED_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


class RelatedNeed(models.TextChoices):
    NONE = "none", _("no purchase is planned")
    PLANNED = "planned", _("a purchase is planned")
    DRAFT = "draft", _("a draft specification is being written")


class QuestionState(models.TextChoices):
    ASKED = "asked", _("waiting for an answer")
    ANSWERED = "answered", _("answered")
    SET_ASIDE = "set_aside", _("set aside")
