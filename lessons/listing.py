"""What the index and a lesson's page show: reads that start from several models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.models import Comment
from guidance.models import CriterionText
from lessons.enums import ReviewState
from lessons.models import CauseGroup, LessonCause, LessonIndexPage, LessonPage, LessonRemedy, LessonReview

if TYPE_CHECKING:
    from lessons.querysets import LessonQuerySet

PER_PAGE = 12
MAX_TAGS = 30

# Facet, the lookup of its code, the lookup of its label, and what narrows a list by it.
FACETS = (
    ("outcome", "outcome__code", "outcome__label"),
    ("cause", "causes__cause__group__code", "causes__cause__group__label"),
    ("family", "family__code", "family__label"),
)


def facet_titles() -> dict[str, str]:
    return {"outcome": _("Outcome"), "cause": _("Causes"), "family": _("Purchase family"), "tag": _("Tag")}


def _narrow(lessons: LessonQuerySet, chosen: dict[str, str], *, without: str = "") -> LessonQuerySet:
    for facet, narrowed in (
        ("outcome", "with_outcome"),
        ("cause", "with_cause_group"),
        ("family", "with_family"),
        ("tag", "with_tag"),
    ):
        if chosen.get(facet) and facet != without:
            lessons = getattr(lessons, narrowed)(chosen[facet])
    return lessons


def listing(index: LessonIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Lessons by the filters in the address, with the counts that each other choice would give: four queries."""
    chosen = {
        facet: request.GET.get(facet, "")[:60].replace("\x00", "") for facet in ("outcome", "cause", "family", "tag")
    }
    readable = LessonPage.objects.child_of(index).visible_to(request.user)
    lessons = _narrow(readable, chosen)
    page = Paginator(
        lessons.with_facts()
        .prefetch_related(Prefetch("causes", LessonCause.objects.select_related("cause")))
        .order_by("-first_published_at", "-pk"),
        PER_PAGE,
    ).get_page(request.GET.get("page"))
    facets = _facets(readable, chosen)
    figures = causes_by_group(readable)
    return {
        "crumbs": crumbs(index),
        "lessons": page,
        "cards": [_card(lesson) for lesson in page],
        "facets": facets,
        "chips": _chips(facets, chosen, request),
        "cause_rows": figures,
        "remedy_rows": remedies_tried(readable),
        "can_write": request.user.is_authenticated and getattr(request.user, "is_agent", False),
    }


def _card(lesson: LessonPage) -> dict[str, Any]:
    facts = [lesson.family.label] if lesson.family else []
    if lesson.tenders_received is not None:
        if lesson.tenders_after is not None:
            facts.append(
                _("Tenders: %(before)d, then %(after)d")
                % {"before": lesson.tenders_received, "after": lesson.tenders_after}
            )
        else:
            facts.append(_("Tenders: %(number)d") % {"number": lesson.tenders_received})
    decisive = sorted(lesson.causes.all(), key=lambda row: -row.weight)[:2]
    return {
        "lesson": lesson,
        "url": lesson.get_absolute_url(),
        "tone": outcome_tone(lesson),
        "facts": facts,
        "causes": [row.cause.label for row in decisive],
    }


def outcome_tone(lesson: LessonPage) -> str:
    return "done" if lesson.outcome.ocds_status == "complete" else "refused"


def crumbs(index: LessonIndexPage | None, *labels: str, lesson: LessonPage | None = None) -> list[dict[str, str]]:
    """The way here; the last label is the page itself."""
    items = [{"label": _("Wiki-contracts"), "url": index.get_absolute_url() if index else ""}]
    if lesson is not None:
        address = lesson.get_absolute_url() if lesson.live else reverse("lessons:draft", args=[lesson.pk])
        items.append({"label": lesson.draft_title or lesson.title, "url": address})
    return [*items, *({"label": label, "url": ""} for label in labels)]


def _facets(readable: LessonQuerySet, chosen: dict[str, str]) -> list[dict[str, Any]]:
    parts = [_narrow(readable, chosen, without=facet).facet_counts(facet, code, label) for facet, code, label in FACETS]
    parts.append(_narrow(readable, chosen, without="tag").tag_counts())
    rows = list(parts[0].union(*parts[1:], all=True))
    english = translation.get_language() == "en"
    facets = []
    for facet, title in facet_titles().items():
        options = [
            {
                "value": row["code"],
                "label": row["label_en"] if english else row["label_fr"],
                "count": row["total"],
                "checked": row["code"] == chosen[facet],
            }
            for row in rows
            if row["facet"] == facet
        ]
        if facet == "tag":
            options.sort(key=lambda option: (-option["count"], option["label"]))
            options = [option for place, option in enumerate(options) if place < MAX_TAGS or option["checked"]]
        options.sort(key=lambda option: (-option["count"], str(option["label"])))
        facets.append({"name": facet, "title": title, "options": options})
    return facets


def _chips(facets: list[dict[str, Any]], chosen: dict[str, str], request: HttpRequest) -> list[dict[str, str]]:
    chips = []
    for facet in facets:
        if chosen[facet["name"]]:
            labels = [option["label"] for option in facet["options"] if option["checked"]]
            query = request.GET.copy()
            query.pop(facet["name"], None)
            query.pop("page", None)
            chips.append({"label": labels[0] if labels else chosen[facet["name"]], "url": f"?{query.urlencode()}"})
    return chips


def causes_by_group(lessons: LessonQuerySet) -> list[dict[str, Any]]:
    """How many lessons name a cause of each group; groups without any are left out."""
    groups = (
        CauseGroup.objects.annotate(
            total=Count(
                "causes__cases__lesson",
                filter=Q(causes__cases__lesson__in=lessons.order_by().values("pk")),
                distinct=True,
            )
        )
        .filter(total__gt=0)
        .order_by("-total", "order")
    )
    return [{"label": group.label, "value": group.total} for group in groups]


def remedies_tried(lessons: LessonQuerySet) -> list[dict[str, Any]]:
    """Per remedy: relaunches, those with more tenders than before, tenders before and after."""
    suffix = "en" if translation.get_language() == "en" else "fr"
    return [{**row, "label": row[f"remedy__label_{suffix}"]} for row in LessonRemedy.objects.effect(lessons.order_by())]


def waiting_reviews(user: Any) -> list[LessonReview]:
    """Lessons that wait for somebody to read them, with whether ``user`` may be that somebody."""
    reviews = list(
        LessonReview.objects.filter(state=ReviewState.WAITING)
        .select_related("lesson", "submitted_by")
        .order_by("submitted_at")[:100]
    )
    for review in reviews:
        review.mine = review.submitted_by_id == user.pk or review.lesson.owner_id == user.pk  # type: ignore[attr-defined]
    return reviews


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: Any) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def lesson_context(lesson: LessonPage, user: Any) -> dict[str, Any]:
    """Everything a lesson's page shows beyond its own columns."""
    causes = list(lesson.causes.select_related("cause__group").prefetch_related("cause__usual_remedies"))
    tried = list(lesson.remedies.select_related("remedy"))
    tried_ids = {row.remedy_id for row in tried}
    same = list(lesson.same_cases.select_related("person__organisation")) if lesson.pk and lesson.live else []
    signed_in_agent = user.is_authenticated and user.is_agent
    index = lesson.index if lesson.pk else None
    facts = [
        (_("Purchase family"), lesson.family.label if lesson.family else ""),
        ("CPV", lesson.cpv),
        (_("Procedure"), lesson.get_procedure_display()),
        (_("Amount"), lesson.get_amount_band_display()),
        (_("Days to answer"), _number(lesson.days_to_answer)),
        (_("Files taken"), _number(lesson.files_taken)),
        (_("Tenders received"), _number(lesson.tenders_received)),
        (_("Admissible tenders"), _number(lesson.tenders_admissible)),
        (_("Date of the decision"), _day(lesson.decision_date)),
    ]
    return {
        "crumbs": crumbs(index, lesson=lesson),
        "outcome_tone": outcome_tone(lesson),
        "state_facts": _state_facts(lesson),
        "purchase_facts": facts if any(value for _term, value in facts) else [],
        "upkeep_facts": [
            (_("Owner"), lesson.responsible.byline if lesson.responsible else ""),
            (_("How sure we are"), lesson.get_confidence_display()),
            (_("To be read again by"), _day(lesson.review_by)),
        ],
        "tender_rows": [
            {"label": label, "value": value}
            for label, value in (
                (_("First time"), lesson.tenders_received),
                (_("At the relaunch"), lesson.tenders_after),
            )
            if value is not None and lesson.tenders_after is not None
        ],
        "causes": [
            {
                "row": row,
                "push": [remedy for remedy in row.cause.usual_remedies.all() if remedy.pk not in tried_ids],
            }
            for row in causes
        ],
        "remedies": tried,
        "requirements": list(
            lesson.requirements.select_related("criterion").prefetch_related(
                Prefetch("criterion__texts", CriterionText.objects.select_related("page"))
            )
        ),
        "same_cases": same,
        "same_notes": [
            {
                "note": case.note,
                # Who said so is agents' business; that it was said is everybody's.
                "who": case.person.byline if signed_in_agent else _("An agent"),
                "when": case.created_at,
            }
            for case in same
            if case.note
        ],
        "my_same_case": next((case for case in same if case.person_id == user.pk), None) if signed_in_agent else None,
        "can_say_same": signed_in_agent and lesson.live,
        "can_edit_live": signed_in_agent and lesson.live,
        "comments": list(Comment.objects.for_article(lesson, None).in_thread_order()) if lesson.live else [],
        "can_comment": lesson.comments_open_to(user),
        "can_close": lesson.moderated_by(user),
        "can_hide": lesson.moderated_by(user),
        "lesson_tags": [
            {"label": tag.name, "url": f"{index.get_absolute_url()}?tag={tag.slug}" if index else ""}
            for tag in lesson.tags.all()
        ],
    }


def _state_facts(lesson: LessonPage) -> list[str]:
    facts = []
    number = getattr(lesson, "version_number", None)
    if number:
        facts.append(_("Version %(number)d, %(date)s") % {"number": number, "date": _day(lesson.version_date)})
    if lesson.tenders_received is not None and lesson.tenders_after is not None:
        facts.append(
            _("Tenders: %(before)d, then %(after)d")
            % {"before": lesson.tenders_received, "after": lesson.tenders_after}
        )
    facts.append(_("Known from: %(cases)s") % {"cases": lesson.get_confidence_display()})
    return facts


def draft_state(lesson: LessonPage, review: LessonReview | None) -> dict[str, Any]:
    """Where a draft stands, in words."""
    if review is not None and review.state == ReviewState.WAITING:
        return {
            "draft_tone": "waiting",
            "draft_state": _("Waiting for a colleague to read it"),
            "draft_facts": [
                _("Submitted on %(date)s by %(name)s")
                % {"date": _day(review.submitted_at), "name": review.submitted_by or _("somebody")}
            ],
        }
    tone, words = "draft", _("Draft: you see it, its owner and communications, nobody else")
    if review is not None and review.state == ReviewState.RETURNED:
        tone, words = "waiting", _("Sent back: a change is asked for")
    return {
        "draft_tone": tone,
        "draft_state": words,
        "draft_facts": (
            [_("May be published from %(date)s") % {"date": _day(lesson.publishable_from)}]
            if lesson.publishable_from
            else []
        ),
    }
