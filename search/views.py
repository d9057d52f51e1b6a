from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search import results


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = results.read(request.GET, user=request.user, language=get_language() or "fr")
    return render(request, "search/search.html", {"results": results.find(asked, user=request.user)})
