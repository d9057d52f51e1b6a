from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting
class SiteSettings(BaseGenericSetting):
    """What differs from one public buyer to the next, and what the law lets staff decide by date."""

    class AccessibilityState(models.TextChoices):
        # The three states that the French reference (RGAA 4.1) knows; no audit means "none".
        FULL = "full", _("fully compliant")
        PARTIAL = "partial", _("partially compliant")
        NONE = "none", _("not compliant")

    buyer_name = models.CharField(_("public buyer"), max_length=120, default="Région Val-de-Rive")
    contact_email = models.EmailField(_("contact address"), default="achats-durables@example.org")
    accessibility_state = models.CharField(
        _("accessibility state"),
        max_length=10,
        choices=AccessibilityState.choices,
        default=AccessibilityState.NONE,
        help_text=_("“Not compliant” until an audit has been made."),
    )
    challenge_notice_days = models.PositiveSmallIntegerField(
        _("days between the publication of a challenge and its date"), default=15
    )
    lesson_embargo_days = models.PositiveSmallIntegerField(
        _("days between a decision and the publication of its lesson"), default=60
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a place offered from the waiting list"), default=48
    )

    panels = [
        MultiFieldPanel([FieldPanel("buyer_name"), FieldPanel("contact_email")], _("The buyer")),
        FieldPanel("accessibility_state"),
        MultiFieldPanel(
            [
                FieldPanel("challenge_notice_days"),
                FieldPanel("offer_hours"),
                FieldPanel("lesson_embargo_days"),
            ],
            _("Delays"),
        ),
    ]

    class Meta:
        verbose_name = _("portal settings")
