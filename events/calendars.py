"""iCalendar: one UID per event in every file, and nothing personal in any of them.

People put entries into calendars that others read, so no file holds a signed link, a registration number or the
link to follow from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone, translation
from icalendar import Calendar, Event, vCalAddress, vText

from core.models import SiteSettings

if TYPE_CHECKING:
    from events.models import ChallengePage

PRODUCT = "-//Cahier commun//Aperitif-challenges//FR"


def public_calendar(pages: Iterable[ChallengePage], *, name: str = "") -> bytes:
    """A feed or a file that anybody may fetch: METHOD PUBLISH, no attendee."""
    calendar = _calendar("PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("name", name)
    for page in pages:
        calendar.add_component(_entry(page, page.event.last_published_at or page.event.starts_at))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def mailed_calendar(page: ChallengePage, *, method: str, attendee: str) -> dict[str, str]:
    """The attachment of a mail to ``attendee``: ``REQUEST`` puts or moves the entry, ``CANCEL`` takes it away."""
    calendar = _calendar(method)
    # Of two letters of one sequence (a place given back, taken again) the later one counts (RFC 5546, 2.1.5).
    entry = _entry(page, timezone.now())
    if method == "CANCEL":
        entry["status"] = vText("CANCELLED")
    site = SiteSettings.load()
    organiser = vCalAddress(f"mailto:{site.contact_email}")
    organiser.params["cn"] = vText(site.buyer_name)
    entry["organizer"] = organiser
    entry.add("attendee", vCalAddress(f"mailto:{attendee}"), encode=False)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return {
        "name": "cancel.ics" if method == "CANCEL" else "event.ics",
        "mimetype": f"text/calendar; method={method}",
        "content": calendar.to_ical().decode(),
    }


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method)
    return calendar


def _entry(page: ChallengePage, stamp: datetime) -> Event:
    event, zone = page.event, timezone.get_default_timezone()
    entry = Event()
    entry.add("uid", str(event.calendar_uid))
    entry.add("sequence", event.calendar_sequence)
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", page.title)
    entry.add("location", ", ".join(part for part in (page.place, page.address) if part))
    with translation.override(page.language):
        url = urljoin(settings.BASE_URL, page.get_absolute_url())
    entry.add("url", url)
    entry.add("description", "\n\n".join(part for part in (page.summary, page.access_information, url) if part))
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    return entry
