from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core import visibility
from events import rules, wording
from events.models import ChallengePage
from spaces.enums import ProposalState
from spaces.models import Proposal

register = template.Library()

PROPOSALS_SHOWN = 10

register.filter("hour", wording.hour)
register.filter("day", wording.day)
register.filter("typed_hour", wording.typed_hour)

# What people type where there is nothing to declare.
_NOTHING = {"", "aucun", "aucune", "aucun intérêt", "néant", "none", "nothing", "no"}


@register.filter
def declares_something(interests: str) -> bool:
    return interests.strip().rstrip(".").strip().lower() not in _NOTHING


@register.filter
def hours_until(start: datetime, end: datetime) -> str:
    return wording.hours(start, end)


@register.simple_tag
def state_of(page: ChallengePage) -> wording.StateWords:
    return wording.state_words(page)


@register.simple_tag
def card_facts(page: ChallengePage) -> list[str]:
    """Hours, place, and how many places are left while that matters."""
    event = page.event
    facts = [*wording.state_words(page).facts, wording.hours(event.starts_at, event.ends_at), page.place]
    return [fact for fact in facts if fact]


@register.simple_tag(takes_context=True)
def may_receive(context: dict[str, Any], page: ChallengePage) -> bool:
    return rules.can_receive(context["request"].user, page.event)


@register.simple_tag(takes_context=True)
def related_draft(context: dict[str, Any], page: ChallengePage) -> Any:
    """The draft specification, for those who may read it; for anybody else there is none."""
    related = page.event.related_page
    if related is None or not visibility.can_see_page_id(context["request"].user, related.pk):
        return None
    return related.specific_deferred


@register.simple_tag(takes_context=True)
def challenge_proposals(context: dict[str, Any], page: ChallengePage) -> dict[str, Any]:
    """Proposals with what became of them, newest first: the first few, or all when the address asks for them."""
    user = context["request"].user
    proposals = Proposal.objects.for_page(page.event).actions().exclude(state=ProposalState.WITHDRAWN)
    wanted = proposals.with_people().with_supports(user).with_remarks().order_by("-number")
    whole = "proposals" in context["request"].GET
    # One more than is shown says whether there are more.
    found = list(wanted if whole else wanted[: PROPOSALS_SHOWN + 1])
    shown = found if whole else found[:PROPOSALS_SHOWN]
    return {"shown": shown, "more": len(found) > len(shown), "open": page.event.proposals_open_to(user)}


@register.simple_tag(takes_context=True)
def challenge_crumbs(context: dict[str, Any], page: ChallengePage, *, here: str = "") -> list[dict[str, str]]:
    """List of challenges, this challenge, and where we are below it."""
    request: HttpRequest = context["request"]
    index = page.get_parent()
    crumbs = [
        {"label": str(_("Aperitif-challenges")), "url": index.get_url(request) or ""},
        {"label": page.title, "url": page.get_url(request) or ""},
    ]
    return [*crumbs, {"label": here, "url": ""}] if here else crumbs
