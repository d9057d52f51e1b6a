from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.snippets.models import register_snippet
from wagtail.url_routing import RouteResult

from core import searchable
from core.comparison import FieldText, day
from core.models import BasePage, PurchaseFamily
from core.models.vocabularies import Labelled
from core.searchable import Document
from guidance.models import Criterion
from lessons.enums import AmountBand, Confidence, Evidence, Procedure, ReviewState, Weight
from lessons.querysets import LessonManager, LessonRemedyQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

MAX_ROWS = 12


@register_snippet
class Outcome(Labelled):
    """How a procedure ended, with the codes that result notices and open data use for it."""

    code = models.SlugField(_("code"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    eforms_code = models.CharField(_("eForms reason"), max_length=40, blank=True)
    ocds_status = models.CharField(_("OCDS status"), max_length=40, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("label_fr"),
        FieldPanel("label_en"),
        FieldPanel("order"),
        FieldPanel("eforms_code"),
        FieldPanel("ocds_status"),
    ]

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


@register_snippet
class CauseGroup(Labelled):
    code = models.SlugField(_("code"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("label_fr"),
        FieldPanel("label_en"),
        FieldPanel("order"),
    ]

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("group of causes")
        verbose_name_plural = _("groups of causes")


@register_snippet
class Remedy(Labelled):
    code = models.CharField(_("code"), max_length=10, unique=True)

    panels: ClassVar[list[Any]] = [FieldPanel("code"), FieldPanel("label_fr"), FieldPanel("label_en")]

    class Meta:
        ordering = ["code"]
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")


@register_snippet
class Cause(Labelled):
    """Why procedures fail; each cause knows what usually helps."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    group = models.ForeignKey(CauseGroup, on_delete=models.PROTECT, related_name="causes", verbose_name=_("group"))
    usual_remedies = models.ManyToManyField(
        Remedy, blank=True, related_name="usual_for", verbose_name=_("usual remedies")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("group"),
        FieldPanel("label_fr"),
        FieldPanel("label_en"),
        FieldPanel("usual_remedies"),
    ]

    class Meta:
        ordering = ["group__order", "code"]
        verbose_name = _("cause")
        verbose_name_plural = _("causes")


class LessonIndexPage(BasePage):
    """Every lesson hangs here, in one tree for all languages."""

    device = "lesson"
    search_kind = "section"
    single_tree = True

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["lessons.LessonPage"]
    max_count = 1
    template = "lessons/lesson_index_page.html"

    class Meta:
        verbose_name = _("wiki-contract")
        verbose_name_plural = _("wiki-contracts")

    def menu_label(self) -> str:
        return gettext("Wiki-contracts")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, in one query instead of two, with the lesson's facts along."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        lesson = LessonPage.objects.child_of(self).live().with_facts().filter(slug=path_components[0]).first()
        if lesson is None:
            raise Http404
        lesson.index = self
        return RouteResult(lesson)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lessons.listing import listing

        return {**super().get_context(request, *args, **kwargs), **listing(self, request)}


@searchable.register
class LessonPage(BasePage):
    """What one unsuccessful or disappointing procedure taught, kept up by many hands."""

    device = "lesson"
    single_tree = True
    versioned = True

    written_in = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="fr")
    subject = models.TextField(_("what was to be bought"), max_length=600)
    family = models.ForeignKey(
        PurchaseFamily,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lessons",
        verbose_name=_("purchase family"),
    )
    cpv = models.CharField(_("CPV code"), max_length=8, blank=True)
    procedure = models.CharField(_("procedure"), max_length=12, choices=Procedure.choices)
    amount_band = models.CharField(_("amount"), max_length=10, choices=AmountBand.choices, blank=True)
    days_to_answer = models.PositiveSmallIntegerField(_("days to answer"), null=True, blank=True)
    files_taken = models.PositiveSmallIntegerField(_("files taken"), null=True, blank=True)
    tenders_received = models.PositiveSmallIntegerField(_("tenders received"), null=True, blank=True)
    tenders_admissible = models.PositiveSmallIntegerField(_("admissible tenders"), null=True, blank=True)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="lessons", verbose_name=_("outcome"))
    # Null while a draft lacks it: nothing is submitted or published without.
    decision_date = models.DateField(_("date of the decision"), null=True)
    tenders_after = models.PositiveSmallIntegerField(_("tenders received at the relaunch"), null=True, blank=True)
    relaunch_outcome = models.ForeignKey(
        Outcome,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relaunches",
        verbose_name=_("outcome of the relaunch"),
    )
    reuse = models.TextField(_("what can be re-used"), blank=True, max_length=3000)
    differently = models.TextField(_("what we would do differently"), blank=True, max_length=3000)
    confidence = models.CharField(
        _("how sure we are"), max_length=10, choices=Confidence.choices, default=Confidence.ONE
    )
    # Decision + SiteSettings.lesson_embargo_days as soon as there is one; staff may move it in the editor.
    publishable_from = models.DateField(_("may be published from"), null=True)
    is_anonymous = models.BooleanField(_("no firm can be recognised"), default=False)
    has_no_trade_secret = models.BooleanField(_("no trade secret"), default=False)
    has_no_litigation = models.BooleanField(_("no dispute is running"), default=False)
    # Null only when the account is gone: forms make it compulsory.
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="lessons_kept",
        verbose_name=_("owner"),
    )
    review_by = models.DateField(_("to be read again by"))

    objects = LessonManager()

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("written_in"),
        MultiFieldPanel(
            [
                FieldPanel("subject"),
                FieldPanel("family"),
                FieldPanel("cpv"),
                FieldPanel("procedure"),
                FieldPanel("amount_band"),
                FieldPanel("days_to_answer"),
            ],
            _("The purchase"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("outcome"),
                FieldPanel("decision_date"),
                FieldPanel("publishable_from"),
                FieldPanel("files_taken"),
                FieldPanel("tenders_received"),
                FieldPanel("tenders_admissible"),
            ],
            _("What happened"),
        ),
        InlinePanel("causes", heading=_("Causes"), label=_("Cause"), max_num=MAX_ROWS),
        InlinePanel(
            "requirements",
            heading=_("Sustainability requirements that mattered"),
            label=_("Requirement"),
            max_num=MAX_ROWS,
        ),
        InlinePanel("remedies", heading=_("Remedies tried"), label=_("Remedy"), max_num=MAX_ROWS),
        MultiFieldPanel([FieldPanel("tenders_after"), FieldPanel("relaunch_outcome")], _("The relaunch")),
        FieldPanel("reuse"),
        FieldPanel("differently"),
        FieldPanel("confidence"),
        MultiFieldPanel(
            [FieldPanel("is_anonymous"), FieldPanel("has_no_trade_secret"), FieldPanel("has_no_litigation")],
            _("Before it is published"),
        ),
        MultiFieldPanel([FieldPanel("responsible"), FieldPanel("review_by")], _("Upkeep")),
    ]
    parent_page_types: ClassVar[list[str]] = ["lessons.LessonIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "lessons/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @cached_property
    def language(self) -> str:
        return self.written_in

    @cached_property
    def index(self) -> LessonIndexPage:
        return self.get_parent().specific

    @property
    def was_relaunched(self) -> bool:
        return self.tenders_after is not None or self.relaunch_outcome_id is not None

    @property
    def is_checked(self) -> bool:
        """The three statements without which nothing is submitted."""
        return self.is_anonymous and self.has_no_trade_secret and self.has_no_litigation

    @property
    def review_is_due(self) -> bool:
        return self.review_by < timezone.localdate()

    @property
    def is_under_embargo(self) -> bool:
        return self.publishable_from is not None and self.publishable_from > timezone.localdate()

    def comments_open_to(self, user: Any) -> bool:
        """Whoever is signed in may comment a published lesson, firms included: they know why they did not bid."""
        return bool(self.live and user.is_authenticated)

    def moderated_by(self, user: Any) -> bool:
        return bool(user.is_authenticated and (user.is_communications or user.pk == self.responsible_id))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lessons.listing import lesson_context

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self, request.user)}

    def field_texts(self) -> list[FieldText]:
        def number(value: int | None) -> str:
            return "" if value is None else str(value)

        def label(value: Any) -> str:
            return value.label if value is not None else ""

        fields = [
            ("title", _("Title"), self.title),
            ("summary", _("Summary"), self.summary),
            ("subject", _("What was to be bought"), self.subject),
            ("family", _("Purchase family"), label(self.family)),
            ("cpv", "CPV", self.cpv),
            ("procedure", _("Procedure"), self.get_procedure_display()),
            ("amount_band", _("Amount"), self.get_amount_band_display()),
            ("days_to_answer", _("Days to answer"), number(self.days_to_answer)),
            ("files_taken", _("Files taken"), number(self.files_taken)),
            ("tenders_received", _("Tenders received"), number(self.tenders_received)),
            ("tenders_admissible", _("Admissible tenders"), number(self.tenders_admissible)),
            ("outcome", _("Outcome"), label(self.outcome if self.outcome_id else None)),
            ("decision_date", _("Date of the decision"), day(self.decision_date)),
            *(
                (f"cause-{position}", _("Cause %(number)d") % {"number": position}, cause.as_text())
                for position, cause in enumerate(self.causes.all(), start=1)
            ),
            *(
                (f"requirement-{position}", _("Requirement %(number)d") % {"number": position}, row.as_text())
                for position, row in enumerate(self.requirements.all(), start=1)
            ),
            *(
                (f"remedy-{position}", _("Remedy %(number)d") % {"number": position}, remedy.as_text())
                for position, remedy in enumerate(self.remedies.all(), start=1)
            ),
            ("tenders_after", _("Tenders received at the relaunch"), number(self.tenders_after)),
            ("relaunch_outcome", _("Outcome of the relaunch"), label(self.relaunch_outcome)),
            ("reuse", _("What can be re-used"), self.reuse),
            ("differently", _("What we would do differently"), self.differently),
            ("confidence", _("How sure we are"), self.get_confidence_display()),
            ("tags", _("Tags"), ", ".join(sorted(tag.name for tag in self.tags.all()))),
            ("responsible", _("Owner"), str(self.responsible or "")),
            ("review_by", _("To be read again by"), day(self.review_by)),
        ]
        return [FieldText(name, str(words), str(text)) for name, words, text in fields]

    def search_documents(self) -> Iterable[Document]:
        if not self.live:
            return
        causes = list(self.causes.select_related("cause__group"))
        remedies = list(self.remedies.select_related("remedy"))
        yield self.search_document(
            summary=self.summary or self.subject,
            body="\n".join(
                filter(
                    None,
                    [
                        self.subject,
                        f"{self.outcome.label}.",
                        *(f"{row.cause.label}. {row.what_happened}" for row in causes),
                        *(f"{row.remedy.label}. {row.what_changed}" for row in remedies),
                        self.reuse,
                        self.differently,
                        self.cpv and f"CPV {self.cpv}",
                    ],
                )
            ),
            facets={
                "outcome": (self.outcome.code,),
                "cause": tuple(sorted({row.cause.group.code for row in causes})),
                "family": (self.family.code,) if self.family else (),
                "cpv": searchable.cpv_divisions(self.cpv),
            },
        )


class LessonCause(Orderable):
    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="causes")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="cases", verbose_name=_("cause"))
    what_happened = models.TextField(_("what happened"), max_length=1500)
    evidence = models.CharField(_("how we know"), max_length=10, choices=Evidence.choices)
    weight = models.PositiveSmallIntegerField(_("weight"), choices=Weight.choices, default=Weight.STRONG)

    panels: ClassVar[list[Any]] = [
        FieldPanel("cause"),
        FieldPanel("what_happened"),
        FieldPanel("evidence"),
        FieldPanel("weight"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["lesson", "cause"], name="one_cause_once_per_lesson")]

    def __str__(self) -> str:
        return f"{self.cause}: {self.what_happened}"

    def as_text(self) -> str:
        known = ", ".join(filter(None, [self.get_evidence_display(), self.get_weight_display()]))
        return "\n".join(filter(None, [self.cause.label, self.what_happened, known]))


class LessonRemedy(Orderable):
    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="remedies")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="cases", verbose_name=_("remedy"))
    what_changed = models.TextField(_("what was changed"), max_length=1500)
    changed_on = models.DateField(_("when"), null=True, blank=True)

    objects = LessonRemedyQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [FieldPanel("remedy"), FieldPanel("what_changed"), FieldPanel("changed_on")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["lesson", "remedy"], name="one_remedy_once_per_lesson")]

    def __str__(self) -> str:
        return f"{self.remedy}: {self.what_changed}"

    def as_text(self) -> str:
        return "\n".join(filter(None, [self.remedy.label, self.what_changed, day(self.changed_on)]))


class LessonRequirement(Orderable):
    """A sustainability requirement that mattered in the case, for better or worse."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="requirements")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="lesson_requirements", verbose_name=_("criterion")
    )
    role = models.TextField(_("the part it played"), max_length=600)

    panels: ClassVar[list[Any]] = [FieldPanel("criterion"), FieldPanel("role")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.role}"

    def as_text(self) -> str:
        return f"{self.criterion}\n{self.role}"


class LessonReview(models.Model):
    """A colleague's reading before a lesson is published for the first time."""

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="reviews")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("what should change"), max_length=1500, blank=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson"], condition=models.Q(state=ReviewState.WAITING), name="one_open_review_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.state}"


class SameCase(models.Model):
    """“This happened to us too”, said once by each person."""

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="same_cases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("in a few words"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="one_same_case_per_person")]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.note}"
