from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from guidance.models import Criterion


@require_safe
def criterion(request: HttpRequest, uid: str) -> HttpResponse:
    """A criterion's lasting address: its place on its page, or, once retired, its last wording."""
    found = get_object_or_404(Criterion.objects.with_texts(), uid=uid.upper())
    text = found.text
    if not found.is_retired and text is not None and text.live:
        return redirect(found)
    return render(request, "guidance/criterion.html", {"criterion": found, "text": text})
