from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.core_tags import paragraphs
from core.text import Segment
from spaces import decisions

if TYPE_CHECKING:
    from spaces.models import Proposal

register = template.Library()

_OPEN, _CLOSE = "\ue000", "\ue001"
_SHORTEST_QUOTE = 4


@register.filter
def paragraphs_marked(text: str, quotes: Iterable[str]) -> SafeString:
    """As ``paragraphs``, with the words that remarks quote marked where they still stand."""
    text = (text or "").replace(_OPEN, "").replace(_CLOSE, "")
    spans: list[tuple[int, int]] = []
    for quote in quotes or ():
        wanted = quote.strip().lstrip("-–• ")
        start = text.find(wanted) if len(wanted) >= _SHORTEST_QUOTE and "\n" not in wanted else -1
        end = start + len(wanted)
        if start >= 0 and all(end <= other or start >= stop for other, stop in spans):
            spans.append((start, end))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    return mark_safe(paragraphs(text).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))


@register.simple_tag
def change_words(insertions: int, deletions: int) -> str:
    """“1 deletion, 2 additions”; what is not there is not said."""
    parts = []
    if deletions:
        parts.append(ngettext("%(count)s deletion", "%(count)s deletions", deletions) % {"count": deletions})
    if insertions:
        parts.append(ngettext("%(count)s addition", "%(count)s additions", insertions) % {"count": insertions})
    return ", ".join(parts) or _("no word changed")


@register.simple_tag
def changes_url(proposal: Proposal, page: Any) -> str:
    """The comparison that shows what a decided proposal did to the text, if it did something."""
    return decisions.effect_url(page, proposal.version, str(proposal.article_id or ""))


@register.filter
def only_changes(segments: Sequence[Segment]) -> bool:
    return any(segment.op != "equal" for segment in segments)
