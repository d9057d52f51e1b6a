from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from core import visibility
from core.models import BasePageQuerySet
from discussions.models import Comment
from spaces.enums import ProposalKind, ProposalState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from accounts.models import User


class SpecificationQuerySet(BasePageQuerySet):
    def silent(self) -> Self:
        """Drafts whose silence period runs today."""
        today = timezone.localdate()
        return self.filter(silence_from__lte=today).filter(Q(silence_to__isnull=True) | Q(silence_to__gte=today))


class ProposalQuerySet(models.QuerySet[Any]):
    def for_page(self, page: Page) -> Self:
        return self.filter(page_id=page.pk)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Proposals on published pages that ``user`` may read."""
        return self.filter(page__live=True, page__access__keyword__in=visibility.keywords_for(user))

    def amendments(self) -> Self:
        return self.filter(kind=ProposalKind.AMENDMENT)

    def actions(self) -> Self:
        return self.filter(kind=ProposalKind.ACTION)

    def open(self) -> Self:
        return self.filter(state=ProposalState.OPEN)

    def decided(self) -> Self:
        return self.exclude(state__in=[ProposalState.OPEN, ProposalState.WITHDRAWN])

    def with_people(self) -> Self:
        return self.select_related("author__organisation", "organisation", "decided_by", "version")

    def with_supports(self, user: User | AnonymousUser) -> Self:
        """Adds ``support_count`` and ``supported`` (by ``user``)."""
        mine: Any = Value(False, output_field=models.BooleanField())
        if user.is_authenticated:
            support = self.model._meta.get_field("supports").related_model
            mine = Exists(support._default_manager.filter(proposal=OuterRef("pk"), user=user))
        return self.annotate(support_count=Count("supports"), supported=mine)

    def with_remarks(self) -> Self:
        """Adds ``remark_count``, the contributions to its discussion: for lists that count nothing else of a page."""
        key = Concat(Value("proposal:"), Cast(OuterRef("pk"), models.CharField()))
        about = Comment.objects.roots().filter(page_id=OuterRef("page_id"), target=key, is_removed=False)
        number = about.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
        return self.annotate(remark_count=Subquery(number, output_field=models.IntegerField()))
