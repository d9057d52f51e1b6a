from __future__ import annotations

import pytest

from lessons.models import LessonCause
from tests.factories.lessons import (
    CauseFactory,
    CauseGroupFactory,
    LessonPageFactory,
    LessonRemedyFactory,
    OutcomeFactory,
    RemedyFactory,
)


@pytest.fixture
def lessons(index):
    one = LessonPageFactory(parent=index, title="Un", tenders_received=1, tenders_after=4)
    two = LessonPageFactory(parent=index, title="Deux", outcome=OutcomeFactory(code="dropped-budget"))
    three = LessonPageFactory(parent=index, title="Trois", tenders_received=2, tenders_after=2)
    hidden = LessonPageFactory(parent=index, title="Brouillon", draft=True, tenders_received=1, tenders_after=9)
    timing = CauseFactory(code="E1", group=CauseGroupFactory(code="timing", label_fr="Calendrier"))
    for lesson in (two, hidden):
        LessonCause.objects.create(lesson=lesson, cause=timing, what_happened="Court.", evidence="said")
    for lesson in (one, three, hidden):
        LessonRemedyFactory(lesson=lesson, remedy=RemedyFactory(code="R11"))
    return one, two, three, hidden


def titles(response):
    return sorted(lesson.title for lesson in response.context["lessons"])


FILTERS = [
    ({}, ["Deux", "Trois", "Un"]),
    ({"outcome": "dropped-budget"}, ["Deux"]),
    ({"cause": "timing"}, ["Deux"]),
    ({"cause": "need"}, ["Deux", "Trois", "Un"]),
    ({"cause": "timing", "outcome": "no-tender"}, []),
    ({"outcome": "' OR 1=1"}, []),
    ({"family": "x\x00y"}, []),
    ({"page": "x"}, ["Deux", "Trois", "Un"]),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS, ids=[str(query) for query, _titles in FILTERS])
def test_filters(clients, index, lessons, query, expected):
    response = clients["agent"].get(index.get_absolute_url(), query)

    assert (response.status_code, titles(response)) == (200, expected)


def test_counts_are_those_that_a_choice_would_give_and_leave_drafts_out(clients, index, lessons):
    context = clients["anonymous"].get(index.get_absolute_url(), {"outcome": "no-tender"}).context

    counts = {facet["name"]: {item["value"]: item["count"] for item in facet["options"]} for facet in context["facets"]}
    assert counts["outcome"] == {"no-tender": 2, "dropped-budget": 1}
    assert counts["cause"] == {"need": 2}
    assert [chip["url"] for chip in context["chips"]] == ["?"]


def test_figures_count_published_lessons_only(clients, index, lessons):
    context = clients["anonymous"].get(index.get_absolute_url()).context

    assert sorted((row["label"], row["value"]) for row in context["cause_rows"]) == [
        ("Calendrier", 1),
        ("need en français", 3),
    ]
    (row,) = context["remedy_rows"]
    assert (row["cases"], row["gained"], row["before"], row["after"]) == (2, 1, 3, 6)


def test_tags_filter_and_count(clients, index, lessons):
    one = lessons[0]
    one.tags.add("ateliers")
    one.save()

    context = clients["anonymous"].get(index.get_absolute_url(), {"tag": "ateliers"}).context

    assert [lesson.title for lesson in context["lessons"]] == ["Un"]
    (facet,) = [facet for facet in context["facets"] if facet["name"] == "tag"]
    assert [(item["value"], item["count"], item["checked"]) for item in facet["options"]] == [("ateliers", 1, True)]


def test_an_empty_room_says_what_will_be_there(clients, index):
    assert "empty-state" in clients["anonymous"].get(index.get_absolute_url()).content.decode()
