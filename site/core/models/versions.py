from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageVersion(models.Model):
    """Publication number N of a versioned page: a Wagtail revision with its number, author and note.

    The revision is kept: nothing prunes what a version points at; it goes only with the page itself.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.RESTRICT, related_name="version")
    note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"
