from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from search import counting, staff
from search.models import SearchPromotion, SearchSynonym

# Wagtail's own sentences are put together of the model's name, which French declines.


class PromotionIndexView(generic.IndexView):
    add_item_label = gettext_lazy("Promote a page")

    def get_base_queryset(self) -> QuerySet[SearchPromotion]:
        return super().get_base_queryset().select_related("page__access")


class PromotionCreateView(generic.CreateView):
    page_title = gettext_lazy("Promote a page")
    success_message = gettext_lazy("“%(object)s” is shown above the results from now on.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _ending_with(super().get_breadcrumbs_items(), str(self.page_title))


class PromotionEditView(generic.EditView):
    success_message = gettext_lazy("“%(object)s” is changed.")


def _ending_with(items: list[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    return [*items[:-1], {**items[-1], "label": label}]


class PromotionViewSet(ModelViewSet):
    """Pages that stand above the results of certain words."""

    model = SearchPromotion
    name = "search-promotions"
    index_view_class = PromotionIndexView
    add_view_class = PromotionCreateView
    edit_view_class = PromotionEditView
    # As long as the menu is wide.
    menu_label = pgettext_lazy("menu", "Promoted results")
    icon = "pick"
    add_to_admin_menu = True
    menu_order = 710
    list_display = ["words", "page", Column("readers", label=gettext_lazy("shown to")), "language", "note"]
    search_fields = ["words", "note"]
    search_backend_name = None
    panels = [FieldPanel("words"), FieldPanel("language"), PageChooserPanel("page"), FieldPanel("note")]


@hooks.register("register_admin_viewset")
def promotions() -> PromotionViewSet:
    return PromotionViewSet()


class NeverDeleting(ModelPermissionPolicy):
    """A group of the list that we bring would come back: one that is not wanted is switched off."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(SearchSynonym, NeverDeleting(SearchSynonym))


class SynonymIndexView(IndexView):
    add_item_label = gettext_lazy("Add a group")

    @cached_property
    def columns(self) -> list[Any]:
        # What is chosen together can only be deleted.
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class SynonymCreateView(CreateView):
    page_title = gettext_lazy("Add a group")
    success_message = gettext_lazy("“%(object)s”: these find each other from now on.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _ending_with(super().get_breadcrumbs_items(), str(self.page_title))


class SynonymEditView(EditView):
    success_message = gettext_lazy("“%(object)s” is changed.")


class SynonymViewSet(SnippetViewSet):
    """What means the same, for whoever searches."""

    model = SearchSynonym
    icon = "list-ul"
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_display = ["fr", "en", BooleanColumn("active", label=gettext_lazy("in use"), sort_key="active")]
    list_filter = ["active"]
    search_fields = ["fr", "en"]
    search_backend_name = None
    ordering = ["fr", "en"]
    list_per_page = 50
    panels = [FieldPanel("fr"), FieldPanel("en"), FieldPanel("active")]


register_snippet(SynonymViewSet)


def _staff_only(request: HttpRequest) -> None:
    if not getattr(request.user, "is_communications", False):
        raise PermissionDenied


@require_safe
def search_state(request: HttpRequest) -> HttpResponse:
    _staff_only(request)
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted in {str(period) for period in staff.PERIODS} else staff.PERIODS[1]
    return render(
        request,
        "search/admin/state.html",
        {
            "state": staff.state(),
            "days": days,
            "periods": staff.PERIODS,
            "shown_from": counting.SHOWN_FROM,
            # Snippets are not in the menu of whoever is no administrator.
            "synonyms_url": reverse(SearchSynonym.snippet_viewset.get_url_name("list")),  # type: ignore[attr-defined]
            "page_title": _("Words searched"),
            "header_title": _("Words searched"),
            "header_icon": "search",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Words searched")},
            ],
            **staff.asked(days),
        },
    )


@require_POST
def search_rebuild(request: HttpRequest) -> HttpResponse:
    _staff_only(request)
    if staff.rebuild_soon():
        messages.success(request, _("Search is being made anew. Readers notice nothing."))
    else:
        messages.warning(request, _("Search is being made anew already."))
    return redirect("search_state")


@hooks.register("register_admin_urls")
def search_urls() -> list[URLPattern]:
    return [
        path("search-state/", search_state, name="search_state"),
        path("search-state/rebuild/", search_rebuild, name="search_rebuild"),
    ]


class StaffMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_communications", False))


@hooks.register("register_admin_menu_item")
def search_menu_item() -> Any:
    return StaffMenuItem(
        gettext_lazy("Words searched"),
        reverse("search_state"),
        name="search-state",
        icon_name="search",
        order=700,
    )
