"""Small readings of values that the components need; no queries, no markup."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm, Field
from django.utils.translation import gettext as _

from core.forms import CleanTextField
from core.rows import RowsForm

register = template.Library()

_HUES = ("space", "challenge", "lesson", "visit", "guidance")


@register.filter
def initials(name: object) -> str:
    """“Nadia Benali” is NB; one word gives one letter; nothing gives a question mark."""
    words = [word for word in str(name or "").replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def person_hue(name: object) -> str:
    """The same hue for the same name on every page."""
    return _HUES[zlib.crc32(str(name or "").encode()) % len(_HUES)]


@register.filter
def minus(value: Any, other: Any) -> int:
    return max(int(value or 0) - int(other or 0), 0)


@register.filter
def largest_value(rows: Iterable[Mapping[str, Any]]) -> float:
    """The longest bar of a chart, and 1 rather than 0 so that an empty chart can be drawn."""
    return max((row["value"] or 0 for row in rows), default=0) or 1


@register.simple_tag
def summary_entries(form: BaseForm | None, within_form: bool | str = False) -> list[dict[str, str]]:
    """The errors to sum up here: all, or none when the page has already shown them above the form."""
    if form is None:
        return []
    if not within_form:
        form.summary_is_shown = True  # type: ignore[attr-defined]
    elif getattr(form, "summary_is_shown", False):
        return []
    return error_entries(form)


def error_entries(form: BaseForm) -> list[dict[str, str]]:
    """Each error once, with the id of the control that the reader has to go to.

    A group of radios or checkboxes has no id of its own: its first choice has.
    """
    entries = [{"text": str(error), "target": ""} for error in form.non_field_errors()]
    unspecific = {str(Field.default_error_messages["required"]), str(CleanTextField.default_error_messages["required"])}
    # Nor does one that several fields have in common: two texts that are too long.
    often = Counter(text for bound in form for text in set(map(str, bound.errors)))
    unspecific |= {text for text, fields in often.items() if fields > 1}
    unspecific |= {
        text
        for bound in form
        for error in bound.errors.as_data()
        if error.code in {"min_value", "max_value", "max_length", "min_length"}
        for text in error.messages
    }
    for bound in form:
        if not bound.errors:
            continue
        row = form.row_title(bound.name) if isinstance(form, RowsForm) else ""
        target = bound.id_for_label or (f"{bound.auto_id}_0" if bound.auto_id else "")
        if bound.is_hidden:
            target = ""
        for error in map(str, bound.errors):
            # A sentence of ours says what it is about; the framework's own needs the label before it.
            label = str(bound.label).rstrip(" .:?\u00a0\u202f") if error in unspecific else ""
            about = ", ".join(str(part) for part in (row, label) if part)
            entries.append(
                {
                    "text": _("%(about)s: %(error)s") % {"about": about, "error": error} if about else error,
                    "target": target,
                },
            )
    return entries
