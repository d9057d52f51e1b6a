from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def discussion_actions(actions: Any) -> None:
    actions.register_action("discussions.hide", _("Take a comment off"), _("Comment taken off"))
