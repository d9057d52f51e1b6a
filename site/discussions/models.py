from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment


class Comment(XtdComment):
    """A contribution to the text of a page or of one of its articles."""

    # Named, because the package's base already has a field called ``comment``.
    xtd = models.OneToOneField(
        XtdComment, parent_link=True, on_delete=models.CASCADE, primary_key=True, related_name="contribution"
    )
    kind = models.CharField(_("kind"), max_length=10, default="remark")
