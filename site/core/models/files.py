from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class OwnedFile(models.Model):
    """A file that is seen by whoever sees ``owner_page``, and by everybody when it has none.

    Files have no address of their own: ``core.views.media`` looks the owner up for each request.
    """

    owner_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("belongs to"),
        help_text=_("Seen by those who may see this page; by everybody if empty."),
    )

    class Meta:
        abstract = True


class SiteImage(OwnedFile, AbstractImage):
    admin_form_fields = (*Image.admin_form_fields,)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_spec")
        ]


class SiteDocument(OwnedFile, AbstractDocument):
    language = models.CharField(_("language"), max_length=5, default="fr")

    admin_form_fields = (*Document.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
