from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SlotState(models.TextChoices):
    OPEN = "open", _("open")
    CANCELLED = "cancelled", _("cancelled")


class RequestState(models.TextChoices):
    REQUESTED = "requested", _("waiting for the host’s answer")
    # Not the words for a proposal: French agrees with what is accepted.
    ACCEPTED = "accepted", pgettext_lazy("a visit", "accepted")
    DECLINED = "declined", pgettext_lazy("a visit", "declined")
    CANCELLED = "cancelled", _("cancelled")
    DONE = "done", _("done")


# States that hold places of a slot: a request under way holds them too, so that a host never has to choose.
HOLDING = (RequestState.REQUESTED, RequestState.ACCEPTED, RequestState.DONE)


class OfferState(models.TextChoices):
    WAITING = "waiting", _("waiting for an agent to look at it")
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("a change is asked for")
    CLOSED = "closed", _("withdrawn")


class Dimension(models.TextChoices):
    MATERIALS = "materials", _("materials")
    WASTE = "waste", _("packaging and waste")
    TRANSPORT = "transport", _("transport")
    ENERGY = "energy", _("energy")
    REPAIR = "repair", _("repair and second life")
    DIGITAL = "digital", _("digital sobriety")
    SOCIAL = "social", _("people and integration")
    TIMING = "timing", _("calendar and organisation")
    PRICE = "price", _("price and balance of the contract")
    OTHER = "other", _("other")


class Effort(models.TextChoices):
    LOW = "low", _("little effort")
    MEDIUM = "medium", _("some effort")
    HIGH = "high", _("much effort")


class WhoCanAct(models.TextChoices):
    PROVIDER = "provider", _("the provider")
    BUYER = "buyer", _("the buyer")
    BOTH = "both", _("both together")


class Hospitality(models.TextChoices):
    NONE = "none", _("none offered or accepted")
    DECLARED = "declared", _("declared below")


class ChangeState(models.TextChoices):
    PLANNED = "planned", _("planned")
    STARTED = "started", _("started")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class CheckState(models.TextChoices):
    WAITING = "waiting", _("waiting for the host")
    AGREED = "agreed", _("agreed")
    CUTS = "cuts", _("cuts asked for")


class Agreement(models.TextChoices):
    AS_IS = "as_is", _("published as it is")
    WITH_CUTS = "with_cuts", _("published with the cuts asked for")
    ANONYMOUS = "anonymous", _("published without our name")
