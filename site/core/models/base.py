from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.cache import cache
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from core import visibility
from core.searchable import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

LOCALES_KEY = "locale-codes"


class PageTag(ItemBase):
    """One table for the tags of every kind of page: a tag's page and the tag facet are one query."""

    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="page_tags")
    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_tag_once_per_page")]


class BasePageQuerySet(PageQuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Published pages that ``user`` may read; the same rule for every listing, count and feed."""
        return self.live().filter(access__keyword__in=visibility.keywords_for(user))


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """What every page of the portal shares.

    Class attributes that rooms set:

    ``device``        which of the five places it belongs to (guidance, space, challenge, lesson, visit) or "".
    ``single_tree``   True for contributions: they stay in the language they were written in, live in one page
                      tree, and are shown under every language's address.
    ``search_kind``   what search calls it: "page" is called after its device, "section" for pages that list others.
    ``versioned``     True where each publication makes a numbered version (``core.versions``).
    """

    device: ClassVar[str] = ""
    single_tree: ClassVar[bool] = False
    search_kind: ClassVar[str] = "page"
    versioned: ClassVar[bool] = False
    # What was read for many pages at once: the names of their tags, the codes of their vocabularies (``codes_of``).
    read_ahead: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    # Who may see a page is decided by core.visibility alone, never by a per-page switch in the editor.
    private_page_options: ClassVar[list[str]] = []

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=300,
        help_text=_("Two sentences at most: shown in lists, in search results and when the page is shared."),
    )
    tags = ClusterTaggableManager(through="core.PageTag", blank=True, verbose_name=_("tags"))

    objects = BasePageManager()

    search_fields: ClassVar[list[index.BaseField]] = [*Page.search_fields, index.SearchField("summary")]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("slug"),
        FieldPanel("tags"),
        FieldPanel("search_description"),
    ]

    class Meta:
        abstract = True

    @cached_property
    def language(self) -> str:
        """The language the page is written in, for ``lang`` attributes and for search."""
        return language_code(self.locale_id)

    @cached_property
    def original(self) -> Self:
        """The first page of this translation group: what comments and registrations hang on.

        Translations of a page are other rows; a place taken or a remark made on one counts for all.
        """
        return type(self).objects.filter(translation_key=self.translation_key).order_by("pk").first() or self

    def get_view_restrictions(self) -> Any:
        """None: ``core.visibility`` decides. Saves two queries a page."""
        return PageViewRestriction.objects.none()

    def own_access_keyword(self) -> str | None:
        """The access keyword that this page sets for itself and its descendants; None to inherit."""
        return None

    def comments_open_to(self, user: Any) -> bool:
        """Whether the page takes a comment from ``user`` now (whoever may not read it is refused before)."""
        return False

    @classmethod
    def takes_comments(cls) -> bool:
        """Whether such a page is ever discussed as a whole: if not, nobody is asked to log in for that."""
        return cls.comments_open_to is not BasePage.comments_open_to

    def target_comments_open_to(self, user: Any) -> bool:
        """As ``comments_open_to``, for what hangs on the page (a proposal): the page itself may take none."""
        return self.comments_open_to(user)

    def comments_closed_note(self) -> str:
        """One sentence that says why nobody may comment now; "" when the page simply has no discussion."""
        return ""

    def comment_url(self, comment: Any) -> str:
        """Where ``comment`` on this page is read: links in mails, notifications and results lead there."""
        return f"{self.get_absolute_url()}#{comment.anchor}"

    def moderated_by(self, user: Any) -> bool:
        """Whether ``user`` answers contributions here in the name of the page."""
        return bool(getattr(user, "is_communications", False))

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        """What this page and all that hangs on it (its comments, its proposals) is narrowed by in search."""
        return {}

    def search_documents(self) -> Iterable[Document]:
        """What search finds of this page; nothing while it is not published. Rooms add their articles and criteria."""
        if self.live:
            yield self.search_document()

    def search_document(self, **told: Any) -> Document:
        """The page itself as search finds it; ``told`` is what its room says of it in other words."""
        given = {
            "kind": self.search_kind,
            "title": self.title,
            "any_language": self.single_tree,
            "date": self.last_published_at or self.first_published_at,
            **told,
        }
        if "summary" not in given:
            given["summary"] = self.summary or self.search_description
        if "facets" not in given:
            given["facets"] = self.search_facets()
        return Document(
            key=f"page:{self.pk}",
            device=self.device,
            language=self.language,
            url=self.get_absolute_url(),
            page_id=self.pk,
            tags=self.tag_names(),
            **given,
        )

    def tag_names(self) -> tuple[str, ...]:
        held = self.read_ahead.get("tags")
        # Sorted: two readings of one page say the same, whatever the database gives first.
        return tuple(sorted(self.tags.names() if held is None else held))

    def codes_of(self, vocabulary: str) -> tuple[str, ...]:
        """The codes of its terms of a vocabulary, a relation of the page's (``families``)."""
        held = self.read_ahead.get(vocabulary)
        return tuple(term.code for term in getattr(self, vocabulary).all()) if held is None else held

    def get_absolute_url(self) -> str:
        """Path on this site; comments and mails link by it (Wagtail's Page has none)."""
        return self.get_url() or "/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str | None, str | None] | None:
        """As Wagtail's, but a contribution's address carries the reader's language, not the page's."""
        parts: tuple[int, str | None, str | None] | None
        sites = self._get_relevant_site_root_paths(request)
        if len(sites) == 1 and self.url_path.isascii():
            # The usual page: Wagtail puts the same together from a look at all addresses of the site, each time.
            site_id, root_path, root_url, language = sites[0]
            parts = site_id, root_url, f"{_beginning(language, get_script_prefix())}{self.url_path[len(root_path) :]}"
        else:
            parts = super().get_url_parts(request)
        if not parts or not self.single_tree:
            return parts
        site_id, root_url, path = parts
        return site_id, root_url, path and localised_path(path)


@lru_cache(maxsize=16)
def _beginning(language: str, script: str) -> str:
    """Of the addresses of all pages of a language, below where the site is mounted (``script``)."""
    with translation.override(language):
        return str(reverse("wagtail_serve", args=("",)))


def localised_path(path: str, language: str | None = None) -> str:
    """``path`` with its language prefix replaced by ``language`` (the active one if None)."""
    language = language or translation.get_language() or "fr"
    head, _sep, rest = path.lstrip("/").partition("/")
    return f"/{language}/{rest}" if len(head) == 2 else path


def language_code(locale_id: int) -> str:
    """The language of a page tree; the few there are, are read once per process."""
    codes: dict[int, str] = cache.get(LOCALES_KEY) or {}
    if locale_id not in codes:
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        cache.set(LOCALES_KEY, codes, 300)
    return codes[locale_id]
