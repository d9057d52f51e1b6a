from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core import visibility
from core.dashboard import TasksPanel
from core.models import OutgoingMail, SiteDocument


@hooks.register("before_serve_page")
def only_for_those_who_may(page: Page, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
    """The wall before every page: forbidden and absent answer alike."""
    if visibility.can_see(request.user, page):
        # The language switch leads to this page's translation, whose address has another slug.
        request.served_page = page  # type: ignore[attr-defined]
        return
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    raise Http404


class ReadingOnly(ModelPermissionPolicy):
    """What was promised by mail can be read by who may, and changed by nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


register_permission_policy(OutgoingMail, ReadingOnly(OutgoingMail))


class OutgoingMailViewSet(ModelViewSet):
    """Mails that wait, went out or failed, so that staff see what a reader never got."""

    model = OutgoingMail
    name = "outgoing-mails"
    menu_label = _("Mails sent")
    icon = "mail"
    add_to_settings_menu = True
    list_display = ["to", "subject", "state", "attempts", "created_at"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = ["to", "subject", "text", "state", "attempts", "next_try_at", "last_error", "sent_at"]
    form_fields: ClassVar[list[str]] = []


@hooks.register("register_admin_viewset")
def outgoing_mails() -> OutgoingMailViewSet:
    return OutgoingMailViewSet()


@hooks.register("before_serve_document")
def only_files_of_pages_they_may_see(document: SiteDocument, request: HttpRequest) -> None:
    """Wagtail's own address of a document asks the same question as ours."""
    owner_id = document.owner_page_id
    if owner_id is not None and not visibility.can_see_page_id(request.user, owner_id):
        raise Http404


@hooks.register("construct_homepage_panels")
def what_can_be_done(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TasksPanel())


# Staff who write need neither Wagtail's own news nor reports on locks and workflows that nobody uses here.
ADMINISTRATORS_ONLY = {"help", "reports", "snippets"}


@hooks.register("construct_main_menu")
def only_what_staff_need(request: HttpRequest, menu_items: list[Any]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in ADMINISTRATORS_ONLY]


@hooks.register("construct_page_action_menu")
def publish_first(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """“Publish” is the button, “Save draft” behind its arrow: nobody should have to look for the one that counts."""
    for position, item in enumerate(menu_items):
        if item.name == "action-publish":
            menu_items.insert(0, menu_items.pop(position))
            return


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def files_that_may_be_seen(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Editors choose among the files that they may see: none of a visit whose report is still being written."""
    return files.filter(Q(owner_page=None) | Q(owner_page__in=visibility.visible_pages(request.user).values("pk")))
