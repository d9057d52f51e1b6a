"""Visits: offers looked at by an agent, slots, requests answered by the host, reports checked by the host."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from home.demo import people, pictures, visits
from home.demo.build.desk import Desk, lasting_id
from home.demo.build.guidance import criterion
from visits import services
from visits.enums import Agreement, ChangeState, Hospitality
from visits.models import ReportChange, VisitIndexPage, VisitOfferPage, VisitReportPage, VisitRequest

AGREEMENTS = {"as_is": Agreement.AS_IS, "with_cuts": Agreement.WITH_CUTS, "anonymised": Agreement.ANONYMOUS}
CHANGES = {"done": ChangeState.DONE, "doing": ChangeState.STARTED}
HIDDEN = {"o-interpretes": "une équipe de quatre interprètes"}


def build(desk: Desk) -> None:
    index = desk.index(VisitIndexPage)["fr"]
    held: dict[str, VisitRequest] = {}
    for row in visits.OFFERS:
        offer = desk.child(index, row["slug"])
        if offer is None:
            index.refresh_from_db()
            offer = _offer(desk, index, row)
            for slot in row["slots"]:
                _slot(desk, offer, row, slot, held)
            desk.made.append(f"offer:{row['key']}")
        desk.pages[row["key"]] = offer
        desk.tick()
    for row in visits.REPORTS:
        report = desk.child(index, row["slug"])
        if report is None and row["slot"] in held:
            index.refresh_from_db()
            report = _report(desk, index, row, held[row["slot"]])
            desk.made.append(f"report:{row['key']}")
        desk.pages[row["key"]] = report
        desk.tick()


def _offer(desk: Desk, index: VisitIndexPage, row: dict[str, Any]) -> VisitOfferPage:
    host = desk.people[row["contact"]]
    firm = next(entry for entry in people.ORGANISATIONS if entry["key"] == row["host"])
    offer = VisitOfferPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        written_in=row["lang"],
        described_as=HIDDEN.get(row["key"], ""),
        activity=firm["description"]["fr"].split(".")[0].split("\u00a0:")[0][:150],
        place=row["town"],
        what_to_see=f"{row['text']}\n\n{row['look_for']}",
        access_information=row["practical"],
        meeting_point=f"Accueil, {row['town']} (adresse fictive)",
        languages="français",
    )
    when = desk.past(row["created"])
    offer.tags.set(desk.labels(row["tags"]))
    with desk.dated(when):
        services.propose_offer(index=index, offer=offer, host=host)
    published = when + timedelta(days=2)
    with desk.dated(published):
        offer = services.publish_offer(offer=offer, by=desk.people["facilitator"], at=published)
    desk.date_page(offer, first=published)
    return offer


def _slot(
    desk: Desk, offer: VisitOfferPage, row: dict[str, Any], entry: dict[str, Any], held: dict[str, VisitRequest]
) -> None:
    offset, clock = entry["at"]
    starts = desk.appointment(offset, clock, weekday=row.get("weekday"))
    slot = services.add_slot(
        offer=offer, starts_at=starts, ends_at=starts + timedelta(minutes=row["minutes"]), capacity=row["visitors"]
    )
    host = desk.people[row["contact"]]
    for request in entry["requests"]:
        asked = desk.past(request["at"], "09:20")
        party = [desk.people[key] for key in request["agents"]]
        agent = desk.people[request["by"]]
        with desk.dated(asked):
            visit = services.request_visit(
                slot=slot,
                agent=agent,
                companions=[person for person in party if person.pk != agent.pk],
                question=request["why"],
                interests="Aucun.",
                has_no_running_procedure=True,
                approved_on=desk.day(request["at"]),
                at=asked,
            )
        answered = min(asked + timedelta(days=1, hours=3), desk.now)
        with desk.dated(answered):
            if request["state"] in {"held", "accepted"}:
                services.accept(visit=visit, host=host, message="Bienvenue.", at=answered)
            elif request["state"] == "declined":
                services.decline(visit=visit, host=host, reason=request["reason"], at=answered)
        if request["state"] == "held":
            held[entry["key"]] = visit


def _report(desk: Desk, index: VisitIndexPage, row: dict[str, Any], visit: VisitRequest) -> VisitReportPage:
    author = desk.people[row["authors"][0]]
    host = desk.people[next(offer["contact"] for offer in visits.OFFERS if offer["key"] == row["offer"])]
    begun = desk.past(row["host_check"]["sent"] - 1)
    with desk.dated(begun):
        report = services.start_report(visit=visit, author=author, index=index, title=row["title"])
        draft = services.latest(report)
        _write(desk, draft, row)
        services.save_report(report=draft, author=author, base_revision_id=draft.latest_revision_id)
    sent = desk.past(row["host_check"]["sent"], "10:00")
    with desk.dated(sent):
        check = services.send_to_host(report=draft, by=author, at=sent)
    answered = desk.past(row["host_check"]["at"], "15:00")
    with desk.dated(answered):
        services.answer_check(
            check=check, by=host, agreement=AGREEMENTS[row["host_check"]["answer"]], message="", at=answered
        )
    published = desk.past(row["published"], "11:00")
    with desk.dated(published):
        services.publish_report(report=draft, by=author, note="Première publication.", at=published)
    desk.date_page(draft, first=published)
    return VisitReportPage.objects.get(pk=draft.pk)


def _write(desk: Desk, draft: VisitReportPage, row: dict[str, Any]) -> None:
    draft.slug = row["slug"]
    draft.summary = row["summary"]
    draft.written_in = row.get("lang", "fr")
    draft.question = row["question"]
    draft.why_this_host = row["why"]
    draft.costs_paid_by = "Région Val-de-Rive"
    draft.hospitality = Hospitality.NONE if row["gifts"].startswith(("Aucun.", "None.")) else Hospitality.DECLARED
    draft.hospitality_note = "" if draft.hospitality == Hospitality.NONE else row["gifts"]
    draft.learning_1, draft.learning_2, draft.learning_3 = row["learning"]
    draft.tags.set(desk.labels(row["tags"]))
    draft.findings = json.dumps(_findings(desk, row))
    draft.changes = [
        ReportChange(
            action=change["what"],
            who=desk.people[change["owner"]].job_title,
            due=desk.day(change["due"]),
            state=CHANGES[change["state"]],
            sort_order=number,
        )
        for number, change in enumerate(row["changes"])
    ]


def _findings(desk: Desk, row: dict[str, Any]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for number, finding in enumerate(row["findings"]):
        cited = criterion(finding["criteria"][0]) if finding["criteria"] else None
        values: dict[str, dict[str, Any]] = {
            "practice": {"what": finding["what"]},
            "margin": {
                "what": finding["what"],
                "dimension": finding["dimension"],
                "effort": finding["effort"],
                "who": finding["who"],
                "condition": finding["condition"],
            },
            "obstacle": {"clause": finding["clause"], "effect": finding["what"], "idea": finding["condition"]},
            "quotation": {"words": finding["what"], "speaker": finding["speaker"], "consent": True},
        }
        value = values[finding["kind"]]
        if finding["kind"] != "quotation":
            value["criterion"] = cited.pk if cited else None
        blocks.append(
            {"type": finding["kind"], "value": value, "id": str(lasting_id(row["key"], "finding", str(number)))}
        )
    language = row.get("lang", "fr")
    blocks += [
        {
            "type": "picture",
            "value": {
                "image": desk.image(picture["key"]).pk,
                "alt": pictures.PICTURES[picture["key"]]["alt"][language],
                "consent": True,
            },
            "id": str(lasting_id(row["key"], "picture", picture["key"])),
        }
        for picture in row["pictures"]
    ]
    return blocks
