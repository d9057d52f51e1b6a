from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core import dashboard
from guidance.models import Criterion, GuidanceIndexPage, GuidancePage


class RegistryPolicy(ModelPermissionPolicy):
    """The registry is kept by the pages that publish: it is looked at and chosen from, never edited."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "choose"} and user.is_active and user.has_perm("wagtailadmin.access_admin")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Criterion, RegistryPolicy(Criterion))


class CriterionViewSet(SnippetViewSet):
    model = Criterion
    icon = "check"
    add_to_admin_menu = False
    list_display: ClassVar[list[Any]] = [
        "uid",
        Column("title", label=_("Title")),
        Column("get_type_display", label=_("Where it acts")),
        Column("get_level_display", label=_("Level")),
        "retired_at",
    ]
    list_filter: ClassVar[list[str]] = ["type", "level"]
    inspect_view_enabled = True
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return Criterion.objects.with_texts()


register_snippet(CriterionViewSet)


def translation_url(page: GuidancePage, user: Any) -> str:
    """Where to start the translation of ``page``; nothing if it has them all or ``user`` may not."""
    if not page.live or not user.has_perm("wagtail_localize.submit_translation"):
        return ""
    done = page.get_translations(inclusive=True).filter(alias_of=None).values("locale_id")
    missing = Locale.objects.exclude(pk__in=done).first()
    if missing is None:
        return ""
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return f"{address}?select_locale={missing.language_code}"


class TranslateMenuItem(ActionMenuItem):
    """“Translate this page” beside “Publish”: at the top it hides behind three dots."""

    name = "action-translate"
    label = _("Translate this page")
    icon_name = "wagtail-localize-language"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(self.get_url(context))

    def get_url(self, context: dict[str, Any]) -> str:
        page = context.get("page")
        return translation_url(page, context["request"].user) if isinstance(page, GuidancePage) else ""


@hooks.register("register_page_action_menu_item")
def translate_menu_item() -> TranslateMenuItem:
    return TranslateMenuItem(order=70)


@dashboard.register
def guidance_tasks(request: HttpRequest) -> Iterator[dashboard.Task]:
    """Write a page, take up an old one, translate what is published in one language only."""
    libraries = list(GuidanceIndexPage.objects.select_related("locale").order_by("pk"))
    libraries.sort(key=lambda page: page.language != get_language())
    for library in libraries[:1]:
        if not library.permissions_for_user(request.user).can_add_subpage():
            continue
        yield dashboard.Task(
            label=gettext("Write a guidance page"),
            url=reverse("wagtailadmin_pages:add", args=["guidance", "guidancepage", library.pk]),
            help=gettext("Questions to ask first, criteria with their clauses, a picture."),
        )
        yield dashboard.Task(
            label=gettext("Change a guidance page"),
            url=reverse("wagtailadmin_explore", args=[library.pk]),
            help=gettext("Every guidance page, with its state and its languages."),
            icon="edit",
        )
        for page in GuidancePage.objects.live().in_one_language().order_by("-last_published_at")[:3]:
            if url := translation_url(page, request.user):
                yield dashboard.Task(
                    label=gettext("Translate “%(title)s”") % {"title": page.title},
                    url=url,
                    help=gettext("It is published in one language only."),
                    icon="wagtail-localize-language",
                )
