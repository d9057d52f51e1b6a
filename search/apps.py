from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from core import mail, periodic
        from search import alerts, counting, extraction, receivers, server, services, staff

        receivers.listen()
        mail.before_sending(alerts.TEMPLATE, alerts.write_anew)
        # The worker looks after each change; this is for what it could not do then, or was not there to do.
        periodic.register("search.drain", timedelta(minutes=1), services.drain)
        # A server that was away is found again, and its index brought up to date.
        periodic.register("search.server", timedelta(seconds=10), server.follow)
        # A new version may find other things in the same pages: nobody has to think of it.
        periodic.register("search.rules", timedelta(minutes=1), staff.rebuild_after_upgrade)
        periodic.register("search.tidy", timedelta(minutes=5), services.tidy)
        periodic.register("search.files", timedelta(minutes=10), extraction.read_waiting)
        periodic.register("search.alerts", timedelta(hours=1), alerts.send_due)
        periodic.register("search.counts", timedelta(days=1), counting.purge)
