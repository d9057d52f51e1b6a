from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager

from accounts.enums import IdentifierType, SizeClass
from core.models import BasePage, SiteDocument
from core.searchable import Document
from events.blocks import AgentBlock, ProgrammeItemBlock, QuestionBlock
from events.enums import ACTIVE_STATES, ChallengeState, QuestionState, RegistrationState, RelatedNeed
from events.querysets import ChallengeQuerySet, RegistrationQuerySet
from events.seating import Claim, Seats
from events.silence import Silence

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest

PAST_PER_PAGE = 12
SIGNER_SALT = "events.registration"
# Without letters and digits that are mistaken for each other on paper or on the phone.
_NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Nobody can rearrange an evening for a place offered later than this.
OFFERS_STOP_BEFORE = timedelta(hours=3)


class ChallengeIndexPage(BasePage):
    """All aperitif-challenges: those to come, those under way, those that were held."""

    device = "challenge"
    search_kind = "section"

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ol", "ul"])

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.ChallengePage"]
    max_count_per_parent = 1
    template = "events/challenge_index_page.html"

    class Meta:
        verbose_name = _("list of aperitif-challenges")
        verbose_name_plural = _("lists of aperitif-challenges")

    def menu_label(self) -> str:
        return str(_("Aperitif-challenges"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from django.core.paginator import Paginator

        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        pages = ChallengePage.objects.child_of(self).visible_to(request.user).for_list(at=now)
        pages.sort(key=lambda page: (page.event.starts_at, page.pk))
        past = [page for page in reversed(pages) if page.event.ends_at <= now]
        context["under_way"] = [page for page in pages if page.event.starts_at <= now < page.event.ends_at]
        context["upcoming"] = [page for page in pages if now < page.event.starts_at]
        context["past"] = Paginator(past, PAST_PER_PAGE).get_page(request.GET.get("page"))
        return context


class ChallengePage(BasePage):
    """An evening where the public buyer puts two or three questions to firms, in the open.

    Registrations, questions, proposals and the record hang on ``event``, the first page of the translation group,
    whose dates and places also count: a translation is another wording of the same evening.
    """

    device = "challenge"

    context = RichTextField(
        _("context"),
        blank=True,
        features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"],
        help_text=_("What the buyer is trying to change, and why firms are asked. Everything useful is given to all."),
    )
    questions = StreamField(
        [("question", QuestionBlock(max_length=300))],
        verbose_name=_("questions"),
        min_num=1,
        max_num=3,
        help_text=_("Two or three open questions. A firm should be able to answer in a few sentences."),
    )
    programme = StreamField([("item", ProgrammeItemBlock())], verbose_name=_("programme"), blank=True, max_num=15)
    families = ParentalManyToManyField("core.PurchaseFamily", blank=True, verbose_name=_("purchase families"))

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=120, help_text=_("The name of the place and the town."))
    address = models.CharField(_("address"), max_length=200, blank=True)
    access_information = models.TextField(
        _("getting there and getting in"),
        max_length=600,
        blank=True,
        help_text=_("Transport, entrance, wheelchair access, hearing loop, who to call that evening."),
    )
    nuts = models.ForeignKey(
        "core.NutsRegion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("NUTS region"),
    )
    remote_link = models.URLField(
        _("link to follow from elsewhere"),
        blank=True,
        help_text=_("Sent only to those who have a place; shown nowhere else."),
    )

    registration_opens_at = models.DateTimeField(
        _("registration opens"), null=True, blank=True, help_text=_("Empty: as soon as the page is published.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the evening starts.")
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=30, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    reserved_for_micro = models.PositiveSmallIntegerField(
        _("places kept for very small firms"),
        default=0,
        help_text=_("Out of the places above; firms of fewer than 10 people. Announced on the page."),
    )
    max_per_organisation = models.PositiveSmallIntegerField(
        _("people per organisation"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    selection_rule = models.TextField(
        _("how places are given"),
        max_length=400,
        blank=True,
        help_text=_("Empty: in the order of confirmations, then from the waiting list in turn."),
    )

    related_need = models.CharField(
        _("related purchase"), max_length=10, choices=RelatedNeed.choices, default=RelatedNeed.NONE
    )
    related_need_details = models.CharField(
        _("which, and when"), max_length=200, blank=True, help_text=_("If a purchase is planned.")
    )
    related_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("draft specification"),
        help_text=_("The link is shown only to those who may read the draft."),
    )
    silence_from = models.DateField(
        _("silence from"),
        null=True,
        blank=True,
        help_text=_("From this day on, registrations, questions and proposals are closed: a procedure is running."),
    )
    silence_to = models.DateField(_("silence until"), null=True, blank=True, help_text=_("Empty: without end."))
    buyer_profile_url = models.URLField(
        _("procedure on the buyer profile"), blank=True, help_text=_("The only place for questions during the silence.")
    )
    cost_borne_by = models.CharField(
        _("who pays"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the public buyer pays for the place and for what is served. Never a firm."),
    )
    conduct_rules = models.TextField(
        _("rules of the evening"),
        max_length=1500,
        blank=True,
        help_text=_("Empty: the usual rules. One rule a line."),
    )
    agents_present = StreamField([("agent", AgentBlock())], verbose_name=_("agents present"), blank=True, max_num=15)

    # Of the event rather than of one wording: changed by services, never taken back by publishing an older draft.
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancellation_reason = models.CharField(max_length=400, blank=True, editable=False)
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_facts = models.CharField(max_length=600, blank=True, editable=False)
    LIVE_FIELDS: ClassVar[tuple[str, ...]] = (
        "cancelled_at",
        "cancellation_reason",
        "calendar_uid",
        "calendar_sequence",
        "calendar_facts",
    )
    exclude_fields_in_copy: ClassVar[list[str]] = list(LIVE_FIELDS)

    objects = PageManager.from_queryset(ChallengeQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        HelpPanel(template="events/admin/challenge_help.html"),
        *BasePage.content_panels,
        FieldPanel("questions"),
        FieldPanel("context"),
        FieldPanel("programme"),
        FieldPanel("families"),
    ]
    practical_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])], _("When")),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("address"),
                FieldPanel("access_information"),
                FieldPanel("nuts"),
                FieldPanel("remote_link"),
            ],
            _("Where"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("reserved_for_micro")]),
                FieldRowPanel([FieldPanel("max_per_organisation"), FieldPanel("waiting_list")]),
                FieldPanel("selection_rule"),
            ],
            _("Registration"),
        ),
    ]
    fairness_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("related_need"), FieldPanel("related_need_details"), FieldPanel("related_page")],
            _("Related purchase"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("silence_from"), FieldPanel("silence_to")]), FieldPanel("buyer_profile_url")],
            _("Silence period"),
        ),
        FieldPanel("cost_borne_by"),
        FieldPanel("agents_present"),
        FieldPanel("conduct_rules"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(practical_panels, heading=_("Date, place, registration")),
            ObjectList(fairness_panels, heading=_("Fair to all")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types: ClassVar[list[str]] = ["events.ChallengeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/challenge_page.html"

    class Meta:
        verbose_name = _("aperitif-challenge")
        verbose_name_plural = _("aperitif-challenges")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="challenge_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(reserved_for_micro__lte=models.F("capacity")),
                name="challenge_reserves_within_places",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        starts, ends = getattr(self, "starts_at", None), getattr(self, "ends_at", None)
        if starts and ends and ends <= starts:
            errors["ends_at"] = _("The evening ends before it starts. Check the two dates.")
        if (self.reserved_for_micro or 0) > (self.capacity or 0):
            errors["reserved_for_micro"] = _("More places are kept than there are places.")
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            errors["registration_closes_at"] = _("Registration closes before it opens.")
        if closes and ends and closes > ends:
            errors["registration_closes_at"] = _("Registration cannot stay open after the evening.")
        if self.silence_from and self.silence_to and self.silence_to < self.silence_from:
            errors["silence_to"] = _("The silence ends before it begins.")
        if errors:
            raise ValidationError(errors)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """As Wagtail's, but no draft brings back an event that was cancelled since it was written."""
        page = super().with_content_json(content)
        for name in self.LIVE_FIELDS:
            setattr(page, name, getattr(self, name))
        return page

    # The event

    @cached_property
    def original(self) -> ChallengePage:
        """As the base page's, with the record in the same query."""
        first = ChallengePage.objects.filter(translation_key=self.translation_key).as_events().order_by("pk").first()
        return first or self

    @cached_property
    def event(self) -> ChallengePage:
        """The page whose dates and places count and on which everything hangs."""
        original = self.original
        original.__dict__["original"] = original
        if original.pk != self.pk:
            return original
        if original is not self:
            for name in ("record", "related_page"):
                self._state.fields_cache.setdefault(name, getattr(original, name, None))
            self.linked_silence = original.linked_silence
        return self

    @property
    def published_record(self) -> Record | None:
        record: Record | None = getattr(self.event, "record", None)
        return record if record is not None and record.published_at else None

    @property
    def answered_questions(self) -> models.QuerySet[PublicQuestion]:
        """What anybody may read: oldest first, as the conversation went."""
        return self.event.public_questions.filter(state=QuestionState.ANSWERED)

    @cached_property
    def seats(self) -> Seats:
        """The places as they stand now, read once per page object; services count afresh under the lock."""
        return self.event._seats

    @cached_property
    def _seats(self) -> Seats:
        return self.count_seats()

    def count_seats(self, *, at: datetime | None = None) -> Seats:
        counts = Registration.objects.counts_by_event([self.pk], at=at or timezone.now())
        return self._seats_from(counts.get(self.pk, {}))

    def remember_seats(self, counts: dict[str, int]) -> None:
        """Take counts that a listing read for all its pages at once."""
        self.__dict__["_seats"] = self._seats_from(counts)

    def _seats_from(self, counts: dict[str, int]) -> Seats:
        return Seats(capacity=self.capacity, reserved=self.reserved_for_micro, **counts)

    @property
    def opens_at(self) -> datetime | None:
        return self.event.registration_opens_at

    @property
    def closes_at(self) -> datetime:
        return self.event.registration_closes_at or self.event.starts_at

    @property
    def offers_stop_at(self) -> datetime:
        """After this no place is offered from the waiting list, and an offer made before lapses."""
        return self.event.starts_at - OFFERS_STOP_BEFORE

    def is_silent(self, at: datetime | None = None) -> bool:
        """Whether the linked procedure is open: nothing may be said to a firm outside the buyer profile."""
        return self.silence_at(at) is not None

    def silence_at(self, at: datetime | None = None) -> Silence | None:
        """The silence that runs: the page's own, or that of the draft specification it is linked to."""
        event, day = self.event, timezone.localdate(at)
        for silence in (Silence(event.silence_from, event.silence_to), event.linked_silence):
            if silence.covers(day):
                return silence
        return None

    @cached_property
    def linked_silence(self) -> Silence:
        """The silence of the linked draft specification, read with the event (``as_events``) or here."""
        if self.related_page_id is None:
            return Silence()
        known = self if hasattr(self, "linked_silence_first") else ChallengePage.objects.as_events().get(pk=self.pk)
        return Silence(known.linked_silence_first, known.linked_silence_last)

    def state_at(self, at: datetime) -> ChallengeState:
        event = self.event
        if event.cancelled_at:
            return ChallengeState.CANCELLED
        if self.published_record:
            return ChallengeState.RECORD_PUBLISHED
        if at >= event.ends_at:
            return ChallengeState.HELD
        if at >= event.starts_at:
            return ChallengeState.UNDER_WAY
        if self.is_silent(at):
            return ChallengeState.SILENT
        if event.registration_opens_at and at < event.registration_opens_at:
            return ChallengeState.ANNOUNCED
        if at >= self.closes_at:
            return ChallengeState.CLOSED
        return ChallengeState.FULL if self.seats.is_full else ChallengeState.OPEN

    @property
    def state(self) -> ChallengeState:
        return self.state_at(timezone.now())

    @property
    def is_to_come(self) -> bool:
        """Worth a place in a calendar: neither cancelled nor over."""
        return not self.event.cancelled_at and timezone.now() < self.event.ends_at

    def takes_registrations(self, at: datetime | None = None) -> bool:
        """Open, or full with a waiting list."""
        state = self.state_at(at or timezone.now())
        return state == ChallengeState.OPEN or (state == ChallengeState.FULL and self.event.waiting_list)

    def takes_questions(self, at: datetime | None = None) -> bool:
        """Questions may be asked before, during and after the evening, until the silence or the record."""
        at = at or timezone.now()
        over = {ChallengeState.CANCELLED, ChallengeState.RECORD_PUBLISHED}
        return not self.is_silent(at) and self.state_at(at) not in over

    @property
    def takes_proposals(self) -> bool:
        """Courses of action are proposed before and after the evening; a record does not end them, a silence does."""
        return not self.event.cancelled_at and not self.is_silent()

    def proposals_open_to(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Asked by ``spaces.services``; proposals hang on the event, never on a translation of its page."""
        return user.is_authenticated and self.event.pk == self.pk and self.takes_proposals

    def facilitated_by(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Who decides on proposals: those who receive people that evening."""
        return user.is_authenticated and getattr(user, "is_agent", False)

    def target_comments_open_to(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Proposals are discussed as long as they are taken; what is asked of the evening itself is a question."""
        return self.proposals_open_to(user)

    def comments_closed_note(self) -> str:
        """Why no proposal is taken or discussed now, in a sentence; "" while they are."""
        if self.event.cancelled_at:
            return str(_("This evening is cancelled."))
        if not self.is_silent():
            return ""
        return str(_("The procedure is running: nothing may be said to the buyer outside the buyer profile."))

    def in_language(self, language: str) -> ChallengePage:
        """The published wording in ``language``, or the event's own."""
        event = self.event
        if event.language == language:
            return event
        translation = (
            ChallengePage.objects.live()
            .filter(translation_key=event.translation_key, locale__language_code=language)
            .first()
        )
        return translation or event

    @property
    def conduct_rule_list(self) -> list[str]:
        """The rules of the evening, in the reader's language: the page's own or the usual ones."""
        own = [line.strip(" -–•\t") for line in self.conduct_rules.splitlines()]
        return [line for line in own if line] or [
            str(_("Everything said that evening is published for all: coming gives no advantage in any contract.")),
            str(_("No prices, and nothing about a procedure that is running.")),
            str(_("Say so before you show a trade secret; better, do not show it.")),
            str(_("Photographs only with the consent of those who are on them.")),
            str(_("The organisations present and their size are named in the record.")),
        ]

    # What others see

    def calendar_url(self) -> str:
        return reverse("events:calendar", args=[self.pk])

    def facts_for_calendars(self) -> str:
        """What a calendar entry depends on; when this changes, calendars are told."""
        event = self.event
        return "|".join(
            [
                event.starts_at.astimezone(timezone.get_default_timezone()).isoformat(),
                event.ends_at.astimezone(timezone.get_default_timezone()).isoformat(),
                event.place,
                event.address,
                "cancelled" if event.cancelled_at else "",
            ]
        )

    def search_documents(self) -> Iterable[Document]:
        if not self.live:
            return
        record = self.published_record
        parts = [
            *(str(block.value) for block in self.questions),
            strip_tags(self.context),
            *(f"{block.value['time']} {block.value['what']}" for block in self.programme),
            f"{self.place} {self.address}",
        ]
        if record and record.language == self.language:
            parts += [record.summary, record.decisions]
        answered = self.event.public_questions.filter(state=QuestionState.ANSWERED, language=self.language)
        for question in answered:
            parts += [question.text, question.answer]
        yield self.search_document(
            attached=tuple(record.documents.values_list("pk", flat=True)) if record else (),
            body="\n".join(part for part in parts if part.strip()),
            date=self.event.starts_at,
            facets={"family": self.codes_of("families")},
        )


def new_number() -> str:
    return "".join(secrets.choice(_NUMBER_ALPHABET) for _digit in range(10))


class Registration(models.Model):
    """Somebody's place at an event, or their wish for one. Rows are kept when cancelled: the list is evidence."""

    page = models.ForeignKey(ChallengePage, on_delete=models.CASCADE, related_name="registrations")
    # Acknowledgement number, shown as ABCDE-FGHJK; also what signed links carry.
    number = models.CharField(max_length=10, unique=True, default=new_number, editable=False)
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.PENDING)
    organisation_name = models.CharField(max_length=150)
    identifier_type = models.CharField(max_length=10, choices=IdentifierType.choices, default=IdentifierType.NONE)
    identifier = models.CharField(max_length=30, blank=True)
    # What the limit per organisation counts by: the number if one was given, and always the name.
    organisation_key = models.CharField(max_length=60, blank=True)
    organisation_name_key = models.CharField(max_length=150)
    size_class = models.CharField(max_length=10, choices=SizeClass.choices)
    person_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=100, blank=True)
    persons = models.PositiveSmallIntegerField(default=1)
    # Read by those who receive people, deleted a week after the evening.
    access_needs = models.TextField(max_length=500, blank=True)
    # The person's own consent; the organisation's name is public in any case.
    listed = models.BooleanField(default=False)
    rules_accepted_at = models.DateTimeField()
    language = models.CharField(max_length=5, default="fr")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["page", "state"], name="registrations_by_state"),
            models.Index(fields=["state", "offer_expires_at"], name="offers_to_expire"),
        ]
        constraints = [
            models.UniqueConstraint(
                "page",
                Lower("email"),
                condition=models.Q(state__in=[state.value for state in ACTIVE_STATES]) & ~models.Q(email=""),
                name="one_active_registration_per_address",
            ),
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="registration_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.acknowledgement

    @property
    def acknowledgement(self) -> str:
        return f"{self.number[:5]}-{self.number[5:]}"

    @property
    def claim(self) -> Claim:
        return Claim(key=self.pk or 0, persons=self.persons, micro=self.size_class == SizeClass.MICRO)

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def token(self) -> str:
        return Signer(salt=SIGNER_SALT).sign(self.number)

    @property
    def manage_path(self) -> str:
        """Without a language: the page opens in the reader's."""
        return reverse("events:registration", args=[self.token])

    def position(self) -> int:
        """The place in the waiting list, counted from 1."""
        before = models.Q(waiting_since__lt=self.waiting_since) | models.Q(
            waiting_since=self.waiting_since, pk__lt=self.pk
        )
        return Registration.objects.filter(page_id=self.page_id).waiting().filter(before).count() + 1


class PublicQuestion(models.Model):
    """A question about an event, shown to everybody once answered; who asked is never shown."""

    page = models.ForeignKey(ChallengePage, on_delete=models.CASCADE, related_name="public_questions")
    text = models.TextField(max_length=1500)
    # To send the answer to; erased with it.
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("public question")
        verbose_name_plural = _("public questions")

    def __str__(self) -> str:
        return self.text[:80]


class Record(models.Model):
    """What was said and decided that evening, for those who could not come. One per event."""

    page = models.OneToOneField(ChallengePage, on_delete=models.CASCADE, related_name="record")
    summary = models.TextField(max_length=10_000)
    decisions = models.TextField(max_length=4_000, blank=True)
    language = models.CharField(max_length=5, default="fr")
    documents = models.ManyToManyField(SiteDocument, blank=True, related_name="+")
    # Raised by every save; a form that started from another number is stale.
    version = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("record of an evening")
        verbose_name_plural = _("records of evenings")

    def __str__(self) -> str:
        return str(self.page_id)

    def organisations_present(self) -> Sequence[dict[str, str]]:
        """Each organisation that was there once, with its size; people only if they agreed to be named."""
        found: dict[str, dict[str, Any]] = {}
        rows = Registration.objects.filter(page_id=self.page_id, present=True).order_by("organisation_name_key", "pk")
        for row in rows:
            entry = found.setdefault(
                row.organisation_name_key,
                {"name": row.organisation_name, "size": row.get_size_class_display(), "people": []},
            )
            if row.listed and row.person_name:
                entry["people"].append(row.person_name)
        return list(found.values())


def reader_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]
