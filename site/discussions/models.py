from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_comments.managers import CommentManager
from django_comments_xtd.models import XtdComment

from core.searchable import Document, register
from core.text import excerpt
from discussions import targets
from discussions.enums import CLOSED, CommentKind, CommentState
from discussions.querysets import CommentQuerySet

if TYPE_CHECKING:
    from datetime import datetime


@register
class Comment(XtdComment):
    """A contribution to the text of a page, or of one of its articles.

    The package gives the thread (levels, order); everything that people see, may do and receive is ours.
    An article is known by its lasting block id, so a comment outlives every new version of the text.
    ``target`` names what else on the page it speaks of (``proposal:12``, see ``discussions.targets``).
    """

    # Named, because the package's base already has a field called ``comment``.
    xtd = models.OneToOneField(
        XtdComment, parent_link=True, on_delete=models.CASCADE, primary_key=True, related_name="contribution"
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="comments")
    article_id = models.UUIDField(null=True, blank=True, db_index=True)
    article_label = models.CharField(max_length=250, blank=True)
    target = models.CharField(max_length=40, blank=True, db_index=True)
    quote = models.TextField(_("quoted words"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CommentKind.choices, default=CommentKind.REMARK)
    state = models.CharField(_("state"), max_length=12, choices=CommentState.choices, default=CommentState.OPEN)
    reason = models.TextField(_("answer and reason"), max_length=2000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_in = models.ForeignKey(
        "core.PageVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="fr")

    objects = CommentManager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    @property
    def text(self) -> str:
        return self.comment

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def author_name(self) -> str:
        """As others read it; an erased account leaves its words and no name."""
        return self.user.get_full_name() if self.user else str(_("Deleted account"))

    @property
    def date(self) -> datetime:
        return self.submit_date

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    def get_absolute_url(self, anchor_pattern: str | None = None) -> str:
        return self._url_on(self.page.specific)

    def _url_on(self, page: Any) -> str:
        target = targets.find(page, self.target) if self.target else None
        return f"{target.url}#{self.anchor}" if target else str(page.comment_url(self))

    def search_documents(self) -> Iterable[Document]:
        page = self.page.specific
        if self.is_removed or not page.live:
            return
        yield Document(
            key=f"comment:{self.pk}",
            kind="comment",
            device=page.device,
            language=self.language,
            title=self.article_label or page.title,
            summary=excerpt(self.comment, 200),
            body="\n".join([self.comment, self.quote, self.reason]).strip(),
            url=self._url_on(page),
            page_id=self.page_id,
            any_language=page.single_tree,
            date=self.submit_date,
            facets={**page.search_facets(), "remark": (self.kind,)},
        )
