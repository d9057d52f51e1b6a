"""The list of registrations as a table that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from events.models import Registration

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """What somebody typed, as text: a leading apostrophe keeps a spreadsheet from taking it for a formula."""
    text = str(value if value is not None else "")
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def registrations_csv(registrations: Iterable[Registration]) -> bytes:
    """Names and addresses, for those who write to people.

    Without what people need in order to come: that is read on the page and goes nowhere else.
    """
    return _table(
        [
            _("Number"),
            _("State"),
            _("Organisation"),
            _("Kind of number"),
            _("Number of the organisation"),
            _("Size"),
            _("Name"),
            _("E-mail address"),
            _("Role"),
            _("People"),
            _("Registered on"),
            _("Present"),
        ],
        (
            [
                row.acknowledgement,
                row.get_state_display(),
                row.organisation_name,
                row.get_identifier_type_display() if row.identifier else "",
                row.identifier,
                row.get_size_class_display(),
                row.person_name,
                row.email,
                row.role,
                row.persons,
                timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M"),
                _present(row),
            ]
            for row in registrations
        ),
    )


def organisations_csv(registrations: Iterable[Registration]) -> bytes:
    """Which organisations come or came, and nobody's name: what agents need, and the proof of equal treatment."""
    return _table(
        [_("State"), _("Organisation"), _("Size"), _("People"), _("Present")],
        (
            [
                row.get_state_display(),
                row.organisation_name,
                row.get_size_class_display(),
                row.persons,
                _present(row),
            ]
            for row in registrations
        ),
    )


def _present(row: Registration) -> str:
    return {True: _("yes"), False: _("no"), None: ""}[row.present]


def _table(header: list[str], rows: Iterable[list[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for cells in rows:
        writer.writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")
