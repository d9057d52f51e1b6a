"""A person's own page on the editors' side. Wagtail's asks for a first and a last name, and we keep one name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from accounts.models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)


class NamePanel(NameEmailSettingsPanel):
    form_class = NameForm
    title = gettext_lazy("Name")


class OwnAccountView(AccountView):
    """Wagtail's, with the one name that there is: with two required others nobody could change their language."""

    def get_panels(self) -> list[Any]:
        return [
            NamePanel(panel.request, panel.user, panel.profile) if type(panel) is NameEmailSettingsPanel else panel
            for panel in super().get_panels()
        ]


own_account = require_admin_access(OwnAccountView.as_view())
