from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def lesson_actions(actions: object) -> None:
    actions.register_action("lessons.submit", _("Submit a lesson"), _("Lesson submitted"))  # type: ignore[attr-defined]
    actions.register_action("lessons.approve", _("Approve a lesson"), _("Lesson approved"))  # type: ignore[attr-defined]
    actions.register_action("lessons.send_back", _("Send a lesson back"), _("Lesson sent back"))  # type: ignore[attr-defined]
