"""What waits for whoever is signed in: gathered from every room in seven queries at most, however much it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left, Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.models import Comment
from events.enums import QuestionState, RegistrationState
from events.models import PublicQuestion, Registration
from lessons.enums import ReviewState
from lessons.models import LessonPage, LessonReview
from spaces.enums import MemberRole
from spaces.models import Proposal, SpacePage, roles_of
from visits.enums import OfferState, RequestState
from visits.models import VisitOfferPage, VisitReportPage, VisitRequest

if TYPE_CHECKING:
    from accounts.models import User

MOST = 6


@dataclass
class Item:
    """A place to go to, and what waits there in words."""

    kind: str
    title: str
    url: str
    lang: str = ""
    facts: list[dict[str, str]] = field(default_factory=list)

    def add(self, text: str, url: str = "") -> None:
        self.facts.append({"text": text, "url": url})


def waiting_for(user: User) -> list[Item]:
    """What asks for an answer first, then what is under way."""
    items = _to_answer_in_spaces(user)
    if user.is_communications:
        items += _questions()
    items += _registrations(user)
    return items + _under_way(user)


def _to_answer_in_spaces(user: User) -> list[Item]:
    """Per draft or space that ``user`` facilitates: amendments and remarks without an answer. Three queries."""
    ids = [space for space, role in roles_of(user).items() if role == MemberRole.FACILITATOR]
    if not ids:
        return []
    # A draft's path is its space's and one step more.
    spaces = SpacePage.objects.live().in_bulk(ids)
    below = Q(page_id__in=list(spaces)) | Q(above__in=[space.path for space in spaces.values()])
    above = Left("page__path", Length("page__path") - SpacePage.steplen)
    proposals = Proposal.objects.open().annotate(above=above).filter(below, page__live=True)
    remarks = Comment.objects.unanswered().annotate(above=above).filter(below, page__live=True)
    about = ("page_id", "page__title", "page__specificationpage__written_in")
    found: dict[int, Item] = {}

    def rows(waiting: QuerySet[Any], **more: Any) -> Any:
        return waiting.order_by().values(*about).annotate(total=Count("pk"), **more).order_by("-total", "page_id")

    of_the_page = rows(remarks, on_page=Count("pk", filter=Q(target="")))
    for row, is_remark in [(r, False) for r in rows(proposals)] + [(r, True) for r in of_the_page]:
        page_id = row["page_id"]
        is_draft = row["page__specificationpage__written_in"] is not None
        if is_draft:
            tab = "spaces:remarks" if is_remark else "spaces:amendments"
            url = reverse(tab, args=[page_id]) + ("?state=open" if is_remark else "")
        elif (is_remark and row["on_page"]) or page_id not in spaces:
            url = reverse("discussions:thread", args=[page_id])
        else:
            # The space's own proposals, and what is said of them, are reached from its page, not from its discussion.
            url = f"{spaces[page_id].get_absolute_url()}#proposals"
        if is_remark:
            words = ngettext("%(count)s remark without an answer", "%(count)s remarks without an answer", row["total"])
        else:
            words = ngettext(
                "%(count)s amendment or proposal without an answer",
                "%(count)s amendments or proposals without an answer",
                row["total"],
            )
        item = found.setdefault(
            page_id,
            Item("space", row["page__title"], url, row["page__specificationpage__written_in"] or ""),
        )
        item.add(words % {"count": row["total"]}, url)
    return list(found.values())[:MOST]


def _questions() -> list[Item]:
    """Questions about evenings that nobody has answered, for those who run them."""
    rows = (
        PublicQuestion.objects.filter(state=QuestionState.ASKED, page__live=True)
        .order_by()
        .values("page_id", "page__title", "page__locale__language_code")
        .annotate(total=Count("pk"))
        .order_by("-total", "page_id")[:MOST]
    )
    items = []
    for row in rows:
        url = f"{reverse('events:desk', args=[row['page_id']])}#questions"
        item = Item("challenge", row["page__title"], url, row["page__locale__language_code"])
        words = ngettext("%(count)s question without an answer", "%(count)s questions without an answer", row["total"])
        item.add(words % {"count": row["total"]})
        items.append(item)
    return items


def _registrations(user: User) -> list[Item]:
    """The evenings that ``user`` is to come to or waits for; an offered place is the most urgent of all."""
    rows = (
        Registration.objects.active()
        .filter(user=user, page__live=True, page__ends_at__gte=timezone.now(), page__cancelled_at=None)
        .select_related("page__locale")
        .order_by("page__starts_at", "pk")[:MOST]
    )
    items = []
    for row in rows:
        item = Item("challenge", row.page.title, row.manage_path, row.page.locale.language_code)
        item.add(str(RegistrationState(row.state).label))
        items.append(item)
    return items


def _under_way(user: User) -> list[Item]:
    """One line per kind of thing, with its number: all the numbers in one query."""
    counts = _counts(user)
    agents = reverse("lessons:reviews"), reverse("visits:mine")
    lines = [
        (
            "reviews",
            "lesson",
            _("Lessons to review"),
            f"{agents[0]}#waiting",
            ngettext("%(count)s waits for a reader", "%(count)s wait for a reader", counts.get("reviews", 0)),
        ),
        (
            "drafts",
            "lesson",
            _("Your lessons"),
            f"{agents[0]}#drafts",
            ngettext("%(count)s draft", "%(count)s drafts", counts.get("drafts", 0)),
        ),
        (
            "to_look_at",
            "visit",
            _("Visit offers"),
            f"{agents[1]}#to-look-at",
            ngettext("%(count)s waits for a look", "%(count)s wait for a look", counts.get("to_look_at", 0)),
        ),
        (
            "visits",
            "visit",
            _("Your visits"),
            f"{agents[1]}#asked",
            ngettext("%(count)s asked for or to come", "%(count)s asked for or to come", counts.get("visits", 0)),
        ),
        (
            "reports",
            "visit",
            _("Visit reports"),
            f"{agents[1]}#asked",
            ngettext("%(count)s to write or to finish", "%(count)s to write or to finish", counts.get("reports", 0)),
        ),
        (
            "requests",
            "visit",
            _("Agents who want to come"),
            f"{agents[1]}#received",
            ngettext("%(count)s request to answer", "%(count)s requests to answer", counts.get("requests", 0)),
        ),
        (
            "offers",
            "visit",
            _("Your visit offers"),
            f"{agents[1]}#offers",
            ngettext("%(count)s offer", "%(count)s offers", counts.get("offers", 0)),
        ),
    ]
    items = []
    for name, kind, title, url, words in lines:
        if counts.get(name):
            item = Item(kind, title, url)
            item.add(words % {"count": counts[name]})
            items.append(item)
    return items


def _counts(user: User) -> dict[str, int]:
    hosted = VisitOfferPage.objects.hosted_by(user)
    parts: dict[str, QuerySet[Any]] = {
        "requests": VisitRequest.objects.waiting().filter(slot__offer__in=hosted.values("pk")),
        "offers": hosted.exclude(state=OfferState.CLOSED),
    }
    if user.is_agent:
        asked = VisitRequest.objects.filter(pk__in=VisitRequest.objects.of_agent(user).values("pk"))
        now = timezone.now()
        over = asked.filter(state__in=[RequestState.ACCEPTED, RequestState.DONE], slot__ends_at__lte=now)
        reported = VisitReportPage.objects.filter(live=True, visit__isnull=False)
        under_review = LessonReview.objects.filter(state=ReviewState.WAITING)
        parts |= {
            "drafts": LessonPage.objects.drafts_of(user).exclude(pk__in=under_review.values("lesson")),
            "reviews": under_review.exclude(submitted_by=user).exclude(lesson__owner=user),
            "to_look_at": VisitOfferPage.objects.waiting().exclude(proposed_by=user),
            "visits": asked.filter(state__in=[RequestState.REQUESTED, RequestState.ACCEPTED], slot__ends_at__gt=now),
            "reports": over.exclude(pk__in=reported.values("visit")),
        }
    numbers = {name: Coalesce(Subquery(_number(part)), 0) for name, part in parts.items()}
    found: Any = get_user_model().objects.filter(pk=user.pk).values_list(*numbers.values()).get()
    return dict(zip(numbers, found, strict=True))


def _number(part: QuerySet[Any]) -> QuerySet[Any]:
    """How many rows ``part`` has, as a subquery: a plain function, so that nothing is grouped."""
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return part.order_by().annotate(waiting_number=counted).values("waiting_number")
