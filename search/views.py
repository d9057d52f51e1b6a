from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search import results, suggestions


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = results.read(request.GET, user=request.user, language=_language())
    response = render(request, "search/search.html", {"results": results.find(asked, user=request.user)})
    if not request.user.is_authenticated:
        # Each search is answered anew: by whichever engine is well, and seen by those who count what is not found.
        response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles for what is being typed, as a list to put under the box. What members see is kept by no browser."""
    groups = suggestions.suggest(request.GET.get("q", ""), user=request.user, language=_language())
    number = sum(len(group.suggestions) for group in groups)
    response = render(request, "search/suggestions.html", {"groups": groups, "number": number})
    return _kept_a_minute(request, response)


def _language() -> str:
    return get_language() or "fr"


def _kept_a_minute(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing of it is for search engines; the answer to an anonymous reader may stay in their browser a while."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "private, max-age=60"
    patch_vary_headers(response, ["Cookie"])
    return response
