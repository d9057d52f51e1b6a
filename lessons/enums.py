from django.db import models
from django.utils.translation import gettext_lazy as _


class Procedure(models.TextChoices):
    ADAPTED = "adapted", _("adapted procedure (below thresholds)")
    OPEN = "open", _("open procedure")
    RESTRICTED = "restricted", _("restricted procedure")
    NEGOTIATED = "negotiated", _("procedure with negotiation")
    DIALOGUE = "dialogue", _("competitive dialogue")
    FRAMEWORK_CALL = "framework", _("call-off from a framework agreement")
    DIRECT = "direct", _("without publicity or competition")
    OTHER = "other", _("other procedure")


class AmountBand(models.TextChoices):
    """Bands, never an amount: an estimate is nobody's business before the relaunch."""

    UNDER_40 = "under_40", _("under €40,000 excl. tax")
    FROM_40 = "40_90", _("€40,000 to €90,000 excl. tax")
    FROM_90 = "90_200", _("€90,000 to €200,000 excl. tax")
    FROM_200 = "200_500", _("€200,000 to €500,000 excl. tax")
    OVER_500 = "over_500", _("over €500,000 excl. tax")


class Evidence(models.TextChoices):
    """How a cause is known: the reader must be able to weigh it."""

    SAID = "said", _("said by firms")
    SEEN = "seen", _("seen in the file")
    SUPPOSED = "supposed", _("supposed")


class Weight(models.IntegerChoices):
    SMALL = 1, _("played a part")
    STRONG = 2, _("weighed a lot")
    DECISIVE = 3, _("decisive")


class Confidence(models.TextChoices):
    ONE = "one", _("one case")
    SEVERAL = "several", _("several cases")
    CONFIRMED = "confirmed", _("confirmed by a relaunch")


class ReviewState(models.TextChoices):
    WAITING = "waiting", _("waiting for a colleague to read it")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned to its author")
    WITHDRAWN = "withdrawn", _("taken back by its author")
