from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.url_routing import RouteResult

from accounts.enums import SizeClass
from accounts.models import Organisation
from core import searchable
from core.comparison import FieldText, day
from core.models import BasePage
from core.searchable import Document
from visits.blocks import FindingsBlock
from visits.enums import (
    HOLDING,
    Agreement,
    ChangeState,
    CheckState,
    Dimension,
    Effort,
    Hospitality,
    OfferState,
    RequestState,
    SlotState,
    WhoCanAct,
)
from visits.querysets import OfferManager, ReportManager, RequestQuerySet, SlotQuerySet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest


class VisitIndexPage(BasePage):
    """Offers to visit and reports of visits hang here, in one tree for all languages."""

    # What the page shows beyond its columns: (page, request) to context. Set by the app when it is ready, because
    # it asks the rules, which stand above the models.
    shown: ClassVar[Callable[..., dict[str, Any]]]

    device = "visit"
    search_kind = "section"
    single_tree = True

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["visits.VisitOfferPage", "visits.VisitReportPage"]
    max_count = 1
    template = "visits/visit_index_page.html"

    class Meta:
        verbose_name = _("micro-travel")
        verbose_name_plural = _("micro-travels")

    def menu_label(self) -> str:
        return pgettext("the place", "Micro-travel")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, in fewer queries, with the page's facts along."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        slug = path_components[0]
        page: Any = VisitReportPage.objects.child_of(self).live().with_facts().filter(slug=slug).first()
        if page is None:
            page = VisitOfferPage.objects.child_of(self).live().with_next_slot().filter(slug=slug).first()
        if page is None:
            raise Http404
        page.index = self
        return RouteResult(page)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **type(self).shown(self, request)}


class Contribution(BasePage):
    """What offers and reports share: written on the site, by people, in one language."""

    # What the page shows beyond its columns: (page, request) to context. Set by the app when it is ready, because
    # it asks the rules, which stand above the models.
    shown: ClassVar[Callable[..., dict[str, Any]]]

    device = "visit"
    single_tree = True

    written_in = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="fr")

    parent_page_types: ClassVar[list[str]] = ["visits.VisitIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @cached_property
    def language(self) -> str:
        return self.written_in

    @cached_property
    def index(self) -> VisitIndexPage:
        return self.get_parent().specific


@searchable.register
class VisitOfferPage(Contribution):
    """A host's offer to be visited. Published once an agent has seen that no procedure forbids it."""

    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_offers",
        verbose_name=_("organisation"),
    )
    described_as = models.CharField(
        _("shown as"),
        max_length=150,
        blank=True,
        help_text=_("Shown instead of the name, for example “a printing house of 12 people”."),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="visit_offers",
        verbose_name=_("proposed by"),
    )
    state = models.CharField(_("state"), max_length=10, choices=OfferState.choices, default=OfferState.WAITING)
    state_reason = models.TextField(_("what should change"), max_length=1500, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    activity = models.CharField(_("activity"), max_length=150)
    place = models.CharField(_("town"), max_length=100)
    size_class = models.CharField(_("size"), max_length=10, choices=SizeClass.choices, blank=True)
    what_to_see = models.TextField(_("what can be seen"), max_length=2000)
    access_information = models.TextField(_("access"), max_length=1000, blank=True)
    safety_information = models.TextField(_("safety"), max_length=1000, blank=True)
    # Given to agents whose visit is accepted, never shown before.
    meeting_point = models.CharField(_("meeting point"), max_length=250, blank=True)
    languages = models.CharField(_("languages of the visit"), max_length=100, blank=True)

    objects = OfferManager()

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("written_in"),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("described_as"), FieldPanel("proposed_by")], _("The host")
        ),
        FieldPanel("activity"),
        FieldPanel("place"),
        FieldPanel("size_class"),
        FieldPanel("what_to_see"),
        FieldPanel("access_information"),
        FieldPanel("safety_information"),
        FieldPanel("meeting_point"),
        FieldPanel("languages"),
    ]
    template = "visits/visit_offer_page.html"

    class Meta:
        verbose_name = _("offer to be visited")
        verbose_name_plural = _("offers to be visited")

    @property
    def host_name(self) -> str:
        """The host as the public knows it."""
        return self.described_as or (self.organisation.name if self.organisation else self.title)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **type(self).shown(self, request)}

    def search_documents(self) -> Iterable[Document]:
        if self.live:
            yield self.search_document(
                summary=self.summary or self.activity,
                body="\n".join(filter(None, [self.host_name, self.activity, self.place, self.what_to_see])),
                facets={"size": (self.size_class,)} if self.size_class else {},
            )


class Slot(models.Model):
    """A dated possibility to come, with room for so many agents."""

    offer = models.ForeignKey(VisitOfferPage, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    capacity = models.PositiveSmallIntegerField(_("agents at most"), default=4)
    state = models.CharField(_("state"), max_length=10, choices=SlotState.choices, default=SlotState.OPEN)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_ends_after_start"),
            models.CheckConstraint(condition=models.Q(capacity__gte=2), name="slot_for_two_agents_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state == SlotState.OPEN and self.starts_at > timezone.now()


class VisitRequest(models.Model):
    """Agents ask to come. They are two at least; the fair conditions are stated with the request, and kept."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="requests")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="visit_requests"
    )
    companions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="visits_joined")
    # Agent and companions, kept as a number: what the slot counts.
    party = models.PositiveSmallIntegerField(_("agents"))
    question = models.TextField(_("question of the visit"), max_length=1500)
    interests = models.TextField(_("interests declared"), max_length=1000, blank=True)
    has_no_running_procedure = models.BooleanField(_("no running procedure"), default=False)
    approved_on = models.DateField(_("approved by the hierarchy on"))
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.REQUESTED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(party__gte=2), name="visit_of_two_agents_at_least"),
            models.UniqueConstraint(
                fields=["slot", "agent"],
                condition=models.Q(state__in=[RequestState.REQUESTED, RequestState.ACCEPTED]),
                name="one_open_request_per_agent_and_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} ({self.state})"

    @property
    def slot_has_begun(self) -> bool:
        return self.slot.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.slot.ends_at <= timezone.now()

    @property
    def holds_places(self) -> bool:
        return self.state in HOLDING


@searchable.register
class VisitReportPage(Contribution):
    """What agents saw at a host's, checked by the host before it is published."""

    versioned = True

    visit = models.OneToOneField(
        VisitRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="report", verbose_name=_("visit")
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_reports",
        verbose_name=_("organisation"),
    )
    is_anonymous = models.BooleanField(_("the host is not named"), default=False)
    host_description = models.CharField(
        _("the host in a few words"),
        max_length=150,
        help_text=_(
            "Activity and size, for example “a printing house of 12 people”: stands in for the name if need be."
        ),
    )
    why_this_host = models.TextField(
        _("why this host"), max_length=600, help_text=_("Open call, announced rotation, list: equal chances are shown.")
    )
    question = models.TextField(_("question of the visit"), max_length=1500)
    visited_on = models.DateField(_("date of the visit"))
    agents = models.TextField(_("who went (functions, not names)"), max_length=600)
    findings = StreamField(FindingsBlock(), blank=True, verbose_name=_("what was found"))
    learning_1 = models.CharField(_("first thing learned"), max_length=400, blank=True)
    learning_2 = models.CharField(_("second thing learned"), max_length=400, blank=True)
    learning_3 = models.CharField(_("third thing learned"), max_length=400, blank=True)
    hospitality = models.CharField(
        _("gifts and hospitality"), max_length=10, choices=Hospitality.choices, default=Hospitality.NONE
    )
    hospitality_note = models.TextField(_("what, of which value, what was decided"), max_length=600, blank=True)
    costs_paid_by = models.CharField(_("costs paid by"), max_length=150)

    objects = ReportManager()

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("written_in"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("is_anonymous"),
                FieldPanel("host_description"),
                FieldPanel("why_this_host"),
            ],
            _("The host"),
        ),
        FieldPanel("question"),
        FieldPanel("visited_on"),
        FieldPanel("agents"),
        FieldPanel("findings"),
        MultiFieldPanel(
            [FieldPanel("learning_1"), FieldPanel("learning_2"), FieldPanel("learning_3")], _("What we learned")
        ),
        InlinePanel("changes", heading=_("What we will change"), label=_("Change")),
        MultiFieldPanel(
            [FieldPanel("hospitality"), FieldPanel("hospitality_note"), FieldPanel("costs_paid_by")], _("Integrity")
        ),
    ]
    template = "visits/visit_report_page.html"

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")

    @property
    def host_name(self) -> str:
        """The host as the public knows it."""
        if self.is_anonymous or self.organisation is None:
            return self.host_description
        return self.organisation.name

    @property
    def learnings(self) -> list[str]:
        return [text for text in (self.learning_1, self.learning_2, self.learning_3) if text]

    def comments_open_to(self, user: Any) -> bool:
        return bool(self.live and user.is_authenticated)

    def moderated_by(self, user: Any) -> bool:
        return bool(user.is_authenticated and (user.is_communications or user.pk == self.owner_id))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **type(self).shown(self, request)}

    def field_texts(self) -> list[FieldText]:
        changes = list(self.changes.all())
        fields = [
            ("title", _("Title"), self.title),
            ("summary", _("In two sentences"), self.summary),
            ("host", _("Host"), self.host_name),
            ("host_description", _("The host in a few words"), self.host_description),
            ("why_this_host", _("Why this host"), self.why_this_host),
            ("question", _("Question of the visit"), self.question),
            ("visited_on", _("Date of the visit"), day(self.visited_on)),
            ("agents", _("Who went"), self.agents),
            *(
                (f"finding-{number}", _("Finding %(number)d") % {"number": number}, finding_text(block))
                for number, block in enumerate(self.findings, start=1)
            ),
            *(
                (f"learning-{number}", _("Thing learned %(number)d") % {"number": number}, text)
                for number, text in enumerate(self.learnings, start=1)
            ),
            *(
                (f"change-{number}", _("Change %(number)d") % {"number": number}, change.as_text())
                for number, change in enumerate(changes, start=1)
            ),
            ("hospitality", _("Gifts and hospitality"), self.get_hospitality_display()),
            ("hospitality_note", _("What, of which value, what was decided"), self.hospitality_note),
            ("costs_paid_by", _("Costs paid by"), self.costs_paid_by),
            ("tags", _("Tags"), ", ".join(sorted(tag.name for tag in self.tags.all()))),
        ]
        return [FieldText(name, str(words), str(text)) for name, words, text in fields]

    def search_documents(self) -> Iterable[Document]:
        if not self.live:
            return
        yield self.search_document(
            summary=self.summary or self.question,
            body="\n\n".join(
                filter(
                    None,
                    [
                        self.question,
                        self.host_name,
                        *(found_words(block) for block in self.findings),
                        *self.learnings,
                        *(change.action for change in self.changes.all()),
                    ],
                )
            ),
            facets={
                "dimension": tuple(
                    sorted({block.value["dimension"] for block in self.findings if block.block_type == "margin"})
                )
            },
        )


_LABELLED = {"dimension": Dimension, "effort": Effort, "who": WhoCanAct}


def finding_text(block: Any) -> str:
    """A finding as lines of plain text, for comparison and for search."""
    lines = [str(block.block.label)]
    for name, value in block.value.items():
        if name in _LABELLED:
            lines.append(str(dict(_LABELLED[name].choices).get(value, value)))
        elif name == "image":
            lines.append(gettext("Picture") if value else "")
        elif name != "consent" and value:
            lines.append(str(value))
    return "\n".join(filter(None, lines))


def found_words(block: Any) -> str:
    """What somebody wrote in a finding, without the names of its fields: for search, which shows passages of it."""
    written = (value for name, value in block.value.items() if name not in (*_LABELLED, "image", "consent"))
    return "\n".join(str(value) for value in written if value)


class ReportChange(Orderable):
    """Something that the buyer will do because of the visit."""

    report = ParentalKey(VisitReportPage, on_delete=models.CASCADE, related_name="changes")
    action = models.TextField(_("what"), max_length=600)
    who = models.CharField(_("who (a function)"), max_length=120)
    due = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.PLANNED)

    panels: ClassVar[list[Any]] = [FieldPanel("action"), FieldPanel("who"), FieldPanel("due"), FieldPanel("state")]

    def __str__(self) -> str:
        return self.action

    def as_text(self) -> str:
        return "\n".join(filter(None, [self.action, self.who, day(self.due), str(self.get_state_display())]))


class HostCheck(models.Model):
    """A state of the report shown to its host, and the answer. Only what was agreed is published."""

    report = models.ForeignKey(VisitReportPage, on_delete=models.CASCADE, related_name="checks")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    agreement = models.CharField(_("agreement"), max_length=10, choices=Agreement.choices, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(state=CheckState.WAITING), name="one_open_check_per_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.state}"
