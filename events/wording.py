"""Where an event stands, in words with a date: the same sentence on cards, pages and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.enums import ChallengeState

if TYPE_CHECKING:
    from events.models import ChallengePage


@dataclass(frozen=True, slots=True)
class StateWords:
    text: str
    tone: str
    # What is worth knowing beside the state: an item of its own.
    facts: tuple[str, ...] = ()


def day(moment: datetime) -> str:
    """“27 novembre”, with the year when it is not this one."""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localdate().year
    return date_format(local, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def hour(moment: datetime) -> str:
    """“18 h 30” in French, “18:30” in English."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def typed_hour(typed: str) -> str:
    """A programme's “18:00” as every other hour of the page; anything else stays as it was typed."""
    try:
        return time_format(time.fromisoformat(typed.strip().zfill(5)), "TIME_FORMAT")
    except ValueError:
        return typed


def hours(start: datetime, end: datetime) -> str:
    return _("%(start)s to %(end)s") % {"start": hour(start), "end": hour(end)}


def state_words(page: ChallengePage, at: datetime | None = None) -> StateWords:
    at = at or timezone.now()
    event = page.event
    state = page.state_at(at)
    if state == ChallengeState.CANCELLED:
        return StateWords(_("Cancelled on %(day)s") % {"day": day(event.cancelled_at or at)}, "refused")
    if state == ChallengeState.RECORD_PUBLISHED and page.published_record:
        published = page.published_record.published_at or at
        return StateWords(_("Held"), "done", (_("Record published on %(day)s") % {"day": day(published)},))
    if state == ChallengeState.HELD:
        return StateWords(_("Held"), "closed", (_("Record being written"),))
    if state == ChallengeState.UNDER_WAY:
        return StateWords(_("Under way until %(hour)s") % {"hour": hour(event.ends_at)}, "debate")
    if state == ChallengeState.SILENT:
        silence = page.silence_at(at)
        if silence and silence.last:
            until = date_format(silence.last, "DATE_FORMAT")
            return StateWords(_("Silence period until %(day)s") % {"day": until}, "refused")
        return StateWords(_("Silence period: a procedure is running"), "refused")
    if state == ChallengeState.ANNOUNCED and event.registration_opens_at:
        opens = event.registration_opens_at
        words = _("Registration opens on %(day)s at %(hour)s") % {"day": day(opens), "hour": hour(opens)}
        return StateWords(words, "info")
    if state == ChallengeState.CLOSED:
        return StateWords(_("Registration closed on %(day)s") % {"day": day(page.closes_at)}, "closed")
    if state == ChallengeState.FULL:
        if not event.waiting_list:
            return StateWords(_("Full"), "waiting")
        waiting = page.seats.waiting
        if not waiting:
            return StateWords(_("Full"), "waiting", (_("Waiting list open"),))
        words = ngettext("%(count)d on the waiting list", "%(count)d on the waiting list", waiting)
        return StateWords(_("Full"), "waiting", (words % {"count": waiting},))
    return StateWords(_("Registration open until %(day)s") % {"day": day(page.closes_at)}, "open")
