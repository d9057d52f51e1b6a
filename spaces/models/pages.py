from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core import visibility
from core.models import BasePage
from core.searchable import Document, cpv_divisions
from spaces import articles as text
from spaces import reading
from spaces.blocks import ArticleStreamBlock
from spaces.enums import LIVE_PHASES, WRITING_ROLES, DocumentKind, MemberRole, Phase, SpaceKind
from spaces.models.membership import roles_of
from spaces.querysets import SpecificationQuerySet
from spaces.silence import is_silent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from accounts.models import User

INTRODUCTION_LENGTH = 3_000
PURPOSE_LENGTH = 2_000
DESCRIPTION_LENGTH = 600


class ContributionPage(BasePage):
    """A page that agents write on the site, in the language they work in."""

    device = "space"
    single_tree = True

    written_in = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.written_in

    @cached_property
    def space(self) -> SpacePage:
        """The space this page stands in; its kind and its members decide."""
        return SpacePage.objects.get(path=self.path[: -self.steplen])

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        return {**super().search_facets(), "space": (str(self.space.pk),)}

    @cached_property
    def index_page(self) -> Page | None:
        """The entrance above; routing, which comes by it, leaves it here."""
        path = self.space.path
        return Page.objects.filter(path=path[: -self.steplen]).first()


class SpaceIndexPage(BasePage):
    """The way into all contributions spaces."""

    device = "space"
    search_kind = "section"
    single_tree = True

    introduction = models.TextField(_("introduction"), max_length=INTRODUCTION_LENGTH, blank=True)

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["spaces.SpacePage"]
    template = "spaces/space_index_page.html"

    class Meta:
        verbose_name = _("entrance of the spaces")
        verbose_name_plural = _("entrances of the spaces")

    def search_documents(self) -> Iterable[Document]:
        if self.live:
            yield self.search_document(body=self.introduction)

    def menu_label(self) -> str:
        return gettext("Spaces")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page at any depth by its path in one go.

        To somebody who is not signed in, what does not exist answers like what is closed to them.
        """
        if not path_components:
            return super().route(request, path_components)
        wanted = f"{self.url_path}{'/'.join(path_components)}/"
        for model in (SpacePage,) if len(path_components) == 1 else (SpecificationPage, ResourcePage):
            page = model.objects.live().descendant_of(self).filter(url_path=wanted).first()
            if page is not None:
                page.index_page = self
                return RouteResult(page)
        if not request.user.is_authenticated:
            raise visibility.SignInRequired
        raise Http404

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.index_of_spaces(self, SpacePage, SpecificationPage, request)


class SpacePage(ContributionPage):
    """A group at work on one purchase: its members, its drafts, its proposals and its resource base."""

    kind = models.CharField(_("read by"), max_length=10, choices=SpaceKind.choices, default=SpaceKind.MEMBERS)
    introduction = models.TextField(_("what this space is for"), max_length=INTRODUCTION_LENGTH, blank=True)

    search_fields: ClassVar[list[index.BaseField]] = [*BasePage.search_fields, index.SearchField("introduction")]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("written_in"),
    ]
    parent_page_types: ClassVar[list[str]] = ["spaces.SpaceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["spaces.SpecificationPage", "spaces.ResourcePage"]
    template = "spaces/space_page.html"

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")

    def clean(self) -> None:
        super().clean()
        if self.pk and self.kind != SpaceKind.PUBLIC and any(not m.user.is_agent for m in self.member_rows()):
            raise ValidationError(
                {"kind": _("Providers are members of this space: take them out before you close it to the public.")},
                code="provider",
            )

    @property
    def space(self) -> SpacePage:
        return self

    def own_access_keyword(self) -> str:
        if self.kind == SpaceKind.PUBLIC:
            return visibility.PUBLIC
        if self.kind == SpaceKind.AGENTS:
            return visibility.AGENTS
        return visibility.space_keyword(self.pk)

    def readable_by(self, user: User | AnonymousUser) -> bool:
        return self.own_access_keyword() in visibility.keywords_for(user)

    def role_of(self, user: User | AnonymousUser) -> str | None:
        """The part ``user`` has here; an administrator has them all. A firm's row counts in a public space only."""
        if not user.is_authenticated or not user.is_active:
            return None
        if user.is_superuser:
            return MemberRole.FACILITATOR
        role = roles_of(user).get(self.pk)
        if role is None or user.is_agent:
            return role
        return MemberRole.COMMENTER if self.kind == SpaceKind.PUBLIC else None

    def written_by(self, user: User | AnonymousUser) -> bool:
        """Whether ``user`` may change texts here."""
        return self.role_of(user) in WRITING_ROLES

    def moderated_by(self, user: User | AnonymousUser) -> bool:
        """Whether ``user`` answers in the name of the space: closes remarks with a reason."""
        return self.role_of(user) in WRITING_ROLES

    def facilitated_by(self, user: User | AnonymousUser) -> bool:
        return self.role_of(user) == MemberRole.FACILITATOR

    def comments_open_to(self, user: User | AnonymousUser) -> bool:
        return user.is_authenticated and self.readable_by(user) and not is_silent(self)

    def comments_closed_note(self) -> str:
        if is_silent(self):
            return gettext("A procedure of this space is open: comments and proposals are closed until it ends.")
        return ""

    def proposals_open_to(self, user: User | AnonymousUser) -> bool:
        return self.comments_open_to(user)

    @cached_property
    def silent_drafts(self) -> list[SpecificationPage]:
        return list(SpecificationPage.objects.child_of(self).live().silent())

    def silent_pages(self) -> Iterable[SpecificationPage]:
        """The drafts that may silence the space as a whole: one purchase, one silence."""
        return self.silent_drafts

    def member_rows(self) -> Any:
        return self.memberships.select_related("user__organisation")

    def search_documents(self) -> Iterable[Document]:
        if self.live:
            yield self.search_document(body=self.introduction)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.space_at_a_glance(self, SpecificationPage, ResourcePage, request.user)


class SpecificationPage(ContributionPage):
    """A draft specification, written in the open of its space, article by article."""

    versioned = True
    search_kind = "draft"

    purpose = models.TextField(_("what is bought, and what for"), max_length=PURPOSE_LENGTH, blank=True)
    families = ParentalManyToManyField("core.PurchaseFamily", blank=True, verbose_name=_("purchase families"))
    cpv = models.CharField(
        _("CPV codes"), max_length=100, blank=True, help_text=_("Separated by spaces, for example 79311000 73200000.")
    )
    document_kind = models.CharField(
        _("kind of document"), max_length=15, choices=DocumentKind.choices, default=DocumentKind.TECHNICAL
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.WRITING)
    comments_until = models.DateField(
        _("comments until"), null=True, blank=True, help_text=_("That day included; comments then close by themselves.")
    )
    answers_until = models.DateField(_("answers by"), null=True, blank=True)
    frozen_on = models.DateField(_("frozen on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    procedure_reference = models.CharField(_("reference of the procedure"), max_length=80, blank=True)
    buyer_profile_url = models.URLField(_("address on the buyer profile"), blank=True, max_length=500)
    silence_from = models.DateField(
        _("silence from"),
        null=True,
        blank=True,
        help_text=_("The day the procedure opens: comments, proposals and amendments close by themselves."),
    )
    silence_to = models.DateField(_("silence until"), null=True, blank=True)
    articles = StreamField(ArticleStreamBlock(), blank=True, verbose_name=_("articles"))

    objects = PageManager.from_queryset(SpecificationQuerySet)()

    search_fields: ClassVar[list[index.BaseField]] = [*BasePage.search_fields, index.SearchField("purpose")]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        MultiFieldPanel([FieldPanel("document_kind"), FieldPanel("families"), FieldPanel("cpv")], _("Purchase")),
        MultiFieldPanel(
            [
                FieldPanel("phase"),
                FieldPanel("comments_until"),
                FieldPanel("answers_until"),
                FieldPanel("frozen_on"),
                FieldPanel("published_on"),
            ],
            _("Phases"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("procedure_reference"),
                FieldPanel("buyer_profile_url"),
                FieldPanel("silence_from"),
                FieldPanel("silence_to"),
            ],
            _("Linked procedure"),
        ),
        FieldPanel("articles"),
        FieldPanel("written_in"),
    ]
    parent_page_types: ClassVar[list[str]] = ["spaces.SpacePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "spaces/specification_page.html"

    class Meta:
        verbose_name = _("specification")
        verbose_name_plural = _("specifications")

    def clean(self) -> None:
        super().clean()
        if self.silence_from and self.silence_to and self.silence_to < self.silence_from:
            raise ValidationError({"silence_to": _("The silence cannot end before it begins.")}, code="order")

    @property
    def article_list(self) -> list[text.Article]:
        """Every article, numbered, retired ones included, as it stands on this instance."""
        return text.read(self.articles.raw_data)

    @property
    def live_articles(self) -> list[text.Article]:
        return [article for article in self.article_list if not article.retired]

    def article(self, article_id: object) -> text.Article | None:
        wanted = str(article_id)
        return next((article for article in self.article_list if article.id == wanted), None)

    @property
    def current_phase(self) -> str:
        """The phase today: comments close by themselves on their date."""
        if self.phase == Phase.COMMENTS and self.comments_until and timezone.localdate() > self.comments_until:
            return Phase.ANSWERS
        return self.phase

    @property
    def text_is_open(self) -> bool:
        return self.current_phase in LIVE_PHASES

    @property
    def silent(self) -> bool:
        return is_silent(self)

    def phase_date(self, phase: str) -> date | None:
        dates = {
            Phase.COMMENTS: self.comments_until,
            Phase.ANSWERS: self.answers_until,
            Phase.FROZEN: self.frozen_on,
            Phase.PUBLISHED: self.published_on,
        }
        return dates.get(Phase(phase))

    def role_of(self, user: User | AnonymousUser) -> str | None:
        return self.space.role_of(user)

    def written_by(self, user: User | AnonymousUser) -> bool:
        return self.space.written_by(user)

    def moderated_by(self, user: User | AnonymousUser) -> bool:
        return self.space.moderated_by(user)

    def facilitated_by(self, user: User | AnonymousUser) -> bool:
        return self.space.facilitated_by(user)

    def comments_open_to(self, user: User | AnonymousUser) -> bool:
        """During comments: whoever may read and is signed in. While it is written or answered: agents of the space.

        A firm that happens to be a member says nothing earlier than the others.
        """
        if not user.is_authenticated or not user.is_active or is_silent(self):
            return False
        if self.current_phase == Phase.COMMENTS:
            return self.space.readable_by(user)
        return self.text_is_open and user.is_agent and self.space.role_of(user) is not None

    def proposals_open_to(self, user: User | AnonymousUser) -> bool:
        return self.comments_open_to(user)

    def comments_closed_note(self) -> str:
        """Why nobody from outside may comment now, in one sentence with its date; "" while comments are open."""
        phase = self.current_phase
        if is_silent(self):
            return gettext(
                "The procedure is open: to treat every firm alike, comments and amendments are closed. "
                "Questions go through the buyer profile."
            )
        if phase == Phase.COMMENTS:
            return ""
        if phase == Phase.WRITING:
            return gettext("This draft is being written. Comments open when its authors are ready.")
        if phase == Phase.ANSWERS:
            return gettext("Comments are closed. The space is writing its answers.")
        return gettext("This text is frozen: its remarks and their answers stay readable.")

    def comment_url(self, comment: Any) -> str:
        """Beside the text only a few discussions an article are shown; the one linked to is then among them."""
        return f"{self.get_absolute_url()}?discussion={comment.thread_id}#{comment.anchor}"

    def article_label(self, article_id: object) -> str | None:
        """What a comment says it is about; None when this draft never had such an article."""
        article = self.article(article_id)
        return article.label if article else None

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        return {
            **super().search_facets(),
            "family": self.codes_of("families"),
            "cpv": cpv_divisions(self.cpv),
        }

    def search_documents(self) -> Iterable[Document]:
        if not self.live:
            return
        # The phase that was chosen, not the one that the calendar makes of it: nothing is saved on that day.
        facets = {**self.search_facets(), "phase": (self.phase,)}
        body = "\n".join(filter(None, [self.purpose, self.cpv and f"CPV {self.cpv}"]))
        document = self.search_document(body=body, facets=facets)
        yield document
        for article in self.live_articles:
            yield replace(
                document,
                key=f"article:{self.pk}:{article.id}",
                kind="article",
                title=article.label,
                summary="",
                body=article.text,
                # Of the draft as a whole: each of its articles would answer to all of them.
                tags=(),
                url=f"{document.url}#{article.anchor}",
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.specification_text(self, request)


class ResourcePage(ContributionPage):
    """One piece of a space's resource base: a file or a link, and what it is good for."""

    description = models.TextField(_("what it is good for"), max_length=DESCRIPTION_LENGTH, blank=True)
    document = models.ForeignKey(
        "core.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("file"),
    )
    link = models.URLField(_("address"), blank=True, max_length=500)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("description"),
        FieldPanel("document"),
        FieldPanel("link"),
        FieldPanel("written_in"),
    ]
    parent_page_types: ClassVar[list[str]] = ["spaces.SpacePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "spaces/resource_page.html"

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def search_documents(self) -> Iterable[Document]:
        if self.live:
            attached = (self.document_id,) if self.document_id else ()
            yield self.search_document(body=self.description, kind="resource", attached=attached)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.resource(self, request.user)
