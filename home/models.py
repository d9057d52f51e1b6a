from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.models import BasePage
from core.searchable import Document
from core.text import plain
from home import front
from home.waiting import waiting_for


class HomePage(BasePage):
    """The front page of one language; everything else hangs below it."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def search_documents(self) -> Iterable[Document]:
        """Nothing: its few general words came before the texts that answer, and it is one step from everywhere."""
        return ()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        waiting = waiting_for(request.user) if request.user.is_authenticated else []
        return {
            **context,
            "waiting": waiting,
            # Whoever has something to answer finds that; the places in the menu have the rest.
            "now": [] if waiting else front.happening_now(request.user),
            "trail": front.story(),
            "examples": front.examples(),
        }

    def route(self, request: Any, path_components: list[str]) -> Any:
        """Contributions live in one language's tree and answer under every language's address."""
        if not path_components:
            return super().route(request, path_components)
        # One look for both: asking this tree first would cost every contribution two queries under another language.
        named = list(Page.objects.filter(depth=self.depth + 1, slug=path_components[0]))
        section = next((page for page in named if page.is_child_of(self)), None) or next(
            (page for page in named if page.live and getattr(page.specific_class, "single_tree", False)), None
        )
        if section is None:
            raise Http404
        return section.specific.route(request, path_components[1:])


class StandardPage(BasePage):
    """Legal notice, privacy, accessibility, help: text that changes rarely."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"])

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def search_documents(self) -> Iterable[Document]:
        if self.live:
            yield self.search_document(body=plain(self.body))
