"""Guidance pages in French and English, with the versions that tell how two criteria came to say what they say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from core import versions
from guidance.models import Criterion, GuidanceIndexPage, GuidancePage
from home.demo import guidance, pictures
from home.demo.build.desk import LANGUAGES, Desk, lasting_id, paragraphs


def build(desk: Desk) -> None:
    indexes = desk.index(GuidanceIndexPage)
    for language, page in indexes.items():
        desk.introduce(page, guidance.INDEX["introduction"][language])
    for row in guidance.PAGES:
        original: GuidancePage | None = None
        for language in LANGUAGES:
            page = desk.child(indexes[language], row["slug"][language])
            if page is None:
                page = _page(desk, row, language, original)
                index = indexes[language]
                index.refresh_from_db()
                index.add_child(instance=page)
                page.families.set([desk.family(code) for code in row["families"]])
                page.steps.set([desk.steps[code] for code in row["steps"]])
                page.tags.set(_page_tags(desk, row, language))
                page.save()
                _publish_history(desk, row, page, language)
                desk.made.append(f"guidance:{page.slug}")
            original = original or page
            desk.pages[f"{row['key']}:{language}"] = page
        desk.tick()


def criterion(uid: str | None) -> Criterion | None:
    return Criterion.objects.filter(uid=uid).first() if uid else None


def _page(desk: Desk, row: dict[str, Any], language: str, original: GuidancePage | None) -> GuidancePage:
    owner = desk.people[row["owner"]]
    page = GuidancePage(
        title=row["title"][language],
        slug=row["slug"][language],
        summary=row["summary"][language],
        introduction=paragraphs(row["introduction"][language]),
        audiences=list(row["audiences"]),
        questions=json.dumps(
            [
                {"type": "question", "value": question, "id": str(lasting_id(row["key"], "question", str(number)))}
                for number, question in enumerate(row["questions"][language])
            ]
        ),
        market=paragraphs(row["market"][language]),
        market_date=desk.day(row["reviewed"]),
        legal_references=json.dumps(
            [
                {
                    "type": "reference",
                    "value": {
                        "text": reference["text"][language],
                        "url": "",
                        "valid_from": reference["valid_from"],
                        "valid_to": None,
                        "note": reference["note"][language],
                    },
                    "id": str(lasting_id(row["key"], "legal", str(number))),
                }
                for number, reference in enumerate(guidance.LEGAL)
            ]
        ),
        effective_date=desk.day(row["history"][-1]["at"] if row["history"] else row["published"]),
        next_review_date=_next_review(desk, row),
        contact=owner.job_title[:150],
        picture=desk.image(row["picture"]),
        picture_alt=pictures.PICTURES[row["picture"]]["alt"][language],
        locale=desk.homes[language].locale,
        owner=owner,
    )
    if original is not None:
        page.translation_key = original.translation_key
    return page


def _next_review(desk: Desk, row: dict[str, Any]) -> date:
    return desk.day(row["reviewed"] + 540)


def _publish_history(desk: Desk, row: dict[str, Any], page: GuidancePage, language: str) -> None:
    """Version 1 with the words of the time, then each later version with what was changed and why."""
    editor = desk.people["editor"]
    states = [*row["history"], None]
    at = row["published"]
    note = {"fr": "Première publication.", "en": "First publication."}[language]
    for state in states:
        page.criteria = json.dumps([_block(desk, value, language, state) for value in row["criteria"]])
        page.change_note = note
        when = desk.past(at)
        with desk.dated(when):
            versions.publish_version(
                page=page, author=editor, note=note, base_revision_id=page.latest_revision_id, at=when
            )
        if state is not None:
            at, note = state["at"], state["note"][language]
    desk.date_page(page, first=desk.past(row["published"]), last=desk.past(at))


def _block(desk: Desk, value: dict[str, Any], language: str, state: dict[str, Any] | None) -> dict[str, Any]:
    """A criterion as it is today, or as it was before ``state`` changed it."""
    was = state["was"].get(value["uid"], {}) if state else {}
    text = {
        name: was.get(name, value[name])[language]
        for name in ("name", "clause", "why", "verification", "attention", "small_firms")
    }
    return {
        "type": "criterion",
        "id": str(lasting_id("criterion", value["uid"])),
        "value": {
            **text,
            "uid": value["uid"],
            "type": value["type"],
            "level": value["level"],
            "source": {
                "fr": "Rédaction de la Région, Licence ouverte 2.0.",
                "en": "The Region's own wording, French open licence 2.0.",
            }[language],
            "tags": ", ".join(desk.labels(value["tags"], language)),
        },
    }


def _page_tags(desk: Desk, row: dict[str, Any], language: str) -> list[str]:
    codes = list(dict.fromkeys(tag for value in row["criteria"] for tag in value["tags"]))
    return desk.labels(codes[:6], language)
