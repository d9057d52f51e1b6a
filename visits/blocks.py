"""What a visit found, one block each. Options stand in ``Meta``: they never touch a migration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from visits.enums import Dimension, Effort, WhoCanAct


class PracticeBlock(StructBlock):
    what = TextBlock(label=_("What we saw"))
    criterion = SnippetChooserBlock("guidance.Criterion", required=False, label=_("Criterion"))

    class Meta:
        icon = "view"
        label = _("Practice seen")


class MarginBlock(StructBlock):
    what = TextBlock(label=_("What could be done"))
    dimension = ChoiceBlock(choices=Dimension.choices, label=_("What it is about"))
    effort = ChoiceBlock(choices=Effort.choices, label=_("Effort"))
    who = ChoiceBlock(choices=WhoCanAct.choices, label=_("Who can act"))
    condition = TextBlock(required=False, label=_("On what condition"))
    criterion = SnippetChooserBlock("guidance.Criterion", required=False, label=_("Criterion"))

    class Meta:
        icon = "expand-right"
        label = _("Margin for manoeuvre")


class ObstacleBlock(StructBlock):
    clause = TextBlock(label=_("What our documents say"))
    effect = TextBlock(label=_("What it causes"))
    idea = TextBlock(required=False, label=_("What could be written instead"))
    criterion = SnippetChooserBlock("guidance.Criterion", required=False, label=_("Criterion"))

    class Meta:
        icon = "warning"
        label = _("Obstacle that our documents create")


class QuotationBlock(StructBlock):
    words = TextBlock(label=_("Words"))
    speaker = CharBlock(label=_("Said by (a function, not a name)"), max_length=100)
    consent = BooleanBlock(required=False, label=_("They agree to be quoted"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PictureBlock(StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = CharBlock(label=_("What it shows"), max_length=250)
    consent = BooleanBlock(required=False, label=_("Everybody who can be recognised agrees"))

    class Meta:
        icon = "image"
        label = _("Picture")


class FindingsBlock(StreamBlock):
    practice = PracticeBlock()
    margin = MarginBlock()
    obstacle = ObstacleBlock()
    quotation = QuotationBlock()
    picture = PictureBlock()

    class Meta:
        required = False
