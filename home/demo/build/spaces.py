"""Contributions spaces: each draft lives its life again in order, day by day, through the room's services."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

from core import versions
from discussions import services as discussions
from discussions.models import Comment
from home.demo import spaces
from home.demo.build.desk import Desk, lasting_id
from home.demo.build.guidance import criterion
from spaces import services
from spaces.enums import DocumentKind, MemberRole, Phase, ProposalState
from spaces.models import Proposal, SpaceIndexPage, SpacePage, SpecificationPage

DECISIONS = {
    "retained": ProposalState.ACCEPTED,
    "retained_in_part": ProposalState.ACCEPTED_IN_PART,
    "not_retained": ProposalState.DECLINED,
}
KINDS = {"CCTP": DocumentKind.TECHNICAL, "CCTP et CCAP": DocumentKind.TECHNICAL}


def build(desk: Desk) -> None:
    index = desk.index(SpaceIndexPage)["fr"]
    for row in spaces.SPACES:
        space = desk.child(index, row["slug"]["fr"])
        if space is None:
            space = _space(desk, index, row)
            desk.made.append(f"space:{row['key']}")
        desk.pages[row["key"]] = space
        draft = desk.child(space, row["draft"]["slug"])
        if draft is None:
            draft = _Life(desk, space, row).live()
            desk.made.append(f"draft:{row['draft']['key']}")
        desk.pages[row["draft"]["key"]] = draft
        desk.tick()


def article_id(draft_key: str, article_key: str) -> str:
    return str(lasting_id(draft_key, "article", article_key))


def follow_up(desk: Desk, proposal: Proposal, row: dict[str, Any]) -> None:
    """Answer a course of action as the data says; one that is still being studied stays open."""
    answer = row["follow_up"]
    if answer and answer["decision"] in DECISIONS:
        when = desk.past(answer["at"], "16:00")
        with desk.dated(when):
            services.decide(
                proposal=proposal,
                by=desk.people[answer["by"]],
                state=DECISIONS[answer["decision"]],
                reason=answer["reason"],
                at=when,
            )


def proposal_text(row: dict[str, Any]) -> str:
    return f"{row['text']}\n\n{row['conditions']}" if row["conditions"] else row["text"]


def _space(desk: Desk, index: SpaceIndexPage, row: dict[str, Any]) -> SpacePage:
    when = desk.past(row["created"])
    first, *others = [desk.people[key] for key in row["facilitators"]]
    with desk.dated(when):
        space = services.create_space(
            index=index,
            author=first,
            title=row["title"]["fr"],
            kind=row["visibility"],
            introduction=row["introduction"]["fr"],
            summary=row["summary"]["fr"],
            tags=desk.labels(row["tags"]),
            slug=row["slug"]["fr"],
            at=when,
        )
        for user in others:
            services.add_member(space=space, user=user, role=MemberRole.FACILITATOR, at=when)
        for number, key in enumerate(row["members"]):
            role = MemberRole.WRITER if number < 2 else MemberRole.COMMENTER
            if key == "ines":
                role = MemberRole.LEGAL
            services.add_member(space=space, user=desk.people[key], role=role, at=when)
    desk.date_page(space, first=when)
    for resource in row["resources"]:
        file = None
        if resource["kind"] != "link":
            file = ContentFile(resource["content"].encode(), name=resource["filename"])
        with desk.dated(when):
            page = services.add_resource(
                space=space,
                author=first,
                title=resource["title"],
                description=resource["description"],
                link=resource.get("url", ""),
                file=file,
            )
        desk.date_page(page, first=when)
    return SpacePage.objects.get(pk=space.pk)


@dataclass
class _Life:
    """One draft from its first version to where it stands today."""

    desk: Desk
    space: SpacePage
    row: dict[str, Any]
    comments: dict[str, Comment] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draft: dict[str, Any] = self.row["draft"]
        self.facilitator = self.desk.people[self.row["facilitators"][0]]

    def live(self) -> SpecificationPage:
        self._begin()
        # (day, order within the day, what happens): a version comes before the answers that point to it.
        events: list[tuple[int, int, Callable[[], None]]] = []
        for number, change in enumerate(self.draft["history"], start=1):
            if "changes" in change:
                events.append((self.draft["version_dates"][number], 2, self._call(self._change, change, number)))
        for comment in self.draft["comments"]:
            events.append((comment["at"], 1, self._call(self._comment, comment)))
            events += [(reply["at"], 2, self._call(self._reply, comment, reply)) for reply in comment["replies"]]
            if comment["state"] != "open":
                events.append((comment["closed"], 4, self._call(self._close, comment)))
        for amendment in self.draft["amendments"]:
            events.append((amendment["at"], 1, self._call(self._amend, amendment)))
            if amendment["decision"] != "open":
                events.append((amendment["decided"], 3, self._call(self._decide, amendment)))
        for proposal in self.row["proposals"]:
            events.append((proposal["at"], 1, self._call(self._propose, proposal)))
        for _day, _order, happen in sorted(events, key=lambda event: event[:2]):
            happen()
        for proposal in self.row["proposals"]:
            follow_up(self.desk, self.proposals[proposal["key"]], proposal)
        return self._settle()

    @property
    def page(self) -> SpecificationPage:
        return SpecificationPage.objects.get(slug=self.draft["slug"], path__startswith=self.space.path)

    @staticmethod
    def _call(method: Callable[..., None], *arguments: Any) -> Callable[[], None]:
        return lambda: method(*arguments)

    def _begin(self) -> None:
        draft, when = self.draft, self.desk.past(self.draft["version_dates"][0], "09:00")
        texts = []
        for article in draft["articles"]:
            cited = criterion(article["criterion"])
            texts.append(
                {
                    **{name: article[name] for name in ("title", "level", "kind", "text", "rationale", "negotiable")},
                    "criterion": cited.pk if cited else None,
                    "id": article_id(draft["key"], article["key"]),
                }
            )
        writing = self.row["phase"] == "writing"
        with self.desk.dated(when):
            services.create_specification(
                space=self.space,
                author=self.facilitator,
                title=draft["title"],
                note="Première version, ouverte aux remarques.",
                tags=self.desk.labels(self.row["tags"]),
                families=[self.desk.family(draft["family"])],
                initial_articles=texts,
                slug=draft["slug"],
                at=when,
                summary=draft["object"],
                purpose=draft["object"],
                cpv=draft["cpv"],
                document_kind=KINDS[draft["document_kind"]],
                phase=Phase.WRITING if writing else Phase.COMMENTS,
            )

    def _change(self, change: dict[str, Any], number: int) -> None:
        """A version of the hand's work: several articles at once, one note."""
        when = self.desk.past(self.draft["version_dates"][number], "14:30")
        page = self.page
        raw = [copy.deepcopy(dict(item)) for item in page.articles.raw_data]
        for key, text in change["changes"].items():
            next(item for item in raw if item["id"] == article_id(self.draft["key"], key))["value"]["text"] = text
        page.articles = json.dumps(raw)
        with self.desk.dated(when):
            versions.publish_version(
                page=page,
                author=self.facilitator,
                note=change["note"],
                base_revision_id=page.latest_revision_id,
                at=when,
            )

    def _comment(self, row: dict[str, Any]) -> None:
        page, article, when = (
            self.page,
            article_id(self.draft["key"], row["article"]),
            self.desk.past(row["at"], "11:20"),
        )
        with self.desk.dated(when):
            self.comments[row["key"]] = discussions.post(
                author=self.desk.people[row["author"]],
                page=page,
                text=row["text"],
                kind=row["kind"],
                article_id=article,
                article_label=page.article_label(article) or "",
                quote=row["quote"],
                language=row["lang"],
                at=when,
            )

    def _reply(self, row: dict[str, Any], reply: dict[str, Any]) -> None:
        when = self.desk.past(reply["at"], "15:40")
        with self.desk.dated(when):
            discussions.post(
                author=self.desk.people[reply["author"]],
                page=self.page,
                text=reply["text"],
                parent=self.comments[row["key"]],
                language=reply["lang"],
                at=when,
            )

    def _close(self, row: dict[str, Any]) -> None:
        when = self.desk.past(row["closed"], "17:05")
        version = self.page.versions.first() if row["state"] == "integrated" else None
        with self.desk.dated(when):
            discussions.close(
                comment=self.comments[row["key"]],
                by=self.desk.people[row["by"]],
                state=row["state"],
                reason=row["reason"],
                version=version,
                at=when,
            )

    def _amend(self, row: dict[str, Any]) -> None:
        page, when = self.page, self.desk.past(row["at"], "13:10")
        with self.desk.dated(when):
            proposal = services.amend(
                page=page,
                article_id=article_id(self.draft["key"], row["article"]),
                author=self.desk.people[row["author"]],
                proposed_text=row["wording"],
                why=row["why"],
                base_revision_id=page.latest_revision_id,
                language=row["lang"],
                at=when,
            )
            for number, key in enumerate(row["supports"]):
                voice = self.desk.past(min(row["at"] + 1 + number, 0), "12:00")
                services.support(proposal=proposal, user=self.desk.people[key], at=voice)
        self.proposals[row["key"]] = proposal

    def _decide(self, row: dict[str, Any]) -> None:
        when = self.desk.past(row["decided"], "14:45")
        with self.desk.dated(when):
            services.decide(
                proposal=self.proposals[row["key"]],
                by=self.desk.people[row["by"]],
                state=row["decision"],
                reason=row["reason"],
                wording=row["final"],
                base_revision_id=self.page.latest_revision_id,
                at=when,
            )

    def _propose(self, row: dict[str, Any]) -> None:
        when = self.desk.past(row["at"], "18:25")
        with self.desk.dated(when):
            self.proposals[row["key"]] = services.propose(
                page=self.page,
                author=self.desk.people[row["author"]],
                title=row["title"],
                text=proposal_text(row),
                at=when,
            )

    def _settle(self) -> SpecificationPage:
        """The phase and the dates of today; past ones could not be given while the draft was still open."""
        draft, desk, page = self.draft, self.desk, self.page
        if self.row["phase"] == "frozen":
            page = services.set_phase(page=page, by=self.facilitator, phase=Phase.FROZEN)
        consultation = draft.get("consultation")
        fields: dict[str, Any] = {"comments_until": desk.day(draft["comments_close"])}
        if consultation:
            fields |= {
                "phase": Phase.FROZEN,
                "frozen_on": desk.day(draft["version_dates"][-1] + 4),
                "procedure_reference": consultation["reference"],
                "silence_from": desk.day(consultation["silence"][0]),
                "silence_to": desk.day(consultation["silence"][1]),
            }
        else:
            fields |= {"answers_until": desk.day(draft["comments_close"] + 14)}
        last = desk.past(draft["version_dates"][-1])
        with desk.dated(last):
            page = services.change_specification(
                page=page, by=self.facilitator, base_revision_id=page.latest_revision_id, **fields
            )
        desk.date_page(page, first=desk.past(draft["version_dates"][0]), last=last)
        return page
