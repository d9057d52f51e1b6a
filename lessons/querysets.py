from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from wagtail.models import PageManager

from core.models import BasePageQuerySet, PageVersion

if TYPE_CHECKING:
    from accounts.models import User


class LessonQuerySet(BasePageQuerySet):
    def drafts_of(self, person: User) -> Self:
        """What ``person`` began and has not published."""
        return self.filter(live=False, owner=person, first_published_at__isnull=True).order_by(
            "-latest_revision_created_at"
        )

    def with_outcome(self, code: str) -> Self:
        return self.filter(outcome__code=code)

    def with_cause_group(self, code: str) -> Self:
        """Lessons with at least one cause of the group; each lesson once."""
        return self.filter(pk__in=self.model.objects.filter(causes__cause__group__code=code).values("pk"))

    def with_family(self, code: str) -> Self:
        return self.filter(family__code=code)

    def with_tag(self, slug: str) -> Self:
        return self.filter(pk__in=self.model.objects.filter(tagged_items__tag__slug=slug).values("pk"))

    def for_criteria(self, criterion_ids: list[int]) -> Self:
        """Lessons that name one of these criteria as a requirement that mattered."""
        return self.filter(requirements__criterion__in=criterion_ids).distinct()

    def with_facts(self) -> Self:
        """Everything about a lesson that its page or its card says in one line, in the same query."""
        newest = PageVersion.objects.filter(page=OuterRef("pk")).order_by("-number")
        row = self.select_related("outcome", "family", "responsible__organisation", "relaunch_outcome", "locale")
        return row.annotate(
            version_number=Subquery(newest.values("number")[:1]),
            version_date=Subquery(newest.values("created_at")[:1]),
        )

    def facet_counts(self, field: str, code: str, label: str) -> QuerySet[Any, dict[str, Any]]:
        """Lessons by term of one vocabulary: rows of facet, code, label_fr, label_en, total."""
        return (
            self.filter(**{f"{code}__isnull": False})
            .order_by()
            .values(facet=Value(field), code=F(code), label_fr=F(f"{label}_fr"), label_en=F(f"{label}_en"))
            .annotate(total=Count("pk", distinct=True))
        )

    def tag_counts(self) -> QuerySet[Any, dict[str, Any]]:
        return (
            self.filter(tagged_items__isnull=False)
            .order_by()
            .values(
                facet=Value("tag"),
                code=F("tagged_items__tag__slug"),
                label_fr=F("tagged_items__tag__name"),
                label_en=F("tagged_items__tag__name"),
            )
            .annotate(total=Count("pk", distinct=True))
        )


LessonManager = PageManager.from_queryset(LessonQuerySet)


class LessonRemedyQuerySet(QuerySet[Any]):
    def effect(self, lessons: LessonQuerySet) -> QuerySet[Any, dict[str, Any]]:
        """Per remedy tried in ``lessons`` that were relaunched: cases, tenders before and after, cases that gained."""
        return (
            self.filter(lesson__in=lessons.filter(tenders_received__isnull=False, tenders_after__isnull=False))
            .order_by()
            .values("remedy__code", "remedy__label_fr", "remedy__label_en")
            .annotate(
                cases=Count("lesson"),
                gained=Count("lesson", filter=Q(lesson__tenders_after__gt=F("lesson__tenders_received"))),
                before=Sum("lesson__tenders_received"),
                after=Sum("lesson__tenders_after"),
            )
            .order_by("-gained", "-cases", "remedy__code")
        )
