from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceKind(models.TextChoices):
    """Who reads a space. There is no "for chosen firms": a consultation is for nobody outside or for everybody."""

    MEMBERS = "members", _("its members only")
    AGENTS = "agents", _("every agent")
    PUBLIC = "public", _("everybody")


class MemberRole(models.TextChoices):
    FACILITATOR = "facilitator", _("facilitator")
    WRITER = "writer", _("writer")
    COMMENTER = "commenter", _("commenter")
    LEGAL = "legal", _("legal reader")


# Roles that change the text, and so never a firm's.
WRITING_ROLES = frozenset({MemberRole.FACILITATOR, MemberRole.WRITER})


class Phase(models.TextChoices):
    """The life of a draft, in this order."""

    WRITING = "writing", _("Writing")
    COMMENTS = "comments", _("Comments")
    ANSWERS = "answers", _("Answers")
    FROZEN = "frozen", _("Frozen text")
    PUBLISHED = "published", _("Published")


# The text may still change.
LIVE_PHASES = frozenset({Phase.WRITING, Phase.COMMENTS, Phase.ANSWERS})


class DocumentKind(models.TextChoices):
    TECHNICAL = "technical", _("technical specifications (CCTP)")
    ADMINISTRATIVE = "administrative", _("special administrative terms (CCAP)")
    RULES = "rules", _("tender rules (RC)")
    NOTICE = "notice", _("contract notice")
    OTHER = "other", _("other document")


class ArticleKind(models.TextChoices):
    TECHNICAL = "technical", _("technical requirement")
    ADMINISTRATIVE = "administrative", _("administrative term")
    SELECTION = "selection", _("selection of candidates")
    AWARD = "award", _("award criterion")
    ANNEX = "annex", _("annex")


class ProposalKind(models.TextChoices):
    ACTION = "action", _("course of action")
    AMENDMENT = "amendment", _("amendment")


class ProposalState(models.TextChoices):
    OPEN = "open", _("in debate")
    ACCEPTED = "accepted", _("accepted")
    ACCEPTED_IN_PART = "accepted_in_part", _("accepted in part")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


DECISIONS = (ProposalState.ACCEPTED, ProposalState.ACCEPTED_IN_PART, ProposalState.DECLINED)
