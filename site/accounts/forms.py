from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.enums import IdentifierType, SizeClass
from accounts.models import User
from accounts.services import describe_firm
from accounts.validators import validate_identifier
from core.forms import CleanTextField
from core.widgets import ChoiceTiles

# Each language by its own name: whoever is lost in the other one finds it.
OWN_NAMES = [(code, get_language_info(code)["name_local"].capitalize()) for code, _label in settings.LANGUAGES]


class LoginForm(AllauthLoginForm):
    """Address and password; without a password, a code is sent to the address."""

    def _setup_password_field(self) -> None:
        password = self.fields["password"]
        password.required = False
        password.help_text = _("Leave it empty and we send a code to your address.")
        self.fields["login"].label = _("E-mail address")
        for field in (password, self.fields["login"]):
            field.widget.attrs.pop("placeholder", None)


class SignupForm(AllauthSignupForm):
    """One address, called here as it is on the log-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class PersonForm(forms.ModelForm):
    """Who somebody is, as others read it."""

    name = CleanTextField(
        label=_("Your name"),
        max_length=100,
        help_text=_("Shown with what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name: nobody here speaks under a mask.")},
    )
    job_title = CleanTextField(
        label=_("Job or department (optional)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    preferred_language = forms.ChoiceField(label=_("Language of your mails"), choices=OWN_NAMES, widget=ChoiceTiles)

    class Meta:
        model = User
        fields = ["name", "job_title", "preferred_language"]


class FirmForm(forms.Form):
    """A provider's firm. Its number may be missing: a firm that is being founded has none."""

    firm_name = CleanTextField(
        label=_("Name of your firm or organisation"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name under which you answer tenders.")},
    )
    identifier_type = forms.ChoiceField(
        label=_("Kind of number"), choices=IdentifierType.choices, initial=IdentifierType.SIRET
    )
    identifier = CleanTextField(
        label=_("Number of your organisation (optional)"),
        max_length=40,
        required=False,
        help_text=_("For a SIRET, 14 digits; spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    size_class = forms.ChoiceField(
        label=_("How many people work there?"),
        choices=SizeClass.choices,
        widget=ChoiceTiles,
        error_messages={"required": _("Choose a size: very small firms are heard as such.")},
    )
    town = CleanTextField(label=_("Town (optional)"), max_length=80, required=False)
    description = CleanTextField(
        label=_("What you do, in a few lines (optional)"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Public: shown where your firm speaks."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        firm = user.organisation
        if firm is not None:
            kwargs.setdefault(
                "initial",
                {
                    "firm_name": firm.name,
                    "identifier_type": firm.identifier_type,
                    "identifier": firm.identifier,
                    "size_class": firm.size_class,
                    "town": firm.town,
                    "description": firm.description,
                },
            )
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("identifier_type", IdentifierType.NONE)
        try:
            data["identifier"] = validate_identifier(kind, data.get("identifier", ""))
        except ValidationError as error:
            self.add_error("identifier", error)
        if not data.get("identifier"):
            data["identifier_type"] = IdentifierType.NONE
        return data

    def save(self) -> None:
        describe_firm(
            user=self.user,
            name=self.cleaned_data["firm_name"],
            identifier_type=self.cleaned_data["identifier_type"],
            identifier=self.cleaned_data["identifier"],
            size_class=self.cleaned_data["size_class"],
            town=self.cleaned_data["town"],
            description=self.cleaned_data["description"],
        )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Your colleague's e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter an address."),
            "invalid": _("This address is not complete: it looks like first.last@region.fr."),
        },
    )
    message = CleanTextField(label=_("A word to them (optional)"), max_length=600, rows=3, required=False)
