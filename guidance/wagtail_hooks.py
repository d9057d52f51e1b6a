from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from guidance.models import Criterion


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
