"""Lessons: written, read by a colleague, published, then kept up; each version holds what was known by then."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from core.models import SiteSettings
from home.demo import lessons
from home.demo.build.desk import Desk
from home.demo.build.guidance import criterion
from lessons import services
from lessons.enums import AmountBand
from lessons.models import (
    Cause,
    LessonCause,
    LessonIndexPage,
    LessonPage,
    LessonRemedy,
    LessonRequirement,
    Outcome,
    Remedy,
)

BANDS = {
    "0-40000": AmountBand.UNDER_40,
    "40000-90000": AmountBand.FROM_40,
    "90000-143000": AmountBand.FROM_90,
    "143000-443000": AmountBand.FROM_200,
}
# How many of the tenders received could be taken: what the outcome does not say by itself.
ADMISSIBLE = {"l-evaluation": 0, "l-traiteur": 0, "l-insertion": 0, "l-formation-num": 1, "l-lycees": 0}


def build(desk: Desk) -> None:
    if not Outcome.objects.exists():
        call_command("load_taxonomies", verbosity=0)
    index = desk.index(LessonIndexPage)["fr"]
    for row in lessons.LESSONS:
        page = desk.child(index, row["slug"])
        if page is None:
            index.refresh_from_db()
            page = _lesson(desk, index, row)
            desk.made.append(f"lesson:{row['key']}")
        desk.pages[row["key"]] = page
        desk.tick()


def _lesson(desk: Desk, index: LessonIndexPage, row: dict[str, Any]) -> LessonPage:
    author = desk.people[row["owner"]]
    reviewer = desk.people["facilitator" if row["owner"] != "facilitator" else "ines"]
    later = {part for edit in row["history"] for part in edit["adds"]}
    embargo = SiteSettings.load().lesson_embargo_days
    published = max(row["created"], row["decided"] + embargo)
    page = LessonPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        written_in=row.get("lang", "fr"),
        subject=row["object"],
        family=desk.family(row["family"]),
        cpv=row["cpv"],
        procedure=row["procedure"],
        amount_band=BANDS[row["band"]],
        days_to_answer=row["deadline"] - row["published"],
        files_taken=row["files_taken"],
        tenders_received=row["received"],
        tenders_admissible=ADMISSIBLE.get(row["key"], row["received"]),
        outcome=Outcome.objects.get(code=row["outcome"]),
        decision_date=desk.day(row["decided"]),
        publishable_from=desk.day(row["decided"] + embargo),
        review_by=desk.day(row["review"]),
        is_anonymous=True,
        has_no_trade_secret=True,
        has_no_litigation=True,
        responsible=author,
    )
    _write(desk, page, row, known=lambda part: part not in later)
    page.tags.set(desk.labels(row["tags"]))
    with desk.dated(desk.past(row["created"])):
        services.create_lesson(index=index, lesson=page, author=author)
        review = services.submit(lesson=page, author=author)
    when = desk.past(published, "11:30")
    with desk.dated(when):
        services.approve(review=review, reviewer=reviewer, at=when)
    known = {part for part in ("relaunch", "remedies", "confidence", "reuse", "differently") if part not in later}
    for edit in row["history"]:
        known |= set(edit["adds"])
        _edit(desk, page, row, edit, frozenset(known))
    for same in row["same_here"]:
        services.say_same(
            lesson=page, person=desk.people[same["author"]], note=same["note"], at=desk.past(same["at"], "10:40")
        )
    last = row["history"][-1]["at"] if row["history"] else published
    desk.date_page(page, first=when, last=desk.past(last))
    return LessonPage.objects.get(pk=page.pk)


def _edit(desk: Desk, page: LessonPage, row: dict[str, Any], edit: dict[str, Any], known: frozenset[str]) -> None:
    current = services.latest(LessonPage.objects.get(pk=page.pk))
    _write(desk, current, row, known=lambda part: part in known or (":" in part and part not in _coming(row, known)))
    when = desk.past(edit["at"], "09:45")
    with desk.dated(when):
        services.publish_edit(
            lesson=current,
            author=desk.people[edit["author"]],
            note=edit["note"],
            base_revision_id=current.latest_revision_id,
            at=when,
        )


def _coming(row: dict[str, Any], known: frozenset[str]) -> set[str]:
    """The parts that a later edit brings."""
    return {part for edit in row["history"] for part in edit["adds"]} - known


def _write(desk: Desk, page: LessonPage, row: dict[str, Any], *, known: Any) -> None:
    """Put on ``page`` what is ``known`` at that time."""
    causes = Cause.objects.in_bulk([cause["code"] for cause in row["causes"]], field_name="code")
    remedies = Remedy.objects.in_bulk([remedy["code"] for remedy in row["remedies"]], field_name="code")
    relaunch = row["relaunch"]
    page.tenders_after = relaunch["after"] if known("relaunch") else None
    page.confidence = row["confidence"] if known("confidence") else "one"
    page.reuse = row["reuse"] if known("reuse") else ""
    page.differently = row["differently"] if known("differently") else ""
    page.causes = [
        LessonCause(
            cause=causes[cause["code"]],
            what_happened=cause["what"],
            evidence=cause["evidence"],
            weight=cause["weight"],
            sort_order=number,
        )
        for number, cause in enumerate(row["causes"])
        if known(f"cause:{cause['code']}")
    ]
    tried = row["remedies"] if known("remedies") else row["remedies"][:1]
    page.remedies = [
        LessonRemedy(
            remedy=remedies[remedy["code"]],
            what_changed=remedy["what"],
            changed_on=desk.day(remedy["at"]) if remedy["at"] is not None else None,
            sort_order=number,
        )
        for number, remedy in enumerate(tried)
    ]
    cited = ((criterion(uid), role) for uid, role in row["requirements"].items())
    page.requirements = [
        LessonRequirement(criterion=found, role=role, sort_order=number)
        for number, (found, role) in enumerate(cited)
        if found is not None
    ]
