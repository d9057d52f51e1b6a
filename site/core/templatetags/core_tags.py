from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from core.models.base import localised_path

register = template.Library()

# A longer address (a question of three hundred letters) is not come back to.
MAX_BACK = 500
_CHECKED = mark_safe(" checked")
_LIST_ITEM = re.compile(r"^\s*[-–•]\s+")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline of the sprite, for the eye only: the word beside it says the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def facet_options(options: Sequence[Mapping[str, Any]], name: str, kind: str) -> SafeString:
    """The lines of a facet: a page of results has up to two hundred, and a loop in a template took a fifth of its time.

    ``kind`` is ``radio`` or ``checkbox``; each option has a value, a label, a count, and ``checked`` if it is.
    """
    return format_html_join(
        "",
        '<li><label class="facet-list__option"><input type="{}" name="{}" value="{}"{}>'
        '<span class="facet-list__label">{}</span><span class="facet-list__count">{}</span></label></li>',
        (
            (
                kind,
                name,
                option["value"],
                _CHECKED if option.get("checked") else "",
                option["label"],
                option["count"] if option["count"] < 1_000 else intcomma(option["count"]),
            )
            for option in options
        ),
    )


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as people type it: blank lines part paragraphs, lines that begin with a dash make a list."""
    blocks = []
    for block in re.split(r"\n\s*\n", (text or "").strip()):
        for is_list, lines in groupby(
            filter(str.strip, block.split("\n")), key=lambda line: bool(_LIST_ITEM.match(line))
        ):
            if is_list:
                items = (escape(_LIST_ITEM.sub("", line)) for line in lines)
                blocks.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
            else:
                blocks.append("<p>" + "<br>".join(escape(line.strip()) for line in lines) + "</p>")
    return mark_safe("".join(blocks))


@register.simple_tag(takes_context=True)
def querystring_with(context: dict[str, Any], **changes: Any) -> str:
    """The current address's query with ``changes``; None takes a parameter away. Always drops ``page``."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        elif isinstance(value, (list, tuple)):
            params.setlist(key, [str(item) for item in value])
        else:
            params[key] = str(value)
    return "?" + urlencode(list(params.lists()), doseq=True)


@register.simple_tag(takes_context=True)
def log_in_url(context: dict[str, Any]) -> str:
    """To the log-in and back to this page, by way of the questions that newcomers are asked."""
    request = context.get("request")
    path = reverse("account_login")
    if request is None or request.method not in ("GET", "HEAD"):
        return path
    account = path.removesuffix("login/")
    # On the way in already: wherever that leads.
    back = request.GET.get("next", "") if request.path.startswith(account) else request.get_full_path()
    if not back or back == f"/{get_language()}/" or len(back) > MAX_BACK:
        return path
    arrived = reverse("accounts:after_login")
    onward = back if back.startswith(arrived) else f"{arrived}?{urlencode({'next': back})}"
    return f"{path}?{urlencode({'next': onward})}"


@register.filter
def in_language(path: str) -> str:
    """``path`` under the reader's language, for addresses that exist under every one."""
    return localised_path(path, get_language())


@register.filter
def lang_if_other(language: str) -> SafeString:
    """`` lang="fr"`` when the passage is not in the page's language, else nothing."""
    if language and language != get_language():
        return mark_safe(f' lang="{conditional_escape(language)}"')
    return mark_safe("")


@register.filter
def is_other_language(language: str) -> bool:
    return bool(language) and language != get_language()


@register.filter
def written_in(language: str) -> str:
    """“in French”, for the eye, where ``lang`` says it to the ear."""
    return {"fr": gettext("in French"), "en": gettext("in English")}.get(language, language)
