from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def visit_actions(actions: object) -> None:
    register = actions.register_action  # type: ignore[attr-defined]
    register("visits.publish_offer", _("Publish an offer to be visited"), _("Offer published"))
    register("visits.send_offer_back", _("Send an offer back"), _("Offer sent back"))
    register("visits.send_to_host", _("Show a report to its host"), _("Report shown to its host"))
