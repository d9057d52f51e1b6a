from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    place = "visit"
    verbose_name = _("Visits")

    def ready(self) -> None:
        from visits import listing
        from visits.models import VisitIndexPage, VisitOfferPage, VisitReportPage

        VisitIndexPage.shown = staticmethod(listing.listing)
        VisitOfferPage.shown = staticmethod(lambda page, request: listing.offer_context(page, request.user))
        VisitReportPage.shown = staticmethod(lambda page, request: listing.report_context(page, request.user))
