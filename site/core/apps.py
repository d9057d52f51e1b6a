from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Shared foundations")

    def ready(self) -> None:
        from core import checks, dates, housekeeping, mail, page_cache, periodic, receivers  # noqa: F401

        page_cache.listen()
        dates.say_first_of_the_month()

        periodic.register("core.mail", timedelta(minutes=1), mail.deliver_waiting)
        periodic.register("core.scheduled_pages", timedelta(minutes=5), housekeeping.publish_scheduled)
        periodic.register("core.sent_mails", timedelta(days=1), housekeeping.purge_mails)
        periodic.register("core.sessions", timedelta(days=1), housekeeping.purge_sessions)
        periodic.register("core.task_results", timedelta(days=1), housekeeping.purge_task_results)
