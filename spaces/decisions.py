"""The decision table: every answered remark and decided proposal of a draft, with its reason and its effect."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.enums import CLOSED
from discussions.models import Comment
from spaces import reading
from spaces.enums import ProposalState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from spaces.models import SpecificationPage

# What a spreadsheet takes for the beginning of a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    article: str
    what: str
    said: str
    role: str
    answer: str
    reason: str
    version: Any
    effect_url: str
    date: datetime
    url: str
    language: str
    tone: str


def decisions_of(page: SpecificationPage) -> list[Decision]:
    """In the order of the text, then of the answers. Two queries whatever their number.

    What was said about an amendment stands with its article, under the amendment's number.
    """
    labels = {article.id: article.label for article in page.article_list}
    place = {article.id: position for position, article in enumerate(page.article_list)}
    rows: list[tuple[int, Any, Decision]] = []
    comments = (
        Comment.objects.for_page(page)
        .roots()
        .filter(state__in=CLOSED, is_removed=False)
        .select_related("user", "closed_in")
    )
    proposals = {proposal.target_key: proposal for proposal in page.proposals.select_related("version")}
    for comment in comments:
        key = str(comment.article_id or "")
        about = proposals.get(comment.target)
        decision = Decision(
            article=labels.get(key, comment.article_label) or _("The text as a whole"),
            what=f"{comment.get_kind_display()}, {reading.named(about)}" if about else comment.get_kind_display(),
            said=comment.text,
            role=comment.user.get_role_display() if comment.user else "",
            answer=comment.get_state_display(),
            reason=comment.reason,
            version=comment.closed_in,
            effect_url=effect_url(page, comment.closed_in, key),
            date=comment.closed_at,
            url=f"{about.get_absolute_url()}#{comment.anchor}"
            if about
            else f"{reverse('discussions:thread', args=[page.pk])}?article={key}#{comment.anchor}",
            language=comment.language,
            tone="refused" if comment.state == "declined" else "done",
        )
        rows.append((place.get(key, -1), comment.closed_at, decision))
    for proposal in proposals.values():
        if proposal.state in {ProposalState.OPEN, ProposalState.WITHDRAWN}:
            continue
        key = str(proposal.article_id or "")
        decision = Decision(
            article=labels.get(key) or _("The text as a whole"),
            what=reading.named(proposal),
            said=proposal.proposed_text if proposal.is_amendment else f"{proposal.title}\n{proposal.text}",
            role=proposal.get_author_role_display(),
            answer=proposal.get_state_display(),
            reason=proposal.reason,
            version=proposal.version,
            effect_url=effect_url(page, proposal.version, key),
            date=proposal.decided_at,
            url=proposal.get_absolute_url(),
            language=proposal.language,
            tone="refused" if proposal.state == "declined" else "done",
        )
        rows.append((place.get(key, -1), proposal.decided_at, decision))
    rows.sort(key=lambda row: (row[0], row[1]))
    return [decision for _place, _date, decision in rows]


def to_csv(page: SpecificationPage, decisions: Iterable[Decision]) -> str:
    """The table for a spreadsheet: a cell that could be run as a formula is defused."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    header = [
        _("Article"),
        _("Kind"),
        _("Remark or wording"),
        _("Author’s role"),
        _("Answer"),
        _("Reason"),
        _("Effect on the text"),
        _("Date"),
    ]
    writer.writerow(header)
    for decision in decisions:
        effect = _("version %(number)s") % {"number": decision.version.number} if decision.version else _("none")
        day = timezone.localtime(decision.date).date().isoformat()
        writer.writerow(
            [
                defuse(str(cell))
                for cell in (
                    decision.article,
                    decision.what,
                    decision.said,
                    decision.role,
                    decision.answer,
                    decision.reason,
                    effect,
                    day,
                )
            ]
        )
    return out.getvalue()


def defuse(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def effect_url(page: SpecificationPage, version: Any, article_id: str) -> str:
    """Where a reader sees what that version changed in the article; nothing when it changed no word."""
    if version is None:
        return ""
    url = reverse("spaces:compare", args=[page.pk, max(version.number - 1, 1), version.number])
    return f"{url}#{article_id}" if article_id else url
