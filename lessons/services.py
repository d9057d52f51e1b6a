"""What can be done with a lesson. Each function is the only door for its change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core import mail, versions
from core.models import PageVersion, SiteSettings
from core.models.base import localised_path
from core.text import clean_text
from lessons.enums import ReviewState
from lessons.models import LessonIndexPage, LessonPage, LessonReview, SameCase

if TYPE_CHECKING:
    from accounts.models import User

REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a lesson lacks before colleagues read it: the control of the form to go to, and its name."""

    field: str
    label: str


class IncompleteError(Exception):
    """The lesson lacks what a reader needs: ``missing`` says what, in the order of the form."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__(", ".join(item.field for item in missing))


class EmbargoError(Exception):
    """The decision is too recent: firms may still contest it."""

    def __init__(self, publishable_from: date) -> None:
        self.publishable_from = publishable_from
        super().__init__(f"not before {publishable_from}")


class NotWaitingError(Exception):
    """The review is over: somebody has answered it or its author has taken the lesson back."""


class OwnLessonError(Exception):
    """Nobody reviews what they wrote."""


def publishable_from(decision_date: date | None) -> date | None:
    """The first day on which a lesson about a decision of ``decision_date`` may be published; none without one."""
    if decision_date is None:
        return None
    return decision_date + timedelta(days=SiteSettings.load().lesson_embargo_days)


def current_review(lesson: LessonPage) -> LessonReview | None:
    """The last time the lesson was submitted, whatever became of it."""
    return lesson.reviews.select_related("submitted_by", "decided_by").first()


def latest(lesson: LessonPage) -> LessonPage:
    """The lesson with its newest text, published or not; never the object that was given."""
    revision = lesson.get_latest_revision()
    return revision.as_object() if revision else lesson


@transaction.atomic
def create_lesson(*, index: LessonIndexPage, lesson: LessonPage, author: User) -> LessonPage:
    """Keep a new lesson as a draft that only ``author``, its owner and communications see.

    ``lesson`` is unsaved; its causes, remedies and requirements are on it. Its owner is ``author`` unless it names one.
    """
    lesson.live = False
    lesson.owner = author
    lesson.locale = index.locale
    if lesson.publishable_from is None:
        lesson.publishable_from = publishable_from(lesson.decision_date)
    _fill_upkeep(lesson, author)
    index.add_child(instance=lesson)
    # A draft may lack anything but its title and its outcome.
    lesson.save_revision(user=author, log_action=True, clean=False)
    return lesson


def _fill_upkeep(lesson: LessonPage, author: User) -> None:
    if lesson.responsible_id is None:
        lesson.responsible = author
    if lesson.review_by is None:
        lesson.review_by = timezone.localdate() + REVIEW_AFTER


@transaction.atomic
def save_draft(*, lesson: LessonPage, author: User, base_revision_id: int | None) -> LessonPage:
    """Keep another state of a lesson that is not published. Raises ``StaleEditError`` as a publication would."""
    versions.refuse_stale(lesson, base_revision_id)
    before = latest(LessonPage.objects.get(pk=lesson.pk))
    if before.publishable_from in {None, publishable_from(before.decision_date)}:
        # Nobody moved it by hand: it follows the decision.
        lesson.publishable_from = publishable_from(lesson.decision_date)
    _fill_upkeep(lesson, author)
    lesson.save_revision(user=author, log_action=True, clean=False)
    return lesson


@transaction.atomic
def publish_edit(
    *, lesson: LessonPage, author: User, note: str, base_revision_id: int | None, at: datetime | None = None
) -> PageVersion:
    """Publish a change of a published lesson at once; ``note`` says what changed and why."""
    return versions.publish_version(
        page=lesson, author=author, note=clean_text(note), base_revision_id=base_revision_id, at=at
    )


def missing(lesson: LessonPage) -> list[Missing]:
    """What ``lesson`` lacks before a colleague reads it, in the order of the form; fields named as the form does."""
    causes = list(lesson.causes.all())
    rows = [
        (bool(lesson.subject), "subject", _("What was to be bought")),
        (bool(lesson.procedure), "procedure", _("Procedure")),
        (lesson.decision_date is not None, "decision_date", _("Date of the decision")),
        (bool(causes), "causes-0-cause", _("At least one cause")),
    ]
    for position, cause in enumerate(causes):
        title = _("Cause %(number)d") % {"number": position + 1}
        rows += [
            (bool(cause.what_happened), f"causes-{position}-what", f"{title}, {_('What happened')}"),
            (bool(cause.evidence), f"causes-{position}-evidence", f"{title}, {_('How we know')}"),
        ]
    for position, requirement in enumerate(lesson.requirements.all()):
        title = _("Requirement %(number)d") % {"number": position + 1}
        rows.append((bool(requirement.role), f"requirements-{position}-role", f"{title}, {_('The part it played')}"))
    for position, remedy in enumerate(lesson.remedies.all()):
        title = _("Remedy %(number)d") % {"number": position + 1}
        rows.append((bool(remedy.what_changed), f"remedies-{position}-what", f"{title}, {_('What was changed')}"))
    rows += [
        (lesson.is_anonymous, "is_anonymous", _("No firm and no person can be recognised.")),
        (
            lesson.has_no_trade_secret,
            "has_no_trade_secret",
            _("Nothing here is a trade secret: no price, no method that belongs to a firm."),
        ),
        (lesson.has_no_litigation, "has_no_litigation", _("No dispute about this procedure is running.")),
        (lesson.responsible_id is not None, "responsible", _("Owner")),
    ]
    return [Missing(field, str(label)) for there, field, label in rows if not there]


def _require_complete(lesson: LessonPage) -> None:
    lacking = missing(lesson)
    if lacking:
        raise IncompleteError(lacking)


@transaction.atomic
def submit(*, lesson: LessonPage, author: User) -> LessonReview:
    """Ask colleagues to read a draft. From now on every agent can read it, and nobody can change it."""
    versions.lock(lesson)
    _require_complete(latest(lesson))
    review = LessonReview.objects.create(lesson=lesson, submitted_by=author)
    log(instance=lesson, action="lessons.submit", user=author)
    return review


def _waiting(review: LessonReview) -> LessonReview:
    locked = LessonReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.state != ReviewState.WAITING:
        raise NotWaitingError
    return locked


def _decide(
    review: LessonReview, *, state: ReviewState, by: User, reason: str = "", at: datetime | None = None
) -> None:
    review.state = state
    review.decided_by = by
    review.decided_at = at or timezone.now()
    review.reason = reason
    review.save(update_fields=["state", "decided_by", "decided_at", "reason"])


@transaction.atomic
def withdraw(*, review: LessonReview, by: User) -> None:
    """Take a submitted draft back to go on writing."""
    _decide(_waiting(review), state=ReviewState.WITHDRAWN, by=by)


@transaction.atomic
def send_back(*, review: LessonReview, reviewer: User, reason: str) -> None:
    """Return a draft to its author, who is told why."""
    locked = _waiting(review)
    _refuse_own(locked, reviewer)
    _decide(locked, state=ReviewState.RETURNED, by=reviewer, reason=clean_text(reason))
    log(instance=locked.lesson, action="lessons.send_back", user=reviewer)
    _tell_author(locked, "lessons/returned")


@transaction.atomic
def approve(*, review: LessonReview, reviewer: User, at: datetime | None = None) -> PageVersion:
    """Publish a submitted draft as version 1. Refused before ``publishable_from``."""
    locked = _waiting(review)
    _refuse_own(locked, reviewer)
    lesson = latest(LessonPage.objects.get(pk=locked.lesson_id))
    _require_complete(lesson)
    if lesson.publishable_from is None:
        # Begun in the editor's tree, where nothing fills it in.
        lesson.publishable_from = publishable_from(lesson.decision_date)
    if lesson.publishable_from is not None and lesson.is_under_embargo:
        raise EmbargoError(lesson.publishable_from)
    _decide(locked, state=ReviewState.APPROVED, by=reviewer, at=at)
    version = versions.publish_version(
        page=lesson, author=locked.submitted_by, note="", base_revision_id=lesson.latest_revision_id, at=at
    )
    log(instance=lesson, action="lessons.approve", user=reviewer)
    _tell_author(locked, "lessons/published")
    return version


def _refuse_own(review: LessonReview, reviewer: User) -> None:
    wrote = review.lesson.revisions.filter(user_id=reviewer.pk).exists()
    if wrote or reviewer.pk in {review.submitted_by_id, review.lesson.owner_id}:
        raise OwnLessonError


def _tell_author(review: LessonReview, template: str) -> None:
    author = review.submitted_by
    if author is None or not author.is_active:
        return
    lesson = LessonPage.objects.get(pk=review.lesson_id)
    mail.send(
        to=author.email,
        template=template,
        context={
            "title": lesson.draft_title,
            "review": review,
            "name": author.get_full_name(),
            "path": localised_path(
                lesson.get_absolute_url() if lesson.live else reverse("lessons:draft", args=[lesson.pk]),
                author.preferred_language,
            ),
        },
        language=author.preferred_language,
    )


@transaction.atomic
def restore(
    *, lesson: LessonPage, version: PageVersion, author: User, note: str, base_revision_id: int | None
) -> PageVersion:
    """Publish the text of an old version as a new one."""
    return versions.restore_version(
        page=lesson, version=version, author=author, note=clean_text(note), base_revision_id=base_revision_id
    )


@transaction.atomic
def confirm_still_valid(*, lesson: LessonPage, by: User, note: str) -> PageVersion:
    """Push the date to be read again a year on: read, found right, and ``note`` says on what ground."""
    versions.lock(lesson)
    newest = latest(LessonPage.objects.get(pk=lesson.pk))
    newest.review_by = timezone.localdate() + REVIEW_AFTER
    return versions.publish_version(
        page=newest, author=by, note=clean_text(note), base_revision_id=newest.latest_revision_id
    )


@transaction.atomic
def say_same(*, lesson: LessonPage, person: User, note: str, at: datetime | None = None) -> SameCase:
    """“This happened to us too”: counted once; saying it again replaces the note."""
    same, _made = SameCase.objects.update_or_create(
        lesson=lesson, person=person, defaults={"note": clean_text(note), **({"created_at": at} if at else {})}
    )
    return same


@transaction.atomic
def take_same_back(*, lesson: LessonPage, person: User) -> None:
    SameCase.objects.filter(lesson=lesson, person=person).delete()
