from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.core_tags import paragraphs

register = template.Library()

# After escaping: what stands between double square brackets is for the buyer to fill in.
_VARIABLE = re.compile(r"\[\[(.+?)\]\]")


@register.filter
def clause(text: str) -> SafeString:
    """A clause as paragraphs, with the places to fill in marked; single brackets remain when it is copied."""
    return mark_safe(_VARIABLE.sub(r"<mark>[\1]</mark>", paragraphs(text)))
