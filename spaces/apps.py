from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = _("Spaces")
    place = "space"

    def ready(self) -> None:
        from core import visibility
        from discussions import targets
        from guidance import trail
        from spaces.models import access_keywords
        from spaces.reading import proposal_as_target
        from spaces.trail import articles_that_cite

        visibility.register_membership(access_keywords)
        targets.register("proposal", proposal_as_target)
        trail.register(articles_that_cite, devices=["space"])
