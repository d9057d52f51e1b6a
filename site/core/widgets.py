from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ChoiceTiles(forms.RadioSelect):
    """Radio buttons as tiles that can be touched anywhere. ``wide=True`` puts one below the other."""

    template_name = "components/choice_tiles.html"

    def __init__(self, *args: object, wide: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.wide = wide

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context: dict[str, object] = super().get_context(name, value, attrs)
        context["wide"] = self.wide
        return context


class CountedTextarea(forms.Textarea):
    """A text area that says how many characters are left, by script; without script the limit is in the hint."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        words = {"data-count": _("%s characters left"), "data-count-over": _("%s characters too many")}
        super().__init__({**words, **(attrs or {})})
