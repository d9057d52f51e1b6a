"""Two versions of a guidance page side by side: which criteria came, went or moved, and which words changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.text import Segment, count_changes, plain, word_difference
from guidance.models import GuidancePage

if TYPE_CHECKING:
    from core.models import PageVersion

# What a comparison of words does not need.
RELATIONS = {"families", "steps", "tagged_items", "wagtail_admin_comments"}
FIELDS = (
    ("name", _("Title")),
    ("type_label", _("Where it acts")),
    ("level_label", _("Level")),
    ("clause", _("Clause")),
    ("why", _("Why")),
    ("verification", _("How to check it")),
    ("attention", _("Points of attention")),
    ("small_firms", _("Effect on small firms")),
    ("source", _("Source")),
)


def page_at(version: PageVersion) -> GuidancePage:
    """The words that ``version`` published, read from its revision alone.

    Not ``core.versions.page_at``: that looks up every tag, family and picture of the time, one query each.
    """
    content = {name: value for name, value in version.revision.content.items() if name not in RELATIONS}
    page: GuidancePage = GuidancePage.from_serializable_data(content, check_fks=False)
    return page


@dataclass(frozen=True, slots=True)
class Change:
    """One text that differs: its name and its words, marked."""

    label: str
    segments: list[Segment]


@dataclass(slots=True)
class Part:
    """The page as a whole (no ``uid``) or one criterion. ``status``: added, removed, changed, moved or same."""

    title: str
    status: str
    uid: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def status_label(self) -> str:
        return {
            "added": gettext("New criterion"),
            "removed": gettext("Criterion removed"),
            "changed": gettext("Changed"),
            "moved": gettext("Moved, same words"),
        }.get(self.status, gettext("Unchanged"))


@dataclass(slots=True)
class Comparison:
    parts: list[Part]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.status != "same"]

    @property
    def same_count(self) -> int:
        return sum(part.status == "same" for part in self.parts)

    @property
    def counts(self) -> tuple[int, int]:
        """(insertions, deletions) over the whole page."""
        both = [count_changes(change.segments) for part in self.parts for change in part.changes]
        return sum(insertions for insertions, _deletions in both), sum(deletions for _insertions, deletions in both)


def compare(before: GuidancePage, after: GuidancePage) -> Comparison:
    """What changed from ``before`` to ``after``; criteria are recognised by their number, wherever they stand."""
    page_changes = _changes(
        [
            (gettext("Title"), before.title, after.title),
            (gettext("Summary"), before.summary, after.summary),
            (gettext("State"), before.get_state_display(), after.get_state_display()),
            (gettext("Introduction"), plain(before.introduction), plain(after.introduction)),
            (gettext("Questions to ask first"), _lines(before.questions), _lines(after.questions)),
            (gettext("The market"), plain(before.market), plain(after.market)),
        ]
    )
    parts = [Part(gettext("The page"), "changed" if page_changes else "same", changes=page_changes)]
    old = {bound.value["uid"]: bound.value for bound in before.criteria}
    new = {bound.value["uid"]: bound.value for bound in after.criteria}
    kept_before = [uid for uid in old if uid in new]
    kept_after = [uid for uid in new if uid in old]
    for uid, value in new.items():
        parts.append(_part(uid, old.get(uid), value, moved=uid in old and kept_before != kept_after))
    parts += [_part(uid, value, None) for uid, value in old.items() if uid not in new]
    if kept_before != kept_after:
        _only_moved(parts, kept_before, kept_after)
    return Comparison(parts)


def _only_moved(parts: list[Part], before: list[str], after: list[str]) -> None:
    """Of the criteria that kept their words, those whose predecessor is another one are said to have moved."""
    predecessor = dict(zip(before, ["", *before], strict=False))
    for part in parts:
        if part.status == "moved":
            now = after[after.index(part.uid) - 1] if after.index(part.uid) else ""
            if predecessor[part.uid] == now:
                part.status = "same"


def _part(uid: str, before: Any, after: Any, *, moved: bool = False) -> Part:
    texts = [(str(label), _read(before, name), _read(after, name)) for name, label in FIELDS]
    changes = _changes(texts)
    status = "added" if before is None else "removed" if after is None else "changed" if changes else "same"
    if status == "same" and moved:
        status = "moved"
    return Part((after or before)["name"], status, uid=uid, changes=changes)


def _read(value: Any, name: str) -> str:
    if value is None:
        return ""
    return str(getattr(value, name) if name.endswith("_label") else value.get(name) or "")


def _changes(texts: list[tuple[str, str, str]]) -> list[Change]:
    return [Change(label, word_difference(old, new)) for label, old, new in texts if old != new]


def _lines(stream: Any) -> str:
    return "\n".join(str(bound.value) for bound in stream)
