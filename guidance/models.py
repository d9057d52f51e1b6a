from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.models import BasePage, PageTag, PageVersion
from core.searchable import Document, cpv_divisions
from core.text import plain
from guidance.blocks import CriterionBlock, LegalReferenceBlock, QuestionBlock
from guidance.enums import TYPE_CODES, Audience, CriterionType, Level, State
from guidance.querysets import CriterionQuerySet, CriterionTextQuerySet, GuidancePageQuerySet, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from django.http import HttpRequest

    from core.models import PurchaseFamily

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class AudienceField(models.JSONField):
    """A list of ``Audience`` codes, chosen with check boxes."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=Audience.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
        )


class GuidanceIndexPage(BasePage):
    """The library of criteria, with its filters."""

    device: ClassVar[str] = "guidance"
    search_kind: ClassVar[str] = "section"

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guidance.GuidancePage"]
    template = "guidance/guidance_index_page.html"

    class Meta:
        verbose_name = _("library of criteria")
        verbose_name_plural = _("libraries of criteria")

    def search_documents(self) -> Iterator[Document]:
        if self.live:
            yield self.search_document(body=plain(self.introduction))

    def menu_label(self) -> str:
        return gettext("Criteria")

    @property
    def has_own_introduction(self) -> bool:
        """Whether the introduction says more than the summary above it."""
        return bool(self.introduction) and plain(self.introduction).strip() != self.summary.strip()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, in one query: every page below is a guidance page."""
        if len(path_components) == 1:
            version = PageVersion.objects.filter(page=OuterRef("pk")).order_by("-number")
            page = (
                GuidancePage.objects.live()
                .child_of(self)
                .filter(slug=path_components[0])
                .select_related("picture")
                .annotate(
                    version_number=Subquery(version.values("number")[:1]),
                    version_date=Subquery(version.values("created_at")[:1]),
                )
                .first()
            )
            if page is not None:
                page._cached_parent_obj = self
                return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from guidance.library import browse

        return {**super().get_context(request, *args, **kwargs), "library": browse(self, request.GET, request.user)}


class GuidancePageForm(WagtailAdminPageForm):
    """The editor's form: numbers criteria that have none, and refuses a number that another page has used."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        criteria = cleaned.get("criteria")
        if criteria is not None:
            families = list(cleaned.get("families") or [])
            number_criteria(criteria, prefix=uid_prefix(criteria, families, cleaned.get("title") or ""))
            refused = refused_uids(criteria, group=self.instance.translation_key)
            if refused:
                self.add_error(
                    "criteria",
                    StreamBlockValidationError(
                        block_errors={
                            position: StructBlockValidationError(block_errors={"uid": ValidationError(message)})
                            for position, message in refused.items()
                        }
                    ),
                )
        return cleaned


class GuidancePage(BasePage):
    """One kind of purchase: what to ask oneself first, and the criteria to copy in a specification."""

    device: ClassVar[str] = "guidance"
    versioned: ClassVar[bool] = True

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What matters most in this kind of purchase."),
    )
    families = ParentalManyToManyField(
        "core.PurchaseFamily", blank=True, related_name="guidance_pages", verbose_name=_("kinds of purchase")
    )
    steps = ParentalManyToManyField(
        "core.ProcessStep", blank=True, related_name="guidance_pages", verbose_name=_("steps of the purchase")
    )
    audiences = AudienceField(_("written for"), default=list, blank=True)
    questions = StreamField(
        [("question", QuestionBlock())],
        blank=True,
        verbose_name=_("questions to ask first"),
        help_text=_("What a department should ask itself before it writes anything. Four to six are enough."),
    )
    market = RichTextField(
        _("market situation"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("How many providers can do it, of which size, and how you know."),
    )
    market_date = models.DateField(_("market seen on"), null=True, blank=True)
    criteria = StreamField(
        [("criterion", CriterionBlock())],
        blank=True,
        verbose_name=_("criteria"),
        help_text=_("In the order in which a buyer should consider them."),
    )
    legal_references = StreamField(
        [("reference", LegalReferenceBlock())],
        blank=True,
        verbose_name=_("legal references"),
        help_text=_("Dated: the law moves. Nothing else on the page should quote a threshold or a date of the law."),
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=State.choices,
        default=State.IN_FORCE,
        help_text=_("An outdated page stays readable, under a banner that says so."),
    )
    effective_date = models.DateField(_("applies from"), null=True, blank=True)
    next_review_date = models.DateField(_("next review"), null=True, blank=True)
    contact = models.CharField(
        _("who answers questions"), max_length=150, blank=True, help_text=_("A department rather than a person.")
    )
    contact_email = models.EmailField(_("contact address"), blank=True)
    picture = models.ForeignKey(
        "core.SiteImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to those who do not see it. Leave empty if the picture only decorates."),
    )
    change_note = models.CharField(
        _("what changed and why"),
        max_length=300,
        blank=True,
        help_text=_("One sentence, shown in the page’s history with this publication."),
    )

    objects = PageManager.from_queryset(GuidancePageQuerySet)()

    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("criteria"),
    ]
    content_panels: ClassVar[list[Any]] = [
        HelpPanel(template="guidance/admin/how_to.html", heading=_("How to write this page")),
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Picture")),
        MultiFieldPanel(
            [
                FieldPanel("families", widget=forms.CheckboxSelectMultiple),
                FieldPanel("steps", widget=forms.CheckboxSelectMultiple),
                FieldPanel("audiences"),
                FieldPanel("tags"),
            ],
            _("Where it is found"),
        ),
        FieldPanel("introduction"),
        FieldPanel("questions"),
        MultiFieldPanel([FieldPanel("market"), FieldPanel("market_date")], _("The market")),
        FieldPanel("criteria"),
        FieldPanel("legal_references"),
        MultiFieldPanel(
            [
                FieldPanel("state"),
                FieldRowPanel([FieldPanel("effective_date"), FieldPanel("next_review_date")]),
                FieldRowPanel([FieldPanel("contact"), FieldPanel("contact_email")]),
            ],
            _("State and contact"),
        ),
        FieldPanel("change_note"),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("search_description")]
    # What belongs to the purchase and not to the language is written once, on the original page.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("state", overridable=False),
        SynchronizedField("audiences", overridable=False),
        SynchronizedField("families", overridable=False),
        SynchronizedField("steps", overridable=False),
        SynchronizedField("change_note"),
    ]
    base_form_class = GuidancePageForm
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "guidance/guidance_page.html"

    class Meta:
        verbose_name = _("guidance page")
        verbose_name_plural = _("guidance pages")

    def clean(self) -> None:
        super().clean()
        # A number that is taken is refused in the editor's form, not here: a scheduled publication must not stop.
        number_criteria(self.criteria, prefix=uid_prefix(self.criteria, [], self.title))

    @property
    def is_outdated(self) -> bool:
        return self.state == State.OUTDATED

    @property
    def is_review_due(self) -> bool:
        return self.next_review_date is not None and self.next_review_date < timezone.localdate()

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(code).label) for code in self.audiences if code in Audience.values]

    def shelf(self) -> Shelf:
        """Where the page is found: its families, steps and tags."""
        if not self.has_unsaved_relations:
            return shelves([self.pk])[self.pk]
        shelf = Shelf()
        for family in self.families.all():
            shelf.add("family", family.code, family.label_fr, family.label_en)
        for step in self.steps.all():
            shelf.add("step", step.code, step.label_fr, step.label_en, step.order)
        for tag in self.tags.all():
            shelf.add("tag", tag.name, tag.name, tag.name)
        return shelf

    @property
    def has_unsaved_relations(self) -> bool:
        """Whether this is a draft or an old version, whose families and tags are not those of the tables."""
        return bool(self.__dict__.get("_cluster_related_objects"))

    @cached_property
    def current_version(self) -> PageVersion | None:
        """The number and date that the state line shows; None before the first publication."""
        if (number := self.__dict__.get("version_number")) is not None:
            return PageVersion(page_id=self.pk, number=number, created_at=self.__dict__["version_date"])
        return PageVersion.objects.filter(page_id=self.pk).order_by("-number").first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from guidance.trail import Trail, trails

        context = super().get_context(request, *args, **kwargs)
        user = getattr(request, "user", None) or AnonymousUser()
        numbers = dict(Criterion.objects.by_uid(bound.value["uid"] for bound in self.criteria).values_list("uid", "pk"))
        found = trails(numbers.values(), user)
        context["rows"] = [
            {"block": bound, "trail": found.get(numbers.get(bound.value["uid"], 0), Trail())} for bound in self.criteria
        ]
        context["contents"] = [
            {"url": f"#{bound.value['uid']}", "label": bound.value["name"]} for bound in self.criteria
        ]
        context["shelf"] = self.shelf()
        context["library_url"] = self.get_parent().get_url(request) or "/"
        return context

    def search_documents(self) -> Iterator[Document]:
        """The page, and each criterion as a result of its own that leads to its place on the page."""
        if not self.live:
            return
        families = list(self.families.all())
        facets = self._facets(families)
        yield self._page_document(families, facets)
        address = self.get_absolute_url()
        page_tags = self.tag_names()
        for bound in self.criteria:
            value = bound.value
            yield Document(
                key=f"criterion:{value['uid']}:{self.language}",
                kind="criterion",
                device=self.device,
                language=self.language,
                title=f"{value['uid']} {value['name']}",
                summary=value.get("why") or "",
                body=value.full_text,
                url=f"{address}#{value['uid']}",
                page_id=self.pk,
                date=self.last_published_at,
                tags=tuple(dict.fromkeys([*value.tag_list, *page_tags])),
                facets={**facets, "type": (value["type"],), "level": (str(value["level"]),)},
            )

    def _facets(self, families: Sequence[PurchaseFamily]) -> dict[str, tuple[str, ...]]:
        return {
            "family": tuple(family.code for family in families),
            "cpv": cpv_divisions(" ".join(family.cpv_prefixes for family in families)),
            "step": self.codes_of("steps"),
        }

    def _page_document(self, families: Sequence[PurchaseFamily], facets: Mapping[str, tuple[str, ...]]) -> Document:
        questions = "\n".join(str(bound.value) for bound in self.questions)
        # A page is about what its families are about, in the words of the vocabulary as well.
        prefixes = dict.fromkeys(prefix for family in families for prefix in family.cpv_prefixes.split())
        # Written out, so that a code is found that begins so, and its label is said beside it.
        codes = f"CPV {', '.join(prefix.ljust(8, '0') for prefix in prefixes)}" if prefixes else ""
        law = (f"{block.value['text']}\n{block.value.get('note') or ''}".strip() for block in self.legal_references)
        return self.search_document(
            body="\n\n".join(filter(None, [plain(self.introduction), questions, plain(self.market), *law, codes])),
            facets=facets,
        )


class Criterion(index.Indexed, models.Model):
    """The lasting record of a criterion, so that others can point at it.

    Kept by ``guidance.services.sync_criteria`` from what the pages publish. A criterion that leaves its page is
    retired: drafts that cite it still show what it said. It is never deleted and its number never given again.
    """

    uid = models.CharField(_("criterion’s number"), max_length=40, unique=True)
    group = models.UUIDField(editable=False, db_index=True)
    page = models.ForeignKey(
        GuidancePage, null=True, on_delete=models.SET_NULL, related_name="registered_criteria", verbose_name=_("page")
    )
    type = models.CharField(_("where it acts"), max_length=40, choices=CriterionType.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    titles = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(_("retired on"), null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("uid"),
        index.AutocompleteField("uid"),
        index.SearchField("titles"),
        index.AutocompleteField("titles"),
        index.FilterField("type"),
        index.FilterField("level"),
    ]

    class Meta:
        ordering = ["page_id", "position", "uid"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return f"{self.uid} {self.title}".strip()

    @property
    def text(self) -> CriterionText | None:
        """The wording in the reader's language; failing that a published one in another, failing that the last."""
        language = translation.get_language()
        texts = sorted(self.texts.all(), key=lambda text: (not text.live, text.language != language, text.language))
        return texts[0] if texts else None

    @property
    def title(self) -> str:
        text = self.text
        return text.name if text else ""

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def get_absolute_url(self) -> str:
        """Its place on the page in the reader's language; once retired, the page that keeps its last wording."""
        from django.urls import reverse

        text = self.text
        if self.is_retired or text is None or not text.live or text.page is None:
            return reverse("guidance:criterion", args=[self.uid])
        return f"{text.page.get_absolute_url()}#{self.uid}"


class CriterionText(models.Model):
    """What a criterion says in one language, as last published."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    page = models.ForeignKey(GuidancePage, null=True, on_delete=models.SET_NULL, related_name="criterion_texts")
    live = models.BooleanField(default=True)
    name = models.CharField(max_length=150)
    clause = models.TextField(blank=True)
    why = models.TextField(blank=True)
    verification = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    folded = models.TextField(blank=True)

    objects = CriterionTextQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__page_id", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["criterion", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.language}"


@dataclass(slots=True)
class Shelf:
    """Where a page is found, with the reader's words: ``family``, ``step`` and ``tag`` as {code: label}."""

    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {"family": {}, "step": {}, "tag": {}})
    order: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, kind: str, code: str, label_fr: str, label_en: str, rank: int = 0) -> None:
        self.labels[kind][code] = label_en if translation.get_language() == "en" else label_fr
        self.order[kind, code] = rank

    def _sorted(self, kind: str) -> dict[str, str]:
        return dict(sorted(self.labels[kind].items(), key=lambda item: (self.order[kind, item[0]], fold(item[1]))))

    @property
    def family(self) -> dict[str, str]:
        return self._sorted("family")

    @property
    def step(self) -> dict[str, str]:
        return self._sorted("step")

    @property
    def tag(self) -> dict[str, str]:
        return self._sorted("tag")


def shelves(page_ids: Collection[int]) -> dict[int, Shelf]:
    """The shelf of each published page, in one query for all of them."""

    def rows(through: Any, page: str, kind: str, term: str, *names: str, rank: Any = None) -> Any:
        code, label_fr, label_en = (F(f"{term}__{name}") for name in names)
        return (
            through.objects.order_by()
            .filter(**{f"{page}__in": page_ids})
            .annotate(kind=Value(kind), code=code, fr=label_fr, en=label_en, rank=rank or Value(0))
            .values_list(page, "kind", "code", "fr", "en", "rank")
        )

    labels = ("code", "label_fr", "label_en")
    families = rows(GuidancePage.families.through, "guidancepage_id", "family", "purchasefamily", *labels)
    steps = rows(
        GuidancePage.steps.through, "guidancepage_id", "step", "processstep", *labels, rank=F("processstep__order")
    )
    tags = rows(PageTag, "content_object_id", "tag", "tag", "name", "name", "name")
    found = {pk: Shelf() for pk in page_ids}
    for page_id, kind, code, label_fr, label_en, rank in families.union(steps, tags, all=True):
        found[page_id].add(kind, code, label_fr, label_en, rank)
    return found


def uid_prefix(criteria: Iterable[Any], families: list[Any], title: str) -> str:
    """How new numbers of a page begin: as its other criteria do, else by its family, else by its title."""
    used = Counter(
        "-".join(parts[:-2])
        for parts in ((bound.value.get("uid") or "").split("-") for bound in criteria)
        if len(parts) > 2 and parts[-2] in TYPE_CODES.values()
    )
    if used:
        return used.most_common(1)[0][0]
    word = families[0].code if families else title
    return (slugify(word).replace("-", "")[:6] or "crit").upper()


def number_criteria(criteria: Iterable[Any], *, prefix: str) -> None:
    """Give each criterion without a number the next free one of its type: PI-ETU-TS-03."""
    bounds = list(criteria)
    if all(bound.value.get("uid") for bound in bounds):
        return
    taken = {bound.value["uid"] for bound in bounds if bound.value.get("uid")}
    taken.update(Criterion.objects.filter(uid__startswith=f"{prefix}-").values_list("uid", flat=True))
    for bound in bounds:
        if not bound.value.get("uid"):
            stem = f"{prefix}-{TYPE_CODES.get(bound.value.get('type') or '', 'CR')}"
            number = next(n for n in range(1, 1000) if f"{stem}-{n:02d}" not in taken)
            bound.value["uid"] = f"{stem}-{number:02d}"
            taken.add(bound.value["uid"])


def refused_uids(criteria: Iterable[Any], *, group: UUID) -> dict[int, str]:
    """Why a number cannot be kept, by position: twice on this page, or used by another page, even long ago."""
    uids = [bound.value.get("uid") or "" for bound in criteria]
    elsewhere = set(
        Criterion.objects.filter(uid__in=filter(None, uids)).exclude(group=group).values_list("uid", flat=True)
    )
    refused: dict[int, str] = {}
    for position, uid in enumerate(uids):
        if uid in elsewhere:
            refused[position] = gettext("Another page uses or has used the number %(uid)s.") % {"uid": uid}
        elif uid and uid in uids[:position]:
            refused[position] = gettext("The number %(uid)s stands twice on this page.") % {"uid": uid}
    return refused


__all__ = ["Criterion", "CriterionText", "GuidanceIndexPage", "GuidancePage", "fold"]
