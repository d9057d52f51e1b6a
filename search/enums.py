from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.TextChoices):
    """How often somebody is told of new answers to a search they keep."""

    NONE = "none", _("no mail")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class Reading(models.TextChoices):
    """What became of an attached file. All but the first are final until the file is another one."""

    WAITING = "waiting", _("waiting")
    READ = "read", _("read")
    LOCKED = "locked", _("protected by a password")
    BROKEN = "broken", _("could not be read")
    OTHER = "other", _("not a text")
