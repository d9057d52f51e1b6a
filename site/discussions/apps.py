from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        # The package's receiver adds a thread's replies to its ancestors' counts again at every save, and makes
        # hidden replies public. It connects in its own ready(), which runs before ours: see INSTALLED_APPS.
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="discussions.Comment")
