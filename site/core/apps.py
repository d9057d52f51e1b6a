from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Shared foundations")

    def ready(self) -> None:
        from core import checks, housekeeping, mail, page_cache, periodic, receivers  # noqa: F401

        page_cache.listen()

        periodic.register("core.mail", timedelta(minutes=1), mail.deliver_waiting)
        periodic.register("core.scheduled_pages", timedelta(minutes=5), housekeeping.publish_scheduled)
        periodic.register("core.sessions", timedelta(days=1), housekeeping.purge_sessions)
        periodic.register("core.task_results", timedelta(days=1), housekeeping.purge_task_results)
