from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.text import clean_text
from guidance.enums import CriterionType, Level

UID_MAX_LENGTH = 40
UID_FORMAT = re.compile(r"[A-Z0-9]+(?:[-.][A-Z0-9]+)+")
_VARIABLE = re.compile(r"(\[\[.+?\]\])", re.DOTALL)


class CleanTextBlock(blocks.TextBlock):
    """Plain text without control characters; blank lines part paragraphs, a dash makes a list."""

    def clean(self, value: Any) -> Any:
        return super().clean(clean_text(value or ""))

    class Meta:
        icon = "pilcrow"


class LineBlock(blocks.CharBlock):
    """One line without control characters."""

    def clean(self, value: Any) -> Any:
        return super().clean(" ".join(clean_text(value or "").split()))


class UidBlock(blocks.CharBlock):
    """A criterion's lasting number: the same in every language, so translators never see it."""

    def clean(self, value: Any) -> Any:
        value = clean_text(value or "").upper()
        if value and not UID_FORMAT.fullmatch(value):
            raise ValidationError(
                _("Capital letters, digits and hyphens only, for example PI-ETU-TS-01. Leave empty to get a number.")
            )
        return super().clean(value)

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value


class QuestionBlock(CleanTextBlock):
    class Meta:
        label = _("Question")
        icon = "help"
        template = "blocks/question_block.html"
        preview_value = "Could we do without this study?"
        description = _("A question to ask before writing anything.")


class CriterionValue(blocks.StructValue):
    """What templates, search and exports read of a criterion."""

    @property
    def type_label(self) -> str:
        return str(CriterionType(self["type"]).label) if self.get("type") else ""

    @property
    def level_label(self) -> str:
        return str(Level(int(self["level"])).label) if self.get("level") else ""

    @property
    def tag_list(self) -> list[str]:
        return split_tags(self.get("tags") or "")

    @property
    def clause_parts(self) -> list[tuple[bool, str]]:
        """The clause as runs of (is a variable, text), so that what must be filled in can be marked."""
        return [(part.startswith("[["), part) for part in _VARIABLE.split(self.get("clause") or "") if part]

    @property
    def full_text(self) -> str:
        """Every word of the criterion, for search."""
        fields = ("clause", "why", "verification", "attention", "small_firms", "source")
        text = "\n\n".join(self[name] for name in fields if self.get(name))
        # The marks around what a buyer adapts are for the clause's own page.
        return text.replace("[[", "").replace("]]", "")


def split_tags(text: str) -> list[str]:
    """“paper, lots” as ["paper", "lots"], each once, in the order typed."""
    return list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in text.split(",")))))


class CriterionBlock(blocks.StructBlock):
    """One criterion of a guidance page, ready to be copied in a specification.

    Its ``uid`` is its identity through versions, languages and citations: never given twice.
    """

    name = LineBlock(label=_("Title"), max_length=150, help_text=_("What it asks, in a few words."))
    type = blocks.ChoiceBlock(label=_("Where it acts"), choices=CriterionType.choices)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=Level.choices,
        default=Level.ESSENTIAL,
        help_text=_("Essential: any provider can do it. Advanced: some can. Pioneer: to be discussed with them first."),
    )
    clause = CleanTextBlock(
        label=_("Clause to copy"),
        max_length=4000,
        help_text=_("The text that goes in the specification. What the buyer fills in stands between [[ and ]]."),
    )
    why = CleanTextBlock(label=_("Why"), max_length=2000, required=False, help_text=_("What it changes, for whom."))
    verification = CleanTextBlock(
        label=_("How to check it"),
        max_length=2000,
        required=False,
        help_text=_("Which proof, when, who reads it. If you name a label, add “or equivalent”."),
    )
    attention = CleanTextBlock(label=_("Points of attention"), max_length=2000, required=False)
    small_firms = CleanTextBlock(label=_("Effect on small firms"), max_length=2000, required=False)
    source = LineBlock(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Where the wording comes from, with its licence."),
    )
    tags = LineBlock(label=_("Tags"), max_length=200, required=False, help_text=_("Separated by commas."))
    uid = UidBlock(
        label=_("Criterion’s number"),
        max_length=UID_MAX_LENGTH,
        required=False,
        help_text=_("Leave empty: the next free number is given when you save. It never changes afterwards."),
    )

    class Meta:
        label = _("Criterion")
        icon = "check"
        template = "blocks/criterion_block.html"
        value_class = CriterionValue
        label_format = "{uid} {name}"
        description = _("A requirement with the clause to copy, the reason for it and the way to check it.")
        preview_value: ClassVar[dict[str, Any]] = {
            "uid": "PI-ETU-TS-01",
            "name": "A report that everyone can read",
            "type": CriterionType.SPECIFICATION,
            "level": Level.ESSENTIAL,
            "clause": "The contractor delivers a report of [[60]] pages at most, with a summary of two pages.",
            "why": "A report that is read is worth the paper it is printed on.",
            "verification": "An earlier report, enclosed with the tender.",
        }


class LegalReferenceBlock(blocks.StructBlock):
    """A rule of law with the dates between which it holds: the law is content, never code."""

    text = LineBlock(
        label=_("Text"), max_length=250, help_text=_("For example: Public Procurement Code, article L2111-1.")
    )
    url = blocks.URLBlock(label=_("Link"), required=False, max_length=300)
    valid_from = blocks.DateBlock(label=_("Applies from"), required=False)
    valid_to = blocks.DateBlock(label=_("Applies until"), required=False)
    note = CleanTextBlock(label=_("What it means here"), max_length=1000, required=False)

    class Meta:
        label = _("Legal reference")
        icon = "doc-full"
        template = "blocks/legal_reference_block.html"
        description = _("A rule, its address and the dates between which it holds.")
        preview_value: ClassVar[dict[str, Any]] = {
            "text": "Directive 2014/24/EU, article 42",
            "note": "Technical specifications.",
        }
