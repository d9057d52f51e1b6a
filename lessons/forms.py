from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.forms import CleanTextField
from core.models import PurchaseFamily
from core.rows import RowKind, RowsForm
from guidance.models import Criterion
from lessons.enums import AmountBand, Confidence, Evidence, Procedure, Weight
from lessons.models import MAX_ROWS, Cause, LessonCause, LessonPage, LessonRemedy, LessonRequirement, Outcome, Remedy

MAX_NUMBER = 9999


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def number_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=MAX_NUMBER, required=False, **kwargs)


def optional(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", _("Choose")), *choices]


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.byline


class LessonForm(RowsForm):
    """A lesson, whole. ``for_lesson`` fills it from a page, ``apply_to`` writes it on one; nothing is saved here."""

    # The order in which people tell it; the template draws one section after the other.
    SECTIONS = (
        (
            "purchase",
            _("The purchase"),
            ("title", "subject", "family", "cpv", "procedure", "amount_band", "days_to_answer"),
        ),
        (
            "what",
            _("What happened"),
            ("outcome", "decision_date", "files_taken", "tenders_received", "tenders_admissible"),
        ),
        ("causes", _("Why, as far as we know"), ()),
        ("requirements", _("Sustainability requirements that mattered"), ()),
        ("remedies", _("What was tried"), ("tenders_after", "relaunch_outcome")),
        ("learned", _("What others can take"), ("summary", "reuse", "differently", "confidence", "tags", "written_in")),
        ("checks", _("Before others read it"), ("is_anonymous", "has_no_trade_secret", "has_no_litigation")),
        ("upkeep", _("Who looks after it"), ("responsible", "review_by")),
    )
    PLAIN_FIELDS = (
        "title", "subject", "family", "cpv", "procedure", "amount_band", "days_to_answer", "outcome", "decision_date",
        "files_taken", "tenders_received", "tenders_admissible", "tenders_after", "relaunch_outcome", "summary",
        "reuse", "differently", "confidence", "written_in", "is_anonymous", "has_no_trade_secret",
        "has_no_litigation", "responsible", "review_by",
    )  # fmt: skip

    title = CleanTextField(
        label=_("Title"),
        max_length=150,
        help_text=_(
            "What was bought and what went wrong, never a firm’s name: "
            "“Facilitation of workshops: one tender, over budget”."
        ),
    )
    subject = CleanTextField(label=_("What was to be bought"), max_length=600, rows=3)
    family = forms.ModelChoiceField(
        label=_("Purchase family"),
        queryset=PurchaseFamily.objects.all(),
        required=False,
        empty_label=_("None of these"),
    )
    cpv = CleanTextField(label="CPV", max_length=12, required=False, help_text=_("Eight digits, for example 79421000."))
    procedure = forms.ChoiceField(label=_("Procedure"), choices=optional(Procedure.choices))
    amount_band = forms.ChoiceField(
        label=_("Amount"), choices=[("", _("Not said")), *AmountBand.choices], required=False
    )
    days_to_answer = number_field(
        label=_("Days to answer"), help_text=_("From the publication to the deadline for tenders.")
    )
    outcome = forms.ModelChoiceField(label=_("Outcome"), queryset=Outcome.objects.all(), empty_label=_("Choose"))
    decision_date = date_field(
        label=_("Date of the decision"),
        help_text=_("A lesson is published once firms can no longer contest the decision."),
    )
    files_taken = number_field(label=_("Files taken"))
    tenders_received = number_field(label=_("Tenders received"))
    tenders_admissible = number_field(label=_("Admissible tenders"))
    tenders_after = number_field(
        label=_("Tenders received at the relaunch"), help_text=_("Leave empty if the purchase has not been relaunched.")
    )
    relaunch_outcome = forms.ModelChoiceField(
        label=_("Outcome of the relaunch"),
        queryset=Outcome.objects.all(),
        required=False,
        empty_label=_("Not known yet"),
    )
    summary = CleanTextField(
        label=_("In two sentences"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Shown in lists and in search."),
    )
    reuse = CleanTextField(
        label=_("What can be re-used"),
        max_length=3000,
        rows=5,
        required=False,
        help_text=_("A clause that worked, a table, a question to ask firms."),
    )
    differently = CleanTextField(label=_("What we would do differently"), max_length=3000, rows=5, required=False)
    confidence = forms.ChoiceField(label=_("How sure we are"), choices=Confidence.choices, initial=Confidence.ONE)
    tags = CleanTextField(
        label=_("Tags"),
        max_length=200,
        required=False,
        help_text=_("Separated by commas, for example: workshops, price."),
    )
    written_in = forms.ChoiceField(label=_("Language of this lesson"), choices=settings.LANGUAGES)
    is_anonymous = forms.BooleanField(label=_("No firm and no person can be recognised."), required=False)
    has_no_trade_secret = forms.BooleanField(
        label=_("Nothing here is a trade secret: no price, no method that belongs to a firm."), required=False
    )
    has_no_litigation = forms.BooleanField(label=_("No dispute about this procedure is running."), required=False)
    responsible = OwnerField(
        label=_("Owner"),
        queryset=get_user_model().objects.none(),
        empty_label=_("Choose"),
        help_text=_("The colleague who answers questions and keeps it right."),
    )
    review_by = date_field(
        label=_("To be read again by"), help_text=_("After this date readers are told that it may be out of date.")
    )
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # A draft cannot be kept without these; the rest is asked for when it is submitted.
    DRAFT_FIELDS = ("title", "outcome")
    # What each kind of row is about: without it there is nothing to keep of the row.
    ROW_SUBJECTS = ("cause", "criterion", "remedy")

    def __init__(self, *args: Any, noted: bool = False, **kwargs: Any) -> None:
        """``noted``: the change is published at once, so all of it must be there and a note say what changed.

        Without it the form keeps a draft, of which little is asked.
        """
        causes = list(Cause.objects.select_related("group"))
        self.causes = {cause.code: cause for cause in causes}
        self.remedies = {remedy.code: remedy for remedy in Remedy.objects.all()}
        # Retired ones too: they were in force when the procedure ran.
        self.criteria = {criterion.uid: criterion for criterion in Criterion.objects.with_texts()}
        self.row_groups = _row_groups(  # type: ignore[misc]
            causes, self.remedies.values(), self.criteria.values()
        )
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = (  # type: ignore[attr-defined]
            get_user_model()
            .objects.filter(role__in=[Role.AGENT, Role.COMMUNICATIONS], is_active=True)
            .select_related("organisation")
            .order_by("name")
        )
        if not noted:
            for name, field in self.fields.items():
                if name not in self.DRAFT_FIELDS and name.rpartition("-")[2] not in self.ROW_SUBJECTS:
                    field.required = False
        else:
            self.fields["note"] = CleanTextField(
                label=_("What changed and why"), max_length=300, help_text=_("Shown in the history.")
            )

    starting_rows = {"causes": ("cause", 2), "remedies": ("remedy", 1), "requirements": ("requirement", 1)}
    max_rows = MAX_ROWS

    @classmethod
    def new(cls, *, author: Any) -> LessonForm:
        return cls(
            initial={
                "responsible": author.pk,
                "written_in": translation.get_language(),
                "review_by": timezone.localdate() + timedelta(days=365),
            }
        )

    @classmethod
    def for_lesson(cls, lesson: LessonPage, *, noted: bool) -> LessonForm:
        initial = {name: getattr(lesson, name) for name in cls.PLAIN_FIELDS}
        initial["tags"] = ", ".join(sorted(tag.name for tag in lesson.tags.all()))
        initial["base_revision"] = lesson.latest_revision_id
        rows = {
            "causes": [
                (
                    "cause",
                    {
                        "cause": row.cause.code,
                        "what": row.what_happened,
                        "evidence": row.evidence,
                        "weight": row.weight,
                    },
                )
                for row in lesson.causes.all()
            ],
            "requirements": [
                ("requirement", {"criterion": row.criterion.uid, "role": row.role}) for row in lesson.requirements.all()
            ],
            "remedies": [
                ("remedy", {"remedy": row.remedy.code, "what": row.what_changed, "when": row.changed_on})
                for row in lesson.remedies.all()
            ],
        }
        return cls(initial=initial, rows=rows, noted=noted)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [
            {
                "key": key,
                "title": title,
                "fields": [self[name] for name in names],
                "group": self.group(key) if key in self.row_groups else None,
                "token": self[self.token_field(key)] if key in self.row_groups else "",
            }
            for key, title, names in self.SECTIONS
        ]

    @property
    def note_field(self) -> Any:
        return self["note"] if "note" in self.fields else None

    def clean_cpv(self) -> str:
        digits = self.cleaned_data["cpv"].partition("-")[0].replace(" ", "")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 8):
            raise ValidationError(_("A CPV code has eight digits, for example 79421000."))
        return digits

    def clean_decision_date(self) -> Any:
        decided = self.cleaned_data["decision_date"]
        if decided is None:
            return None
        if decided > timezone.localdate():
            raise ValidationError(_("The decision has been taken: this date cannot be in the future."))
        if decided.year < 2000:
            raise ValidationError(_("Please check the year."))
        return decided

    def clean_tags(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["tags"].replace(";", ",").split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > 10:
            raise ValidationError(_("Ten tags at most."))
        if any(len(name) > 40 for name in names):
            raise ValidationError(_("A tag has 40 characters at most."))
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        received, admissible = cleaned.get("tenders_received"), cleaned.get("tenders_admissible")
        if received is not None and admissible is not None and admissible > received:
            self.add_error("tenders_admissible", _("There cannot be more admissible tenders than tenders."))
        for group, key, words in (
            ("causes", "cause", _("This cause is already in the list.")),
            ("remedies", "remedy", _("This remedy is already in the list.")),
        ):
            seen: set[str] = set()
            for row in self.row_values(group):
                code = row.values[key]
                if code and code in seen:
                    self.add_error(self.row_name(group, row.index, key), words)
                seen.add(code)
        return cleaned

    def apply_to(self, lesson: LessonPage) -> LessonPage:
        """Write what was entered on ``lesson``, unsaved."""
        for name in self.PLAIN_FIELDS:
            setattr(lesson, name, self.cleaned_data[name])
        lesson.confidence = lesson.confidence or Confidence.ONE
        lesson.written_in = lesson.written_in or settings.LANGUAGE_CODE
        lesson.draft_title = lesson.title
        lesson.tags.set(self.cleaned_data["tags"])
        lesson.causes.set(
            [
                LessonCause(
                    cause=self.causes[row.values["cause"]],
                    what_happened=row.values["what"],
                    evidence=row.values["evidence"],
                    weight=int(row.values["weight"] or Weight.STRONG),
                    sort_order=position,
                )
                for position, row in enumerate(self.row_values("causes"))
            ]
        )
        lesson.requirements.set(
            [
                LessonRequirement(
                    criterion=self.criteria[row.values["criterion"]], role=row.values["role"], sort_order=position
                )
                for position, row in enumerate(self.row_values("requirements"))
            ]
        )
        lesson.remedies.set(
            [
                LessonRemedy(
                    remedy=self.remedies[row.values["remedy"]],
                    what_changed=row.values["what"],
                    changed_on=row.values["when"],
                    sort_order=position,
                )
                for position, row in enumerate(self.row_values("remedies"))
            ]
        )
        return lesson


def _row_groups(
    causes: Iterable[Cause], remedies: Iterable[Remedy], criteria: Iterable[Criterion]
) -> Mapping[str, tuple[RowKind, ...]]:
    cause_choices: list[tuple[Any, Any]] = [("", _("Choose"))]
    for group, members in groupby(causes, key=lambda cause: cause.group):
        cause_choices.append((group.label, [(cause.code, cause.label) for cause in members]))
    remedy_choices = optional((remedy.code, remedy.label) for remedy in remedies)

    criterion_choices = optional((criterion.uid, str(criterion)) for criterion in criteria)

    def cause_fields() -> dict[str, forms.Field]:
        return {
            "cause": forms.ChoiceField(label=_("Cause"), choices=cause_choices),
            "what": CleanTextField(label=_("What happened"), max_length=1500, rows=3),
            "evidence": forms.ChoiceField(label=_("How we know"), choices=optional(Evidence.choices)),
            "weight": forms.ChoiceField(label=_("Weight"), choices=Weight.choices, initial=Weight.STRONG),
        }

    def remedy_fields() -> dict[str, forms.Field]:
        return {
            "remedy": forms.ChoiceField(label=_("Remedy"), choices=remedy_choices),
            "what": CleanTextField(label=_("What was changed"), max_length=1500, rows=3),
            "when": date_field(label=_("When"), required=False),
        }

    def requirement_fields() -> dict[str, forms.Field]:
        return {
            "criterion": forms.ChoiceField(label=_("Criterion"), choices=criterion_choices),
            "role": CleanTextField(label=_("The part it played"), max_length=600, rows=2),
        }

    return {
        "causes": (RowKind("cause", _("Cause"), _("Add a cause"), cause_fields, ("cause", "what", "evidence")),),
        "requirements": (
            RowKind("requirement", _("Requirement"), _("Add a requirement"), requirement_fields, ("criterion", "role")),
        ),
        "remedies": (RowKind("remedy", _("Remedy"), _("Add a remedy"), remedy_fields, ("remedy", "what", "when")),),
    }


class ReasonForm(forms.Form):
    reason = CleanTextField(
        label=_("What should change before it is published"),
        max_length=1500,
        rows=4,
        help_text=_("Its author is told."),
    )


class NoteForm(forms.Form):
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = CleanTextField(label=_("What changed and why"), max_length=300, help_text=_("Shown in the history."))


class StillValidForm(forms.Form):
    note = CleanTextField(
        label=_("How you know that it still holds"), max_length=300, help_text=_("Shown in the history.")
    )


class SameCaseForm(forms.Form):
    note = CleanTextField(
        label=_("In a few words, what happened at yours (no firm’s name)"), max_length=300, rows=2, required=False
    )


class CompareForm(forms.Form):
    """Two version numbers, from the history page."""

    before = forms.IntegerField(min_value=1)
    after = forms.IntegerField(min_value=1)
