from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home import querysets


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "home/site_map.html", {"entries": querysets.site_map(request.user)})
