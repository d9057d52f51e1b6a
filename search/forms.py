from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextField
from search.enums import Alert


class SaveForm(forms.Form):
    name = CleanTextField(label=_("Name of the search"), max_length=100)
    alert = forms.ChoiceField(
        label=_("Tell me of new results by mail"),
        choices=Alert.choices,
        initial=Alert.WEEKLY,
        # One is always chosen; « required » beside it would read as if mails were.
        required=False,
        widget=forms.RadioSelect,
    )
    # The search that is kept, as its address has it. Read again like any address: nothing in it is trusted.
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def clean_alert(self) -> str:
        return self.cleaned_data["alert"] or Alert.NONE
