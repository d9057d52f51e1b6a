from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Q, QuerySet

from core import visibility
from discussions.enums import CommentState

if TYPE_CHECKING:
    from wagtail.models import Page


class CommentQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Comments on published pages that ``user`` may read. Hidden ones stay, without their text."""
        return self.filter(page__live=True, page__access__keyword__in=visibility.keywords_for(user))

    def for_page(self, page: Page) -> Self:
        return self.filter(page_id=page.pk)

    def for_article(self, page: Page, article_id: uuid.UUID | str | None) -> Self:
        """What is said of the article itself; an amendment of it has its own discussion."""
        return self.filter(page_id=page.pk, article_id=article_id, target="")

    def for_target(self, page: Page, key: str) -> Self:
        return self.filter(page_id=page.pk, target=key)

    def roots(self) -> Self:
        return self.filter(level=0)

    def unanswered(self) -> Self:
        """Contributions that wait for the space's word; replies are never counted."""
        return self.roots().filter(state=CommentState.OPEN, is_removed=False)

    def in_thread_order(self) -> Self:
        return self.select_related("user__organisation", "closed_by", "closed_in").order_by("thread_id", "order")

    def counts_by_article(self, page: Page) -> dict[str | None, tuple[int, int]]:
        """{article id or target: (contributions, unanswered)}; replies are not counted. One query."""
        rows = (
            self.roots()
            .filter(page_id=page.pk, is_removed=False)
            .order_by()
            .values("article_id", "target")
            .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state=CommentState.OPEN)))
        )
        return {
            row["target"] or (str(row["article_id"]) if row["article_id"] else None): (row["total"], row["waiting"])
            for row in rows
        }
