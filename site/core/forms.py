from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from core.text import clean_text
from core.widgets import CountedTextarea


class FormRenderer(TemplatesSetting):
    """Every form of the site through one field template: label, hint, error above the input."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"


class CleanTextField(forms.CharField):
    """A text field that drops control characters and blank edges before it measures the length."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("This field is required."),
        "max_length": _("The text has %(show_value)d characters; at most %(limit_value)d fit."),
    }

    def __init__(self, *, max_length: int, rows: int | None = None, **kwargs: Any) -> None:
        if rows is not None:
            kwargs.setdefault("widget", CountedTextarea(attrs={"rows": rows, "maxlength": max_length}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again when the form comes back is what would have been kept."""
        return clean_text(data) if isinstance(data, str) else data
