from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import IdentifierType, SizeClass
from accounts.validators import validate_identifier
from core.forms import CleanTextField
from core.widgets import ChoiceTiles
from events.models import ChallengePage, Record
from events.services import Application

MAX_DOCUMENT_BYTES = 10 * 1024 * 1024
# What the first bytes of a file must be for its name's ending to be believed.
_OPENINGS = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "odt", "xlsx", "ods", "zip"), (b"PK\x03\x04",)),
}


class LineField(CleanTextField):
    """One line: what was pasted over several becomes one, so that no field reaches into a mail's headers."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class AddressField(forms.EmailField):
    """An e-mail address; says what is missing from it instead of that it is invalid."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        try:
            return str(super().clean(text))
        except ValidationError as error:
            if not text or len(text) > 200:
                raise
            raise ValidationError(_what_is_wrong_with(text), code="invalid") from error


def _what_is_wrong_with(address: str) -> Any:
    if "@" not in address:
        return _("The @ is missing, as in name@firm.fr.")
    if re.search(r"\s", address):
        return _("There is a space in this address: take it out.")
    if re.search(r"@[^@.]+$", address):
        return _("The end of the address is missing, for example “.fr”.")
    return _("This address cannot be right. It should look like name@firm.fr.")


class Honeypot(forms.CharField):
    """A field that people do not see and robots fill in."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=500,
            label=_("Leave this empty"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )


class UnaskedMixin:
    """For forms that anybody may send: ``is_robot`` once the hidden field came back filled."""

    data: Any

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("website"))

    def visible_and_wanted(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "website"]  # type: ignore[attr-defined]


class RegistrationForm(UnaskedMixin, forms.Form):
    """Two minutes on a phone: four fields to fill in, the rest may stay empty."""

    organisation_name = LineField(
        label=_("Name of your organisation"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("It will be named in the record, with its size."),
        error_messages={"required": _("Enter the name of your organisation, or your own if you work alone.")},
    )
    size_class = forms.ChoiceField(
        label=_("How many people work there?"),
        choices=SizeClass.choices,
        widget=ChoiceTiles,
        error_messages={"required": _("Choose a size: some places are kept for the smallest firms.")},
    )
    person_name = LineField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name: somebody will greet you at the door.")},
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("To confirm your place. It is shown to nobody."),
        error_messages={
            "required": _("Enter your e-mail address: the confirmation is sent there."),
            "max_length": _("This address is too long: 200 characters at most."),
        },
    )
    persons = forms.TypedChoiceField(label=_("How many of you will come?"), coerce=int, initial=1)
    identifier_type = forms.ChoiceField(
        label=_("Kind of number"), choices=IdentifierType.choices, initial=IdentifierType.SIRET, required=False
    )
    identifier = LineField(
        label=_("Number of your organisation (optional)"),
        max_length=40,
        required=False,
        help_text=_("A SIRET has 14 digits; spaces do not matter. No number yet? Leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = LineField(
        label=_("What you do there (optional)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    access_needs = CleanTextField(
        label=_("What you need to come and take part (optional)"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("Step-free access, sign language, a diet… Read by those who receive you, deleted a week after."),
    )
    listed = forms.BooleanField(label=_("My own name may stand in the record beside my organisation's"), required=False)
    agrees = forms.BooleanField(
        label=_("I have read the rules of the evening, and that everything said there is published for all"),
        error_messages={"required": _("Please read the rules and tick this box: they are what makes it fair.")},
    )
    website = Honeypot()

    def __init__(self, *args: Any, event: ChallengePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = event.max_per_organisation
        self.fields["persons"].choices = [  # type: ignore[attr-defined]
            (count, ngettext("%(count)d person", "%(count)d people", count) % {"count": count})
            for count in range(1, most + 1)
        ]
        if most == 1:
            self.fields["persons"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, number = data.get("identifier_type") or IdentifierType.NONE, data.get("identifier", "")
        if not number:
            data["identifier_type"] = IdentifierType.NONE
        elif kind == IdentifierType.NONE:
            self.add_error("identifier_type", _("Say what kind of number it is, or leave the number empty."))
        else:
            try:
                data["identifier"] = validate_identifier(kind, number)
            except ValidationError as error:
                self.add_error("identifier", error)
        return data

    def application(self) -> Application:
        return Application(**{name: self.cleaned_data[name] for name in Application.__slots__})


class QuestionForm(UnaskedMixin, forms.Form):
    text = CleanTextField(
        label=_("Your question"),
        max_length=1500,
        rows=5,
        help_text=_("Shown to everybody with its answer; your name is not. Leave out what should stay secret."),
        error_messages={"required": _("Write your question.")},
    )
    email = AddressField(
        label=_("E-mail address (optional)"),
        required=False,
        help_text=_("To send you the answer. Deleted once it is sent."),
    )
    website = Honeypot()


class AnswerForm(forms.Form):
    answer = CleanTextField(
        label=_("The answer"),
        max_length=3000,
        rows=6,
        help_text=_("Published for everybody, word for word. Correct nothing in the question."),
        error_messages={"required": _("Write the answer.")},
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=2000,
        error_messages={
            "required": _("Enter a number of places."),
            "invalid": _("Enter a whole number, for example 40."),
            "min_value": _("At least one place."),
            "max_value": _("2,000 places at most."),
        },
    )

    def __init__(self, *args: Any, event: ChallengePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        kept = self.event.reserved_for_micro
        if capacity < kept:
            raise ValidationError(
                _("%(kept)d places are kept for very small firms: there cannot be fewer."), params={"kept": kept}
            )
        return capacity


class CancelEventForm(forms.Form):
    reason = CleanTextField(
        label=_("Why"),
        max_length=400,
        rows=3,
        help_text=_("Sent as it is to everybody who was to come, and shown on the page."),
        error_messages={"required": _("Say why: people have kept this evening free.")},
    )


class RecordForm(forms.ModelForm):
    summary = CleanTextField(
        label=_("What was said"),
        max_length=10_000,
        rows=14,
        help_text=_("Everything that could be of use to a firm that was not there. A blank line parts paragraphs."),
        error_messages={"required": _("Write what was said.")},
    )
    decisions = CleanTextField(label=_("What we decided (optional)"), max_length=4_000, rows=5, required=False)
    language = forms.ChoiceField(label=_("Language of this text"), choices=settings.LANGUAGES)
    document = forms.FileField(
        label=_("Document shown that evening (optional)"),
        required=False,
        help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV or TXT, 10 MB at most. Save again to add another."),
    )
    document_title = LineField(label=_("Title of the document"), max_length=120, required=False)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Record
        fields = ["summary", "decisions", "language"]

    def clean_document(self) -> Any:
        upload = self.cleaned_data.get("document")
        if not upload:
            return None
        ending = upload.name.rsplit(".", 1)[-1].lower()
        if "." not in upload.name or ending not in settings.WAGTAILDOCS_EXTENSIONS:
            raise ValidationError(_("This kind of file is not taken. Save it as PDF, for example."))
        if upload.size > MAX_DOCUMENT_BYTES:
            raise ValidationError(_("This file is larger than 10 MB. Make it lighter, or cut it in two."))
        opening = upload.read(8)
        upload.seek(0)
        if ending in _OPENINGS and not opening.startswith(_OPENINGS[ending]):
            raise ValidationError(_("The file is not what its name says. Save it again from the program that made it."))
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("document") and not data.get("document_title"):
            self.add_error("document_title", _("Give the document a title: it is what people click on."))
        return data
