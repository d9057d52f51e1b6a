"""Forms with repeated parts of one or several kinds, which grow and shrink without JavaScript.

A part is a *row*. Its fields are fields of the one form (``causes-2-weight``), so errors, summary and labels work as
everywhere. Which rows there are travels in one hidden field per group; the buttons "add" and "remove" submit the form,
which comes back with everything that was typed and one row more or less, and no complaint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

_TOKEN = re.compile(r"^(\d{1,3}):([a-z_]{1,20})$")


@dataclass(frozen=True, slots=True)
class RowKind:
    """One kind of row: its name, what it is called, its fields, and the fields that are empty in an unused row."""

    name: str
    label: Any
    add_label: Any
    fields: Callable[[], dict[str, forms.Field]]
    empty_when: Sequence[str]


@dataclass(slots=True)
class BoundRow:
    """A row as the template sees it."""

    kind: RowKind
    number: int
    index: int
    group: str
    fields: list[BoundField] = field(default_factory=list)
    # What is there already and cannot be shown in a control: a picture that was sent before.
    preview_url: str = ""

    @property
    def remove_value(self) -> str:
        return f"{self.group}:{self.index}"

    def __getitem__(self, name: str) -> BoundField:
        for item in self.fields:
            if item.name == f"{self.group}-{self.index}-{name}":
                return item
        # Templates ask here before they look at attributes.
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class RowValue:
    """A row that was filled in, cleaned."""

    kind: str
    index: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """All rows of a group with what adds to them."""

    name: str
    rows: list[BoundRow]
    kinds: Sequence[RowKind]
    has_room: bool


class RowsForm(forms.Form):
    """A form whose ``row_groups`` name the kinds of rows that may be repeated in it.

    ``rows`` gives what is there already: ``{"causes": [("cause", {"weight": 2}), …]}``.
    """

    row_groups: ClassVar[Mapping[str, Sequence[RowKind]]] = {}
    # Empty rows that a new form starts with, by group: (kind, how many).
    starting_rows: ClassVar[Mapping[str, tuple[str, int]]] = {}
    max_rows: ClassVar[int] = 12
    # An unused row must not stop the browser from sending the form.
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        rows: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self._rows: dict[str, list[tuple[int, RowKind, bool]]] = {}
        for group, kinds in self.row_groups.items():
            self._build(group, {kind.name: kind for kind in kinds}, (rows or {}).get(group, ()))

    @property
    def is_row_change(self) -> bool:
        """The form was sent to add or remove a row, not to be saved."""
        return self.is_bound and ("add" in self.data or "remove" in self.data)

    def forgive(self) -> None:
        """Show what was typed without judging it: the reader is not done yet."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    def group(self, name: str) -> BoundGroup:
        numbers: dict[str, int] = {}
        bound = []
        for index, kind, _unused in self._rows[name]:
            numbers[kind.name] = numbers.get(kind.name, 0) + 1
            row = BoundRow(kind=kind, number=numbers[kind.name], index=index, group=name)
            row.fields = [self[key] for key in self.fields if key.startswith(f"{name}-{index}-")]
            bound.append(row)
        return BoundGroup(name, bound, self.row_groups[name], len(bound) < self.max_rows)

    def row_values(self, name: str) -> Iterator[RowValue]:
        """The filled rows of a valid form, in order."""
        for index, kind, unused in self._rows[name]:
            if not unused:
                values = {key: self.cleaned_data.get(f"{name}-{index}-{key}") for key in kind.fields()}
                yield RowValue(kind.name, index, values)

    def row_title(self, name: str) -> str:
        """“Cause 2” for a field of the second cause; nothing for a field that is not repeated."""
        for group in self.row_groups:
            for row in self.group(group).rows:
                if name.startswith(f"{group}-{row.index}-"):
                    return f"{row.kind.label} {row.number}"
        return ""

    def row_name(self, group: str, index: int, key: str) -> str:
        return f"{group}-{index}-{key}"

    def token_field(self, group: str) -> str:
        return f"{group}_rows"

    def _build(
        self, group: str, kinds: dict[str, RowKind], initial_rows: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> None:
        initials: dict[int, Mapping[str, Any]] = {}
        if self.is_bound:
            order = self._order_sent(group, kinds)
        else:
            order = [(index, kind) for index, (kind, _values) in enumerate(initial_rows)]
            initials = {index: values for index, (_kind, values) in enumerate(initial_rows)}
            kind, count = self.starting_rows.get(group, ("", 0))
            if not order:
                order = [(index, kind) for index in range(count)]
        self._rows[group] = []
        for index, name in order:
            row_fields = kinds[name].fields()
            unused = self.is_bound and self._is_unused(group, index, kinds[name])
            # A row to begin with may be left as it is: nothing in it is said to be needed.
            spare = not self.is_bound and index not in initials
            for key, form_field in row_fields.items():
                if key in initials.get(index, {}):
                    form_field.initial = initials[index][key]
                if unused or spare:
                    form_field.required = False
                self.fields[self.row_name(group, index, key)] = form_field
            self._rows[group].append((index, kinds[name], unused))
        tokens = " ".join(f"{index}:{name}" for index, name in order)
        hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial=tokens)
        # What was sent plus the change asked for: shown as it is now, not as it came.
        hidden.bound_data = lambda data, initial: tokens  # type: ignore[method-assign]
        self.fields[self.token_field(group)] = hidden

    def _order_sent(self, group: str, kinds: dict[str, RowKind]) -> list[tuple[int, str]]:
        order: list[tuple[int, str]] = []
        for token in str(self.data.get(self.token_field(group), "")).split()[: self.max_rows]:
            match = _TOKEN.match(token)
            if match and match[2] in kinds and int(match[1]) not in {index for index, _name in order}:
                order.append((int(match[1]), match[2]))
        target, _sep, what = str(self.data.get("add", "")).partition(":")
        if target == group and what in kinds and len(order) < self.max_rows:
            order.append((max((index for index, _name in order), default=-1) + 1, what))
        target, _sep, what = str(self.data.get("remove", "")).partition(":")
        if target == group:
            order = [(index, name) for index, name in order if str(index) != what]
        return order

    def _is_unused(self, group: str, index: int, kind: RowKind) -> bool:
        for key in kind.empty_when:
            name = self.row_name(group, index, key)
            if str(self.data.get(name, "")).strip() or name in self.files:
                return False
        return True
