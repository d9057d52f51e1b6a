"""Aperitif-challenges: two wordings of one evening, its registrations in turn, its questions, its record."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils.text import slugify

from accounts.enums import IdentifierType
from events import services
from events.enums import RelatedNeed
from events.models import ChallengeIndexPage, ChallengePage, Registration
from home.demo import challenges, people
from home.demo.build.desk import LANGUAGES, Desk, lasting_id, paragraphs
from home.demo.build.spaces import follow_up, proposal_text
from spaces import services as spaces

CONFIRMED_AFTER = timedelta(minutes=6)


def build(desk: Desk) -> None:
    indexes = desk.index(ChallengeIndexPage)
    for language, page in indexes.items():
        desk.introduce(page, challenges.INDEX["introduction"][language])
    for row in challenges.CHALLENGES:
        original: ChallengePage | None = None
        for language in LANGUAGES:
            page = desk.child(indexes[language], row["slug"][language])
            if page is None:
                page = _page(desk, row, language, indexes[language], original)
                desk.made.append(f"challenge:{page.slug}")
                if original is None:
                    # The evening's life hangs on its first wording.
                    _live(desk, row, ChallengePage.objects.get(pk=page.pk))
            original = original or page
            desk.pages[f"{row['key']}:{language}"] = page
        desk.tick()


def _page(
    desk: Desk, row: dict[str, Any], language: str, index: ChallengeIndexPage, original: ChallengePage | None
) -> ChallengePage:
    opens = desk.at(*row["opens"])
    starts = desk.appointment(*row["start"])
    draft = desk.pages.get(f"spec-{row['space']}") if row["space"] else None
    need = RelatedNeed.DRAFT if draft else RelatedNeed.NONE
    page = ChallengePage(
        title=row["title"][language],
        slug=row["slug"][language],
        summary=row["summary"][language],
        context=paragraphs(row["context"][language]),
        questions=json.dumps(
            [
                {"type": "question", "value": text, "id": str(lasting_id(row["key"], "question", str(number)))}
                for number, text in enumerate(row["questions"][language])
            ]
        ),
        programme=json.dumps(
            [
                {
                    "type": "item",
                    "value": {"time": clock, "what": what[language]},
                    "id": str(lasting_id(row["key"], "programme", clock)),
                }
                for clock, what in row["programme"]
            ]
        ),
        starts_at=starts,
        ends_at=desk.appointment(*row["end"]),
        place=row["place"],
        address=row["address"],
        access_information=row["access"][language],
        registration_opens_at=opens,
        registration_closes_at=starts - timedelta(days=2),
        capacity=row["capacity"],
        max_per_organisation=row["per_organisation"],
        related_need=RelatedNeed.PLANNED if row["key"] == "d-signes" else need,
        related_page=draft,
        agents_present=json.dumps(
            [
                {
                    "type": "agent",
                    "value": {
                        "who": desk.people[key].get_full_name(),
                        "department": desk.people[key].job_title,
                        "interests": {"fr": "aucun", "en": "none"}[language],
                    },
                    "id": str(lasting_id(row["key"], "agent", key)),
                }
                for key in row["agents"]
            ]
        ),
        locale=desk.homes[language].locale,
        owner=desk.people["editor"],
    )
    if original is not None:
        page.translation_key = original.translation_key
    index.refresh_from_db()
    index.add_child(instance=page)
    page.families.set([desk.family(code) for code in row["families"]])
    page.tags.set(desk.labels(row["tags"], language))
    page.save()
    when = min(opens, desk.now) - timedelta(days=2)
    with desk.dated(when):
        desk.publish(page, by=desk.people["editor"], when=when)
    return page


def _live(desk: Desk, row: dict[str, Any], event: ChallengePage) -> None:
    editor = desk.people["editor"]
    _register(desk, row, event)
    for number, entry in enumerate(row["qa"]):
        asked, answered = desk.past(entry["asked"], "08:50"), desk.past(entry["answered"], "16:30")
        with desk.dated(asked):
            question = services.ask(event=event, text=entry["question"]["fr"], language="fr", at=asked)
        with desk.dated(answered):
            by = desk.people[row["agents"][number % len(row["agents"])]]
            services.answer(question=question, text=entry["answer"]["fr"], by=by, at=answered)
    for entry in row["proposals"]:
        when = desk.past(entry["at"], "21:10")
        with desk.dated(when):
            proposal = spaces.propose(
                page=event,
                author=desk.people[entry["author"]],
                title=entry["title"],
                text=proposal_text(entry),
                language=entry.get("lang", "fr"),
                at=when,
            )
        follow_up(desk, proposal, entry)
    if row.get("cancelled"):
        when = desk.past(row["cancelled"]["at"], "09:30")
        with desk.dated(when):
            services.cancel_event(event=event, reason=row["cancelled"]["reason"]["fr"], by=editor, at=when)
    if row["record"]:
        _record(desk, row, event)


def _register(desk: Desk, row: dict[str, Any], event: ChallengePage) -> None:
    """Everybody in turn, between the opening of registration and today, or its close."""
    applications = [(_of_account(desk, key), desk.people[key]) for key in row["registered"]]
    applications += [(_of_guest(challenges.GUESTS[number], number), None) for number in row["guests"]]
    applications += [(_of_guest(challenges.GUESTS[number], number), None) for number in row["waiting"]]
    if not applications:
        return
    start = desk.at(*row["opens"]) + timedelta(minutes=20)
    end = min(event.closes_at, desk.now)
    if row.get("cancelled"):
        end = desk.past(row["cancelled"]["at"])
    # Not evenly: half of them in the first third of the time.
    for number, (application, user) in enumerate(applications):
        share = (number / len(applications)) ** 1.6
        when = start + (end - start) * 0.95 * share
        with desk.dated(when):
            registration = services.register(
                event=event, application=application, language="en" if number % 9 == 4 else "fr", user=user, at=when
            )
            if user is None:
                services.confirm(registration=registration, at=when + CONFIRMED_AFTER)


def _of_account(desk: Desk, key: str) -> services.Application:
    user = desk.people[key]
    firm = user.organisation
    return services.Application(
        organisation_name=firm.name,
        size_class=firm.size_class,
        person_name=user.get_full_name(),
        email=user.email,
        identifier_type=firm.identifier_type,
        identifier=firm.identifier,
        role=next(row["job"] for row in people.PEOPLE if row["key"] == key),
        listed=True,
    )


def _of_guest(guest: tuple[str, str, str, str, str], number: int) -> services.Application:
    firm, size, _town, person, role = guest
    return services.Application(
        organisation_name=firm,
        size_class=size,
        person_name=person,
        email=f"{slugify(person).replace('-', '.')}@demo.example",
        identifier_type=IdentifierType.NONE,
        role=role,
        listed=number % 3 != 0,
        access_needs="Place assise près de l’écran, s’il vous plaît." if number == 16 else "",
    )


def _record(desk: Desk, row: dict[str, Any], event: ChallengePage) -> None:
    editor, record = desk.people["editor"], row["record"]
    rows = Registration.objects.filter(page=event)
    absent = {challenges.GUESTS[number][0] for number in row["absent"]}
    present = [registration.pk for registration in rows if registration.organisation_name not in absent]
    with desk.dated(event.ends_at):
        services.mark_presence(event=event, present=present, shown=[r.pk for r in rows], by=editor)
    when = desk.past(record["published"], "11:00")
    with desk.dated(when):
        services.save_record(
            event=event,
            summary=record["summary"]["fr"],
            decisions="\n".join(record["decisions"]["fr"]),
            language="fr",
            base_version=0,
            by=desk.people[row["agents"][0]],
            publish=True,
            at=when,
        )
