"""Reading other people's lists: a file in, rows checked one by one, a report of what became of each.

A broken row is refused with its line and a reason, the rest goes in. One transaction holds a whole file: when the
file turns out to be unusable, or the process stops, nothing of it is written. Running it again changes nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction
from tqdm import tqdm

from core.models import CodeListEntry, CpvCode, NutsRegion, ProcessStep, PurchaseFamily
from core.text import clean_text

DATA_DIR = Path(__file__).resolve().parent / "data"
BATCH = 500

CPV_COLUMNS = ("code", "check_digit", "level", "label_en", "label_fr")
CODE_LIST_COLUMNS = ("codelist", "codelist_version", "code", "label_en", "label_fr")
NUTS_COLUMNS = ("code", "label_en", "label_fr")
CPV_LEVELS = ("division", "group", "class", "category")

Row = Mapping[str, str]


class UnusableFileError(Exception):
    """The file cannot be read at all: absent, not UTF-8, or without the columns it should have."""


class RefusedRowError(Exception):
    """One row cannot be taken; the message says why, in words for whoever made the file."""


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    reason: str


@dataclass(slots=True)
class Report:
    """What became of each row of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.added + self.changed + self.unchanged + len(self.refused)

    def __str__(self) -> str:
        return (
            f"{self.total} rows: {self.added} added, {self.changed} changed, "
            f"{self.unchanged} unchanged, {len(self.refused)} refused."
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file whose header has been recognised; ``rows`` yields (line number, cells or a refusal)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row | RefusedRowError], ...]


def read_table(path: Path, *layouts: tuple[str, ...]) -> Table:
    """The rows of ``path``, whose header must be one of ``layouts``.

    Raises ``UnusableFileError``. A row with too few or too many cells comes back as its refusal.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnusableFileError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"{path}: is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”.") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
    except csv.Error as error:
        raise UnusableFileError(f"{path}: is not a CSV file ({error}).") from error
    if header not in layouts:
        wanted = " or ".join(",".join(layout) for layout in layouts)
        raise UnusableFileError(f"{path}: the first line should be {wanted}; it is {','.join(header)[:200]!r}.")
    return Table(header, tuple(_cells(reader, header)))


def _cells(reader: Any, header: tuple[str, ...]) -> Iterator[tuple[int, Row | RefusedRowError]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, RefusedRowError(f"cannot be read ({error})")
            continue
        if not cells:
            continue
        if len(cells) != len(header):
            yield line, RefusedRowError(f"has {len(cells)} cells where {len(header)} are expected")
        else:
            yield line, {name: clean_text(cell) for name, cell in zip(header, cells, strict=True)}


@transaction.atomic
def take_rows(table: Table, take: Callable[[Row, Report], None], *, quiet: bool = True) -> Report:
    """Give each row to ``take``, which writes it and counts it, or raises ``RefusedRowError``."""
    report = Report()
    for line, row in tqdm(table.rows, unit=" rows", disable=True if quiet else None):
        try:
            if isinstance(row, RefusedRowError):
                raise row
            take(row, report)
        except RefusedRowError as refusal:
            report.refused.append(Refusal(line, str(refusal)))
    return report


def take_objects(
    table: Table,
    model: type[models.Model],
    *,
    key: tuple[str, ...],
    build: Callable[[Row], models.Model],
    fields: Collection[str],
    overwrite: bool = True,
    quiet: bool = True,
) -> Report:
    """``take_rows`` for plain lists: rows become ``model``, known by ``key``, written in batches.

    ``overwrite=False`` leaves rows that are already there as they are: staff may have reworded them.
    """
    manager: Any = model._default_manager
    known = {_values(item, key): item for item in manager.all()}
    seen: set[tuple[Any, ...]] = set()
    added: list[models.Model] = []
    changed: list[models.Model] = []

    def take(row: Row, report: Report) -> None:
        item = build(row)
        identity = _values(item, key)
        if identity in seen:
            raise RefusedRowError(f"{'/'.join(map(str, identity))} stands twice in the file")
        current = known.get(identity)
        if current is None:
            added.append(item)
            report.added += 1
        elif overwrite and _values(current, fields) != _values(item, fields):
            item.pk = current.pk
            changed.append(item)
            report.changed += 1
        else:
            report.unchanged += 1
        seen.add(identity)

    with transaction.atomic():
        report = take_rows(table, take, quiet=quiet)
        manager.bulk_create(added, batch_size=BATCH)
        manager.bulk_update(changed, fields, batch_size=BATCH)
    return report


def _values(item: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in names)


def must_match(row: Row, column: str, pattern: str, what: str) -> str:
    value = row[column]
    if not re.fullmatch(pattern, value):
        raise RefusedRowError(f"{column} should be {what}, not {value[:60]!r}")
    return value


def must_fill(row: Row, column: str, *, max_length: int = 500) -> str:
    value = row[column]
    if not value:
        raise RefusedRowError(f"{column} is empty")
    if len(value) > max_length:
        raise RefusedRowError(f"{column} has {len(value)} characters, {max_length} at most")
    return value


def import_cpv(path: Path, *, quiet: bool = True) -> Report:
    """The Common Procurement Vocabulary."""

    def build(row: Row) -> CpvCode:
        if row["level"] not in CPV_LEVELS:
            raise RefusedRowError(f"level should be one of {', '.join(CPV_LEVELS)}, not {row['level'][:60]!r}")
        return CpvCode(
            code=must_match(row, "code", r"[0-9]{8}", "eight digits"),
            check_digit=must_match(row, "check_digit", r"[0-9]", "one digit"),
            level=row["level"],
            label_en=must_fill(row, "label_en"),
            label_fr=must_fill(row, "label_fr"),
        )

    table = read_table(path, CPV_COLUMNS)
    fields = ("check_digit", "level", "label_en", "label_fr")
    return take_objects(table, CpvCode, key=("code",), build=build, fields=fields, quiet=quiet)


def import_code_lists(path: Path, *, quiet: bool = True) -> Report:
    """The EU notice code lists, or the NUTS regions: the header tells which."""
    table = read_table(path, CODE_LIST_COLUMNS, NUTS_COLUMNS)
    if table.columns == NUTS_COLUMNS:
        fields: tuple[str, ...] = ("label_en", "label_fr")
        return take_objects(table, NutsRegion, key=("code",), build=_nuts, fields=fields, quiet=quiet)
    fields = ("version", "label_en", "label_fr")
    return take_objects(
        table, CodeListEntry, key=("codelist", "code"), build=_code_list_entry, fields=fields, quiet=quiet
    )


def _nuts(row: Row) -> NutsRegion:
    return NutsRegion(
        code=must_match(row, "code", r"[A-Z]{2}[0-9A-Z]{0,3}", "a NUTS code such as FR101"),
        label_en=must_fill(row, "label_en"),
        label_fr=must_fill(row, "label_fr"),
    )


def _code_list_entry(row: Row) -> CodeListEntry:
    return CodeListEntry(
        codelist=must_match(row, "codelist", r"[a-z0-9-]{1,80}", "the name of a list such as gpp-criteria"),
        version=row["codelist_version"][:40],
        code=must_fill(row, "code", max_length=80),
        label_en=must_fill(row, "label_en"),
        label_fr=must_fill(row, "label_fr"),
    )


def load_vocabularies(*, quiet: bool = True) -> Report:
    """The steps of a purchase and the families a new site begins with; what staff changed since is left alone."""
    steps = take_objects(
        read_table(DATA_DIR / "process_steps.csv", ("code", "order", "label_fr", "label_en")),
        ProcessStep,
        key=("code",),
        build=_process_step,
        fields=("order", "label_fr", "label_en"),
        overwrite=False,
        quiet=quiet,
    )
    families = take_objects(
        read_table(DATA_DIR / "purchase_families.csv", ("code", "label_fr", "label_en", "cpv_prefixes")),
        PurchaseFamily,
        key=("code",),
        build=lambda row: PurchaseFamily(
            code=row["code"],
            label_fr=row["label_fr"],
            label_en=row["label_en"],
            cpv_prefixes=row["cpv_prefixes"],
        ),
        fields=("label_fr", "label_en", "cpv_prefixes"),
        overwrite=False,
        quiet=quiet,
    )
    return Report(
        added=steps.added + families.added,
        unchanged=steps.unchanged + families.unchanged,
        refused=steps.refused + families.refused,
    )


def _process_step(row: Row) -> ProcessStep:
    order = int(row["order"])
    if ProcessStep.objects.filter(order=order).exclude(code=row["code"]).exists():
        raise RefusedRowError(f"another step is number {order} here")
    return ProcessStep(code=row["code"], order=order, label_fr=row["label_fr"], label_en=row["label_en"])


class ImportCommand(BaseCommand):
    """A command that takes the path of a file. Ends with 0, with 1 if rows were refused, with 2 if the file is."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the CSV file, in UTF-8")

    def load(self, path: Path, *, quiet: bool) -> Report:
        raise NotImplementedError

    def handle(self, *args: Any, path: Path, verbosity: int = 1, **options: Any) -> None:
        try:
            report = self.load(path, quiet=verbosity == 0)
        except UnusableFileError as error:
            raise CommandError(f"{error} Nothing was imported.", returncode=2) from error
        for refusal in report.refused:
            self.stderr.write(f"{path}, line {refusal.line}: {refusal.reason}")
        if report.refused:
            self._end_with_refusals(report)
        if verbosity:
            self.stdout.write(str(report))

    def _end_with_refusals(self, report: Report) -> NoReturn:
        raise CommandError(f"{report} The other rows are in.", returncode=1)
