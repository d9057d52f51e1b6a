"""What the index, an offer and a report show: reads that start from several models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SizeClass
from core.models import SiteImage, SiteRendition
from discussions.models import Comment
from guidance.models import Criterion, CriterionText
from visits import rules
from visits.enums import CheckState, Dimension, Effort, OfferState, WhoCanAct
from visits.models import HostCheck, Slot, VisitIndexPage, VisitOfferPage, VisitReportPage, VisitRequest

if TYPE_CHECKING:
    pass

PER_PAGE = 12
MAX_SLOTS = 20
PICTURE = "width-1200"


def crumbs(index: VisitIndexPage | None, *labels: str, page: Any = None) -> list[dict[str, str]]:
    """The way here; the last label is the page itself."""
    items = [{"label": index.menu_label() if index else "", "url": index.get_absolute_url() if index else ""}]
    if page is not None:
        items.append({"label": page.draft_title or page.title, "url": address_of(page)})
    return [*items, *({"label": label, "url": ""} for label in labels)]


def address_of(page: Any) -> str:
    """Where a page is looked at: its place in the tree, or before publication its page here."""
    if page.live:
        return page.get_absolute_url()
    name = "visits:report" if isinstance(page, VisitReportPage) else "visits:offer"
    return reverse(name, args=[page.pk])


def listing(index: VisitIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Offers or reports, by what is asked for in the address."""
    show = "reports" if request.GET.get("show") == "reports" else "offers"
    tag = request.GET.get("tag", "")[:60].replace("\x00", "")
    size = request.GET.get("size", "") if request.GET.get("size", "") in SizeClass.values else ""
    offers = VisitOfferPage.objects.child_of(index).visible_to(request.user)
    reports = VisitReportPage.objects.child_of(index).visible_to(request.user)
    # The tabs count everything: a filter narrows the list below them.
    totals = {"offers": offers.count(), "reports": reports.count()}
    if tag:
        offers = offers.filter(pk__in=VisitOfferPage.objects.filter(tagged_items__tag__slug=tag).values("pk"))
        reports = reports.filter(pk__in=VisitReportPage.objects.filter(tagged_items__tag__slug=tag).values("pk"))
    if size:
        offers = offers.filter(size_class=size)
    found: Any
    if show == "reports":
        found = reports.with_facts().order_by("-visited_on", "-pk")
    else:
        found = offers.with_next_slot().order_by("-open_slots", "next_slot", "title", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    address = index.get_absolute_url()
    chips: list[dict[str, Any]] = []
    if tag:
        chips.append({"label": f"#{tag}", "url": f"?show={show}"})
    if size:
        chips.append({"label": SizeClass(size).label, "url": f"?show={show}"})
    user = request.user
    return {
        "crumbs": crumbs(index),
        "show": show,
        "found": page,
        "cards": [_report_card(item) if show == "reports" else _offer_card(item) for item in page],
        "chips": chips,
        "clear_url": f"{address}?show={show}",
        "tabs": [
            {
                "label": _("Places to visit"),
                "url": address,
                "current": show == "offers",
                "count": totals["offers"],
            },
            {
                "label": _("What was seen"),
                "url": f"{address}?show=reports",
                "current": show == "reports",
                "count": totals["reports"],
            },
        ],
        "sizes": [{"value": value, "label": label, "checked": value == size} for value, label in SizeClass.choices],
        "can_offer": user.is_authenticated and rules.can_offer(user),
        "is_agent": user.is_authenticated and user.is_agent,
        "is_signed_in": user.is_authenticated,
        "can_export": rules.can_export_register(user),
    }


def _offer_card(offer: VisitOfferPage) -> dict[str, Any]:
    facts = [str(part) for part in (offer.host_name, offer.place, offer.get_size_class_display()) if part]
    if offer.next_slot:
        state = _("Next: %(date)s") % {"date": date_format(timezone.localtime(offer.next_slot), "DATE_FORMAT")}
        tone = "open"
    else:
        state, tone = _("No date at the moment"), "closed"
    return {
        "title": offer.title,
        "url": offer.get_absolute_url(),
        "text": offer.summary or offer.activity,
        "lang": offer.language,
        "state": state,
        "tone": tone,
        "facts": facts,
    }


def _report_card(report: VisitReportPage) -> dict[str, Any]:
    raw = list(report.findings.raw_data)
    margins = sum(block["type"] == "margin" for block in raw)
    facts = [report.host_name, date_format(report.visited_on, "DATE_FORMAT")]
    if margins:
        facts.append(
            ngettext("%(number)d margin for manoeuvre", "%(number)d margins for manoeuvre", margins)
            % {"number": margins}
        )
    return {
        "title": report.title,
        "url": report.get_absolute_url(),
        "text": report.summary or report.question[:200],
        "lang": report.language,
        "state": "",
        "tone": "",
        "facts": facts,
    }


def offer_context(offer: VisitOfferPage, user: Any) -> dict[str, Any]:
    """What an offer's page shows beyond its own columns."""
    slots = list(Slot.objects.filter(offer=offer).coming().with_places()[:MAX_SLOTS]) if offer.pk else []
    is_host = rules.is_host_of(user, offer)
    is_agent = user.is_authenticated and user.is_agent
    return {
        "crumbs": crumbs(offer.index, page=offer),
        "slots": [slot_row(slot) for slot in slots],
        "offer_facts": [
            (_("Host"), offer.host_name),
            (_("Activity"), offer.activity),
            (_("Town"), offer.place),
            (_("Size"), offer.get_size_class_display()),
            (_("Languages of the visit"), offer.languages),
        ],
        "can_request": rules.can_request(user, offer) and any(slot.left >= 2 for slot in slots),  # type: ignore[attr-defined]
        "can_edit": rules.can_edit_offer(user, offer),
        "is_host": is_host,
        "is_agent": is_agent,
        "offer_tags": tag_links(offer),
        "state_line": _offer_state(offer, slots),
    }


def _offer_state(offer: VisitOfferPage, slots: list[Slot]) -> dict[str, str]:
    if offer.live:
        if slots:
            day = date_format(timezone.localtime(slots[0].starts_at), "DATE_FORMAT")
            return {"tone": "open", "text": _("Next possible visit: %(date)s") % {"date": day}}
        return {"tone": "closed", "text": _("No date at the moment")}
    tones = {OfferState.WAITING: "waiting", OfferState.RETURNED: "waiting", OfferState.CLOSED: "closed"}
    words = {
        OfferState.WAITING: _("Not published yet: an agent looks at it first"),
        OfferState.RETURNED: _("A change is asked for before it is published"),
        OfferState.CLOSED: _("Withdrawn"),
    }
    state = OfferState(offer.state)
    return {"tone": tones.get(state, "draft"), "text": words.get(state, "")}


def slot_row(slot: Any) -> dict[str, Any]:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    left = max(slot.left, 0)
    return {
        "slot": slot,
        "day": date_format(begins, "DATE_FORMAT"),
        "hours": f"{date_format(begins, 'TIME_FORMAT')} – {date_format(ends, 'TIME_FORMAT')}",
        "left": left,
        "has_room": left >= 2,
        "words": ngettext("%(left)d place left of %(all)d", "%(left)d places left of %(all)d", left)
        % {"left": left, "all": slot.capacity},
    }


def tag_links(page: Any) -> list[dict[str, str]]:
    base = page.index.get_absolute_url()
    show = "&show=reports" if isinstance(page, VisitReportPage) else ""
    return [{"label": tag.name, "url": f"{base}?tag={tag.slug}{show}"} for tag in page.tags.all()]


def findings_of(report: VisitReportPage, *, draft: bool) -> list[dict[str, Any]]:
    """The findings as the templates draw them: three queries whatever their number.

    Read from the raw blocks: their choosers would ask for criteria once per kind of finding.
    ``draft``: pictures are asked from the report's own view, because nobody else may see them yet.
    """
    raw = [block for block in report.findings.raw_data if block]
    criterion_ids = [pk for block in raw if (pk := _whole(block["value"].get("criterion"))) is not None]
    image_ids = [pk for block in raw if (pk := _whole(block["value"].get("image"))) is not None]
    criteria = {
        criterion.pk: criterion
        for criterion in Criterion.objects.filter(pk__in=criterion_ids).prefetch_related(
            Prefetch("texts", CriterionText.objects.select_related("page"))
        )
    }
    pictures = _pictures(report, image_ids, draft=draft)
    found = []
    for block in raw:
        value = block["value"]
        picture = pictures.get(_whole(value.get("image")) or 0)
        if block["type"] == "picture" and picture is None:
            continue
        found.append(
            {
                "id": block.get("id") or "",
                "kind": block["type"],
                "value": value,
                "criterion": criteria.get(_whole(value.get("criterion")) or 0),
                "picture": picture,
                "dimension": _label(Dimension, value.get("dimension")),
                "effort": _label(Effort, value.get("effort")),
                "who": _label(WhoCanAct, value.get("who")),
            }
        )
    return found


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, ""))


def _pictures(report: VisitReportPage, wanted: list[int], *, draft: bool) -> dict[int, dict[str, Any]]:
    if not wanted:
        return {}
    if draft:
        return {
            image.pk: {
                "url": reverse("visits:picture", args=[report.pk, image.pk]),
                "width": image.width,
                "height": image.height,
            }
            for image in SiteImage.objects.filter(pk__in=wanted, owner_page_id=report.pk)
        }
    renditions = {
        rendition.image_id: rendition
        for rendition in SiteRendition.objects.filter(image_id__in=wanted, filter_spec=PICTURE)
    }
    for image in SiteImage.objects.filter(pk__in=[pk for pk in wanted if pk not in renditions]):
        renditions[image.pk] = image.get_rendition(PICTURE)
    return {
        pk: {"url": rendition.url, "width": rendition.width, "height": rendition.height}
        for pk, rendition in renditions.items()
    }


def report_context(report: VisitReportPage, user: Any, *, draft: bool = False) -> dict[str, Any]:
    """What a report's page shows beyond its own columns."""
    findings = findings_of(report, draft=draft)
    facts = [
        date_format(report.visited_on, "DATE_FORMAT"),
        *(
            [str(_("Version %(number)d")) % {"number": report.version_number}]
            if getattr(report, "version_number", None)
            else []
        ),
    ]
    return {
        "crumbs": crumbs(report.index, page=report),
        "findings": findings,
        "changes": list(report.changes.all()),
        "report_facts": [
            (_("Host"), report.host_name),
            (_("Why this host"), report.why_this_host),
            (_("Date of the visit"), date_format(report.visited_on, "DATE_FORMAT")),
            (_("Who went"), ", ".join(dict.fromkeys(report.agents.splitlines()))),
            (_("Gifts and hospitality"), report.hospitality_note or report.get_hospitality_display()),
            (_("Costs paid by"), report.costs_paid_by),
        ],
        "state_facts": facts,
        "report_tags": tag_links(report),
        "comments": list(Comment.objects.for_article(report, None).in_thread_order())
        if report.live and not draft
        else [],
        "can_comment": report.comments_open_to(user),
        "can_close": report.moderated_by(user),
        "can_hide": report.moderated_by(user),
        "can_edit_live": not draft and user.is_authenticated and user.is_agent and rules.is_writer(user, report),
    }


def report_state(report: VisitReportPage, check: HostCheck | None) -> dict[str, Any]:
    """Where an unpublished state of a report stands, in words, and the host's last answer."""
    if check is None:
        tone, words = "draft", _("Draft: only those who went and communications see it. Next: show it to the host")
    elif check.state == CheckState.WAITING:
        tone = "waiting"
        words = _("With the host since %(date)s") % {"date": date_format(check.sent_at, "DATE_FORMAT")}
    elif check.state == CheckState.CUTS:
        tone, words = "waiting", _("The host asks for a change")
    elif check.revision_id == report.latest_revision_id:
        tone, words = "done", _("The host agrees: it can be published")
    else:
        tone, words = "draft", _("Changed since the host agreed. Next: show it to the host again")
    return {"tone": tone, "words": words}


def my_visits(user: Any) -> dict[str, list[VisitRequest]]:
    """Requests that concern ``user``: made or joined by them, and those to answer as a host."""
    visits = VisitRequest.objects.with_visit().select_related("report")
    hosted = VisitOfferPage.objects.hosted_by(user).values("pk")
    return {
        "asked": list(visits.of_agent(user).order_by("-slot__starts_at")[:50]) if user.is_agent else [],
        "received": list(visits.filter(slot__offer__in=hosted).order_by("state", "slot__starts_at")[:50]),
    }
