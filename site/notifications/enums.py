from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    """What happened, as a sentence to the person it concerns; ``%(actor)s`` and ``%(subject)s`` are filled in."""

    REPLY = "reply", _("%(actor)s replied to your comment on “%(subject)s”")
    COMMENT_ANSWERED = "comment_answered", _("Your comment on “%(subject)s” has been answered")
    COMMENT_INTEGRATED = "comment_integrated", _("Your comment on “%(subject)s” has been integrated into the text")
    COMMENT_DECLINED = "comment_declined", _("Your comment on “%(subject)s” has not been followed: here is why")
    COMMENT_HIDDEN = "comment_hidden", _("Your comment on “%(subject)s” has been taken off: here is why")
    AMENDMENT_ACCEPTED = "amendment_accepted", _("Your proposal on “%(subject)s” has been accepted")
    AMENDMENT_PARTLY = "amendment_accepted_in_part", _("Your proposal on “%(subject)s” has been accepted in part")
    AMENDMENT_DECLINED = "amendment_declined", _("Your proposal on “%(subject)s” has not been kept: here is why")
    MEMBER_ADDED = "member_added", _("%(actor)s added you to the space “%(subject)s”")
    REVIEW_ASKED = "review_asked", _("%(actor)s asks for a second look at “%(subject)s”")
    PUBLISHED = "published", _("“%(subject)s” is published")
    CHECK_ASKED = "check_asked", _("Please check “%(subject)s” before it is published")
    VISIT_REQUESTED = "visit_requested", _("%(actor)s would like to visit: “%(subject)s”")
    VISIT_ACCEPTED = "visit_accepted", _("Your visit is accepted: “%(subject)s”")
    VISIT_DECLINED = "visit_declined", _("Your visit could not be accepted: “%(subject)s”")
    QUESTION_ASKED = "question_asked", _("A question waits for an answer: “%(subject)s”")
