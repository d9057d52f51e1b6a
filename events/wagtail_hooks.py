from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events.models import ChallengePage


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "events.capacity", gettext_lazy("Change the number of places"), gettext_lazy("Number of places changed")
    )
    actions.register_action("events.cancel", gettext_lazy("Cancel the evening"), gettext_lazy("Evening cancelled"))
    actions.register_action("events.presence", gettext_lazy("Mark who came"), gettext_lazy("Presence marked"))
    actions.register_action("events.record", gettext_lazy("Publish the record"), gettext_lazy("Record published"))


@hooks.register("before_delete_page")
def registrations_are_evidence(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A challenge that somebody registered for is cancelled, never deleted: its list would go with it."""
    if not isinstance(page.specific, ChallengePage) or not page.specific.registrations.exists():
        return None
    messages.error(request, _("People have registered: cancel the evening on its page instead of deleting it."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)
