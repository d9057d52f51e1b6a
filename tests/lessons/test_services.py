from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.models import OutgoingMail, PageVersion
from core.versions import StaleEditError
from lessons import services
from lessons.enums import Evidence, ReviewState
from lessons.models import LessonCause, LessonPage, SameCase
from tests.factories.accounts import UserFactory
from tests.factories.lessons import CauseFactory, OutcomeFactory, unsaved_lesson


@pytest.fixture
def author(db):
    return UserFactory(agent=True, name="Nadia Benali")


@pytest.fixture
def reviewer(db):
    return UserFactory(agent=True, name="Paul Armand")


@pytest.fixture
def lesson(index, author):
    return services.create_lesson(index=index, lesson=unsaved_lesson(), author=author)


def published(lesson, author, reviewer):
    review = services.submit(lesson=lesson, author=author)
    services.approve(review=review, reviewer=reviewer)
    return LessonPage.objects.get(pk=lesson.pk)


def test_a_new_lesson_is_a_draft_with_an_owner_and_dates(lesson, author):
    kept = LessonPage.objects.get(pk=lesson.pk)

    assert (kept.live, kept.owner, kept.responsible) == (False, author, author)
    assert kept.publishable_from == date(2025, 9, 1) + timedelta(days=60)
    assert [row.cause.code for row in kept.causes.all()] == ["A1"]


def test_a_draft_keeps_each_state_as_a_revision(lesson, author):
    lesson = services.latest(LessonPage.objects.get(pk=lesson.pk))
    base = lesson.latest_revision_id
    lesson.title = "Autre titre"
    lesson.causes.set([LessonCause(cause=CauseFactory(code="E1"), what_happened="Dix jours.", evidence=Evidence.SEEN)])

    services.save_draft(lesson=lesson, author=author, base_revision_id=base)

    newest = services.latest(LessonPage.objects.get(pk=lesson.pk))
    assert (newest.title, [row.cause.code for row in newest.causes.all()]) == ("Autre titre", ["E1"])
    assert not newest.live


def test_the_embargo_follows_the_decision_until_staff_move_it(lesson, author):
    lesson = services.latest(LessonPage.objects.get(pk=lesson.pk))
    lesson.decision_date = date(2025, 10, 1)
    services.save_draft(lesson=lesson, author=author, base_revision_id=lesson.latest_revision_id)
    followed = services.latest(LessonPage.objects.get(pk=lesson.pk))
    assert followed.publishable_from == date(2025, 10, 1) + timedelta(days=60)

    followed.publishable_from = date(2027, 1, 1)
    followed.save_revision()
    followed.decision_date = date(2025, 10, 2)
    services.save_draft(
        lesson=followed,
        author=author,
        base_revision_id=LessonPage.objects.get(pk=lesson.pk).latest_revision_id,
    )

    assert services.latest(LessonPage.objects.get(pk=lesson.pk)).publishable_from == date(2027, 1, 1)


def test_a_stale_draft_is_refused_and_writes_nothing(lesson, author, reviewer):
    base = lesson.latest_revision_id
    first = services.latest(LessonPage.objects.get(pk=lesson.pk))
    first.title = "Premier"
    services.save_draft(lesson=first, author=author, base_revision_id=base)
    second = services.latest(LessonPage.objects.get(pk=lesson.pk))
    second.title = "Second"

    with pytest.raises(StaleEditError) as refused:
        services.save_draft(lesson=second, author=reviewer, base_revision_id=base)

    assert refused.value.current.title == "Premier"
    assert services.latest(LessonPage.objects.get(pk=lesson.pk)).title == "Premier"


def test_approval_publishes_version_one_and_tells_the_author(lesson, author, reviewer):
    page = published(lesson, author, reviewer)

    version = PageVersion.objects.get(page_id=page.pk)
    mail = OutgoingMail.objects.get()
    assert (page.live, version.number, version.author) == (True, 1, author)
    assert (mail.to, mail.template) == (author.email, "lessons/published")
    assert page.get_absolute_url() in mail.text
    assert page.reviews.get().state == ReviewState.APPROVED


@pytest.mark.parametrize(
    "field", ["is_anonymous", "has_no_trade_secret", "has_no_litigation"], ids=["anonymous", "secret", "litigation"]
)
def test_each_statement_is_compulsory_to_submit(index, author, field):
    lesson = services.create_lesson(index=index, lesson=unsaved_lesson(**{field: False}), author=author)

    with pytest.raises(services.IncompleteError) as refused:
        services.submit(lesson=lesson, author=author)

    assert [item.field for item in refused.value.missing] == [field]
    assert not lesson.reviews.exists()


def test_a_lesson_without_a_cause_is_not_submitted(index, author):
    lesson = services.create_lesson(index=index, lesson=unsaved_lesson(causes=[]), author=author)

    with pytest.raises(services.IncompleteError) as refused:
        services.submit(lesson=lesson, author=author)

    assert [item.field for item in refused.value.missing] == ["causes-0-cause"]


def test_a_draft_of_a_title_and_an_outcome_lacks_the_rest_in_the_order_of_the_form(index, author):
    bare = LessonPage(title="Une seule offre", outcome=OutcomeFactory())
    lesson = services.create_lesson(index=index, lesson=bare, author=author)

    kept = LessonPage.objects.get(pk=lesson.pk)
    assert (kept.decision_date, kept.publishable_from, kept.responsible) == (None, None, author)
    assert [item.field for item in services.missing(services.latest(kept))] == [
        "subject",
        "procedure",
        "decision_date",
        "causes-0-cause",
        "is_anonymous",
        "has_no_trade_secret",
        "has_no_litigation",
    ]


def test_rows_begun_and_not_finished_are_named_by_their_number(index, author):
    lesson = services.create_lesson(
        index=index,
        lesson=unsaved_lesson(
            causes=[
                LessonCause(cause=CauseFactory(), what_happened="Trop court.", evidence=Evidence.SAID),
                LessonCause(cause=CauseFactory(code="E1")),
            ]
        ),
        author=author,
    )

    with translation.override("en"):
        lacking = services.missing(services.latest(lesson))

    assert [(item.field, item.label) for item in lacking] == [
        ("causes-1-what", "Cause 2, What happened"),
        ("causes-1-evidence", "Cause 2, How we know"),
    ]


def test_a_decision_said_later_starts_the_embargo(index, author, reviewer):
    lesson = services.create_lesson(index=index, lesson=unsaved_lesson(decision_date=None), author=author)
    draft = services.latest(lesson)
    draft.decision_date = timezone.localdate()
    services.save_draft(lesson=draft, author=author, base_revision_id=draft.latest_revision_id)
    review = services.submit(lesson=LessonPage.objects.get(pk=lesson.pk), author=author)

    with pytest.raises(services.EmbargoError) as refused:
        services.approve(review=review, reviewer=reviewer)

    assert refused.value.publishable_from == timezone.localdate() + timedelta(days=60)


def test_a_draft_begun_in_the_editor_does_not_escape_the_embargo(lesson, author, reviewer):
    draft = services.latest(lesson)
    draft.decision_date, draft.publishable_from = timezone.localdate(), None
    draft.save_revision(clean=False)
    review = services.submit(lesson=LessonPage.objects.get(pk=lesson.pk), author=author)

    with pytest.raises(services.EmbargoError):
        services.approve(review=review, reviewer=reviewer)

    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_nobody_reviews_their_own_lesson(lesson, author):
    review = services.submit(lesson=lesson, author=author)

    with pytest.raises(services.OwnLessonError):
        services.approve(review=review, reviewer=author)

    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_whoever_wrote_part_of_it_does_not_review_it(lesson, author, reviewer):
    draft = services.latest(LessonPage.objects.get(pk=lesson.pk))
    services.save_draft(lesson=draft, author=reviewer, base_revision_id=draft.latest_revision_id)
    review = services.submit(lesson=lesson, author=author)

    with pytest.raises(services.OwnLessonError):
        services.approve(review=review, reviewer=reviewer)


def test_a_recent_decision_is_not_published(index, author, reviewer):
    lesson = services.create_lesson(
        index=index, lesson=unsaved_lesson(decision_date=timezone.localdate()), author=author
    )
    review = services.submit(lesson=lesson, author=author)

    with pytest.raises(services.EmbargoError) as refused:
        services.approve(review=review, reviewer=reviewer)

    assert refused.value.publishable_from == timezone.localdate() + timedelta(days=60)
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_a_lesson_sent_back_tells_why_and_can_be_submitted_again(lesson, author, reviewer):
    review = services.submit(lesson=lesson, author=author)

    services.send_back(review=review, reviewer=reviewer, reason="On reconnaît l’entreprise.")
    again = services.submit(lesson=lesson, author=author)

    assert "On reconnaît l’entreprise." in OutgoingMail.objects.get().text
    assert (again.state, lesson.reviews.count()) == (ReviewState.WAITING, 2)


def test_a_review_is_answered_once(lesson, author, reviewer):
    review = services.submit(lesson=lesson, author=author)
    services.withdraw(review=review, by=author)

    with pytest.raises(services.NotWaitingError):
        services.approve(review=review, reviewer=reviewer)


def test_a_lesson_waits_for_one_review_at_a_time(lesson, author):
    services.submit(lesson=lesson, author=author)

    with pytest.raises(IntegrityError), transaction.atomic():
        services.submit(lesson=lesson, author=author)


def test_an_edit_publishes_the_next_version_with_its_note(lesson, author, reviewer):
    page = services.latest(published(lesson, author, reviewer))
    page.reuse = "Le tableau des quantités."

    services.publish_edit(
        lesson=page, author=reviewer, note="Ajout du tableau", base_revision_id=page.latest_revision_id
    )

    newest = PageVersion.objects.filter(page_id=page.pk).first()
    assert (newest.number, newest.note, newest.author) == (2, "Ajout du tableau", reviewer)
    assert LessonPage.objects.get(pk=page.pk).reuse == "Le tableau des quantités."


def test_a_stale_publication_is_refused(lesson, author, reviewer):
    page = published(lesson, author, reviewer)
    base = page.latest_revision_id
    first, second = services.latest(page), services.latest(page)
    first.reuse = "Un"
    services.publish_edit(lesson=first, author=author, note="un", base_revision_id=base)
    second.reuse = "Deux"

    with pytest.raises(StaleEditError):
        services.publish_edit(lesson=second, author=reviewer, note="deux", base_revision_id=base)

    assert LessonPage.objects.get(pk=page.pk).reuse == "Un"


def test_an_old_version_comes_back_as_a_new_one(lesson, author, reviewer):
    page = services.latest(published(lesson, author, reviewer))
    page.title = "Titre changé"
    page.causes.set([LessonCause(cause=CauseFactory(code="E1"), what_happened="Dix jours.", evidence=Evidence.SEEN)])
    services.publish_edit(lesson=page, author=author, note="changé", base_revision_id=page.latest_revision_id)
    first = PageVersion.objects.get(page_id=page.pk, number=1)
    current = LessonPage.objects.get(pk=page.pk)

    version = services.restore(
        lesson=current,
        version=first,
        author=reviewer,
        note="Le premier était juste",
        base_revision_id=current.latest_revision_id,
    )

    page = LessonPage.objects.get(pk=page.pk)
    assert (version.number, page.title) == (3, "Animation d’ateliers : une seule offre")
    assert [row.cause.code for row in page.causes.all()] == ["A1"]


def test_still_valid_moves_the_date_by_a_year_and_is_a_version(lesson, author, reviewer):
    page = published(lesson, author, reviewer)

    services.confirm_still_valid(lesson=page, by=reviewer, note="Relu avec deux entreprises")

    page = LessonPage.objects.get(pk=page.pk)
    assert page.review_by == timezone.localdate() + services.REVIEW_AFTER
    assert PageVersion.objects.filter(page_id=page.pk).first().note == "Relu avec deux entreprises"


def test_the_same_case_is_counted_once_a_person(lesson, author, reviewer):
    page = published(lesson, author, reviewer)

    services.say_same(lesson=page, person=reviewer, note="Pareil")
    services.say_same(lesson=page, person=reviewer, note="Pareil, deux fois")
    services.say_same(lesson=page, person=author, note="")

    assert list(SameCase.objects.values_list("person", "note")) == [
        (reviewer.pk, "Pareil, deux fois"),
        (author.pk, ""),
    ]


def test_a_lesson_is_found_by_search_only_once_published(lesson, author, reviewer):
    assert list(LessonPage.objects.get(pk=lesson.pk).search_documents()) == []

    page = published(lesson, author, reviewer)

    (document,) = page.search_documents()
    assert (document.device, document.any_language, document.title) == ("lesson", True, page.title)
    year = str(timezone.localtime(document.date).year)
    assert document.facets == {"outcome": ("no-tender",), "cause": ("need",), "family": (), "cpv": (), "year": (year,)}
    assert "Les quantités manquaient." in document.body
