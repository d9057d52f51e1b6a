from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401


class EditorsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own list of people, with the fields that our people have."""

    user_viewset = "accounts.wagtail_hooks.PeopleViewSet"
