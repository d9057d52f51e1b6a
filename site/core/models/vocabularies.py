from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


class Labelled(models.Model):
    """A term with its label in both languages; ``label`` is the reader's."""

    label_fr = models.CharField(_("label in French"), max_length=500)
    label_en = models.CharField(_("label in English"), max_length=500)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return self.label_en if translation.get_language() == "en" else self.label_fr

    def __str__(self) -> str:
        return self.label


@register_snippet
class ProcessStep(Labelled):
    """A step of the purchasing process, from questioning the need to drawing lessons."""

    code = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    panels = [FieldPanel("code"), FieldPanel("order"), FieldPanel("label_fr"), FieldPanel("label_en")]

    class Meta:
        ordering = ["order"]
        verbose_name = _("step of the purchase")
        verbose_name_plural = _("steps of the purchase")


@register_snippet
class PurchaseFamily(Labelled):
    """What is bought: studies, design, training… with the CPV prefixes that belong to it."""

    code = models.SlugField(unique=True)
    cpv_prefixes = models.CharField(
        _("CPV prefixes"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces, for example 793 794."),
    )

    panels = [FieldPanel("code"), FieldPanel("label_fr"), FieldPanel("label_en"), FieldPanel("cpv_prefixes")]

    class Meta:
        ordering = ["label_fr"]
        verbose_name = _("purchase family")
        verbose_name_plural = _("purchase families")


class CpvCode(Labelled):
    """Common Procurement Vocabulary 2008, Regulation (EC) No 213/2008: eight digits and a check digit."""

    code = models.CharField(max_length=8, primary_key=True)
    check_digit = models.CharField(max_length=1)
    level = models.CharField(max_length=12)

    class Meta:
        ordering = ["code"]
        verbose_name = _("CPV code")
        verbose_name_plural = _("CPV codes")


class CodeListEntry(Labelled):
    """One code of an official EU notice code list (eForms); the code is the value, the label its display."""

    codelist = models.SlugField(max_length=80)
    code = models.CharField(max_length=80)
    version = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["codelist", "code"]
        constraints = [models.UniqueConstraint(fields=["codelist", "code"], name="one_code_per_list")]
        verbose_name = _("code list entry")
        verbose_name_plural = _("code list entries")


class NutsRegion(Labelled):
    code = models.CharField(max_length=5, primary_key=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("NUTS region")
        verbose_name_plural = _("NUTS regions")
