"""Who may do what with a lesson. Reading a published one is ``core.visibility``'s matter."""

from __future__ import annotations

from typing import Any

from lessons.enums import ReviewState
from lessons.models import LessonPage, LessonReview


def can_write(user: Any) -> bool:
    """Agents write lessons, on the site; nobody else does."""
    return user.is_authenticated and user.is_agent


def is_author(user: Any, lesson: LessonPage) -> bool:
    """Began the lesson or wrote any of it."""
    return user.is_authenticated and (lesson.owner_id == user.pk or lesson.revisions.filter(user_id=user.pk).exists())


def can_see_draft(user: Any, lesson: LessonPage, review: LessonReview | None) -> bool:
    """Its author, whoever is to keep it, communications; and, once submitted, every agent: they may review it."""
    if not can_write(user):
        return False
    if review is not None and review.state == ReviewState.WAITING:
        return True
    return user.is_communications or lesson.responsible_id == user.pk or is_author(user, lesson)


def can_edit(user: Any, lesson: LessonPage, review: LessonReview | None) -> bool:
    """A published lesson is everybody's among agents; a draft is its author's, and rests while it is reviewed."""
    if not can_write(user):
        return False
    if lesson.live:
        return True
    if review is not None and review.state == ReviewState.WAITING:
        return False
    return can_see_draft(user, lesson, review)


def can_review(user: Any, lesson: LessonPage, review: LessonReview | None) -> bool:
    """Any agent but those who wrote it."""
    return (
        can_write(user)
        and review is not None
        and review.state == ReviewState.WAITING
        and review.submitted_by_id != user.pk
        and not is_author(user, lesson)
    )


def can_withdraw(user: Any, lesson: LessonPage, review: LessonReview | None) -> bool:
    return (
        can_write(user)
        and review is not None
        and review.state == ReviewState.WAITING
        and (review.submitted_by_id == user.pk or is_author(user, lesson))
    )


def can_say_same(user: Any, lesson: LessonPage) -> bool:
    return can_write(user) and lesson.live
