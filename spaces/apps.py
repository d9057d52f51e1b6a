from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = _("Spaces")

    def ready(self) -> None:
        from core import visibility
        from spaces.models import access_keywords

        visibility.register_membership(access_keywords)
