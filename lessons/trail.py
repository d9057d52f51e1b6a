"""What lessons add to a criterion's evidence trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guidance.trail import TrailItem
from lessons.models import LessonPage, LessonRequirement

if TYPE_CHECKING:
    from core.visibility import Reader


def lessons_of_criteria(criterion_ids: Collection[int], user: Reader) -> Iterable[TrailItem]:
    """Lessons that name a criterion as a requirement that mattered: one query whatever their number."""
    rows = (
        LessonRequirement.objects.filter(
            criterion__in=criterion_ids, lesson__in=LessonPage.objects.visible_to(user).order_by()
        )
        .select_related("lesson__outcome", "lesson__locale")
        .order_by("lesson__first_published_at", "pk")
    )
    for row in rows:
        yield TrailItem(
            criterion_id=row.criterion_id,
            device="lesson",
            label=_("Named in a lesson"),
            text=row.lesson.title,
            url=f"{row.lesson.get_absolute_url()}#requirements",
            date=row.lesson.first_published_at,
            language=row.lesson.language,
        )
