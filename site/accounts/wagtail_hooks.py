from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from accounts import services
from accounts.models import User

FIELDS = {"email", "name", "role", "organisation", "job_title", "preferred_language", "is_superuser"}


class _PersonForm:
    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)  # type: ignore[misc]
        if commit:
            services.set_role(user=user, role=user.role)
        return user


class PersonCreationForm(_PersonForm, UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        model = User
        fields = FIELDS
        widgets: dict[str, forms.Widget] = {}


class PersonEditForm(_PersonForm, UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = User
        fields = FIELDS | {"is_active"}
        widgets: dict[str, forms.Widget] = {}


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm


@hooks.register("register_log_actions")
def account_actions(actions: Any) -> None:
    actions.register_action("accounts.role", _("Change a role"), _("Role changed"))
