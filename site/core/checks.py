"""House rules as system checks: a mistake shows at start-up, not in production."""

from typing import Any

from django.apps import apps
from django.core import checks
from wagtail.models import Page


@checks.register(checks.Tags.models)
def pages_share_the_base(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A page that does not extend BasePage would have no access keyword of its own and no language rule."""
    from core.models import BasePage

    return [
        checks.Error(f"{model._meta.label} must extend core.models.BasePage", id="core.E001", obj=model)
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not issubclass(model, BasePage)
    ]
