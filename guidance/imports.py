"""The index of the European Commission's green procurement criteria becomes drafts that editors complete.

The index has names, not texts: each draft criterion says where its wording is to be taken from. Nothing is
published; a second run adds what is new and corrects names, and leaves what editors wrote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from core.imports import (
    RefusedRowError,
    Report,
    Row,
    UnusableFileError,
    must_fill,
    must_match,
    read_table,
    take_rows,
)
from core.models import PurchaseFamily
from guidance.blocks import UID_MAX_LENGTH
from guidance.enums import TYPE_CODES, Level, State
from guidance.models import Criterion, GuidanceIndexPage, GuidancePage

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("product_group", "subcategory", "criterion_type", "ambition_level", "criterion_id", "name", "cpv_codes")
# The index knows two levels; a criterion that serves both is the easier of ours.
LEVELS = {"core": ("C", Level.ESSENTIAL), "comprehensive": ("X", Level.ADVANCED), "both": ("B", Level.ESSENTIAL)}
# Words that tell nothing in the name of a group.
EMPTY_WORDS = {"procurement", "of", "and", "the", "products", "services", "or"}
SOURCE = "EU green public procurement criteria, {group}, {code}. © European Union, re-use with credit."


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the index, checked."""

    group: str
    subcategory: str
    type: str
    level_code: str
    level: int
    code: str
    name: str
    cpv_codes: tuple[str, ...]

    @property
    def uid(self) -> str:
        """Made from the file alone, so that the same criterion has the same number wherever it is imported."""
        parts = ["EU", short(self.group), short(self.subcategory, but=self.group), self.code, self.level_code]
        return "-".join(part for part in parts if part)

    @property
    def heading(self) -> str:
        return f"{self.name} ({self.subcategory})" if self.subcategory else self.name


def short(name: str, *, but: str = "") -> str:
    """Up to four letters of the first telling word: “Procurement of new furniture” in “Furniture” is NEW."""
    skipped = EMPTY_WORDS.union(re.findall(r"[a-z]+", but.lower()))
    words = [word for word in re.findall(r"[a-z]+", name.lower()) if word not in skipped]
    return words[0][:4].upper() if words else ""


@transaction.atomic
def import_criteria(path: Path, *, quiet: bool = True) -> Report:
    """Read the index at ``path``: one draft page a product group, below the English library.

    Raises ``UnusableFileError`` also where there is no English library to put the drafts in.
    """
    table = read_table(path, COLUMNS)
    index = GuidanceIndexPage.objects.filter(locale__language_code="en").first()
    if index is None:
        raise UnusableFileError("There is no English library of criteria. Create it in the editor's side first.")
    groups: dict[str, list[IndexRow]] = defaultdict(list)
    seen: set[str] = set()

    def take(row: Row, report: Report) -> None:
        item = _check(row)
        if item.uid in seen:
            raise RefusedRowError(f"{item.uid} stands twice in the file")
        seen.add(item.uid)
        groups[item.group].append(item)

    report = take_rows(table, take, quiet=quiet)
    families = list(PurchaseFamily.objects.all())
    for group, items in groups.items():
        _write_draft(index, group, items, families, report)
    return report


def _check(row: Row) -> IndexRow:
    if row["criterion_type"] not in TYPE_CODES:
        raise RefusedRowError(f"criterion_type is not known: {row['criterion_type'][:60]!r}")
    if row["ambition_level"] not in LEVELS:
        raise RefusedRowError(
            f"ambition_level should be one of {', '.join(LEVELS)}, not {row['ambition_level'][:60]!r}"
        )
    level_code, level = LEVELS[row["ambition_level"]]
    item = IndexRow(
        group=must_fill(row, "product_group", max_length=120),
        subcategory=row["subcategory"][:120],
        type=row["criterion_type"],
        level_code=level_code,
        level=int(level),
        code=must_match(row, "criterion_id", r"[A-Z]{2,3}[0-9]{1,2}(\.[0-9]{1,2})?", "an identifier such as TS1.1"),
        name=must_fill(row, "name", max_length=150),
        cpv_codes=tuple(row["cpv_codes"].split()),
    )
    if not short(item.group):
        raise RefusedRowError("product_group has no word to make a number from")
    if len(item.uid) > UID_MAX_LENGTH:
        raise RefusedRowError(f"the number {item.uid} would be longer than {UID_MAX_LENGTH} characters")
    return item


def _write_draft(
    index: GuidanceIndexPage, group: str, items: list[IndexRow], families: Iterable[PurchaseFamily], report: Report
) -> None:
    slug = f"eu-{slugify(group)}"[:200]
    page = GuidancePage.objects.child_of(index).filter(slug=slug).first()
    if page is None:
        page = GuidancePage(
            title=group,
            slug=slug,
            live=False,
            state=State.DRAFT,
            locale=Locale.objects.get(language_code="en"),
            summary="Names of the European Union’s criteria for this kind of purchase, to be completed.",
        )
        index.add_child(instance=page)
    draft = page.get_latest_revision_as_object()
    raw = [{"type": "criterion", "id": bound.id, "value": bound.get_prep_value()["value"]} for bound in draft.criteria]
    known = {block["value"]["uid"]: block for block in raw}
    elsewhere = set(
        Criterion.objects.filter(uid__in=[item.uid for item in items])
        .exclude(group=page.translation_key)
        .values_list("uid", flat=True)
    )
    before = (report.added, report.changed)
    for item in items:
        if item.uid in elsewhere:
            report.unchanged += 1
        elif item.uid not in known:
            raw.append({"type": "criterion", "id": str(uuid5(NAMESPACE_URL, item.uid)), "value": _value(item)})
            report.added += 1
        elif _renamed(known[item.uid]["value"], item):
            report.changed += 1
        else:
            report.unchanged += 1
    if before == (report.added, report.changed):
        return
    draft.criteria = raw
    draft.families.set(_families(items, families))
    draft.save_revision()


def _value(item: IndexRow) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "name": item.heading[:150],
        "type": item.type,
        "level": item.level,
        "clause": f"[[{item.code}: wording to be taken from the European Union’s document]]",
        "why": "",
        "verification": "",
        "attention": "",
        "small_firms": "",
        "source": SOURCE.format(group=item.group, code=item.code)[:300],
        "tags": "EU GPP",
    }


def _renamed(value: dict[str, Any], item: IndexRow) -> bool:
    """Bring name, type and level up to the index; the rest is the editors'."""
    wanted = {"name": item.heading[:150], "type": item.type, "level": item.level}
    if (value["name"], value["type"], int(value["level"])) == tuple(wanted.values()):
        return False
    value.update(wanted)
    return True


def _families(items: list[IndexRow], families: Iterable[PurchaseFamily]) -> list[PurchaseFamily]:
    """Families one of whose CPV prefixes begins a code of the group."""
    codes = {code for item in items for code in item.cpv_codes}
    return [
        family
        for family in families
        if any(code.startswith(prefix.rstrip("0")) for prefix in family.cpv_prefixes.split() for code in codes)
    ]
