from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentKind(models.TextChoices):
    REMARK = "remark", _("remark")
    QUESTION = "question", _("question")
    WORDING = "wording", _("wording")
    LEGAL = "legal", _("legal point")
    MARKET = "market", _("what the market can do")


class CommentState(models.TextChoices):
    OPEN = "open", _("unanswered")
    ANSWERED = "answered", _("answered")
    INTEGRATED = "integrated", _("integrated")
    DECLINED = "declined", _("not followed")


CLOSED = (CommentState.ANSWERED, CommentState.INTEGRATED, CommentState.DECLINED)
