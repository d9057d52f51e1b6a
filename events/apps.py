from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    place = "challenge"
    verbose_name = _("Challenges")

    def ready(self) -> None:
        from core import periodic
        from events import receivers, services  # noqa: F401

        periodic.register("events.offers", timedelta(minutes=1), services.expire_all_offers)
        periodic.register("events.forget", timedelta(days=1), services.forget_people)
