from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core import visibility
from core.models import PageVersion
from guidance.comparison import compare as compare_pages
from guidance.comparison import page_at
from guidance.models import Criterion, GuidancePage
from guidance.trail import Trail, trails

TRAIL_PER_SCREEN = 30


@require_safe
def criterion(request: HttpRequest, uid: str) -> HttpResponse:
    """A criterion's lasting address: its place on its page, or, once retired, its last wording."""
    found = get_object_or_404(Criterion.objects.with_texts(), uid=uid.upper())
    if not found.is_retired and found.text is not None and found.text.live:
        return redirect(found)
    return render(request, "guidance/criterion.html", _criterion_context(request, found))


@require_safe
def criterion_trail(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole story of one criterion, as far as the reader may see it."""
    found = get_object_or_404(Criterion.objects.with_texts(), uid=uid.upper())
    return render(request, "guidance/trail.html", _criterion_context(request, found))


def _criterion_context(request: HttpRequest, found: Criterion) -> dict[str, Any]:
    trail = trails([found.pk], request.user).get(found.pk, Trail())
    items = Paginator(trail.items, TRAIL_PER_SCREEN).get_page(request.GET.get("page"))
    return {"criterion": found, "text": found.text, "trail": trail, "items": items}


@require_safe
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    """Every publication with its note; two of them chosen lead to their comparison's lasting address."""
    page = _page(request, page_id)
    published = list(page.versions.select_related("author"))
    numbers = {str(version.number) for version in published}
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before in numbers and after in numbers:
        return redirect("guidance:compare", page.pk, int(before), int(after))
    return render(request, "guidance/history.html", {"page": page, "versions": published})


@require_safe
def version(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """The page as it was published under ``number``."""
    page = _page(request, page_id)
    found = _version(page, number)
    then = page_at(found)
    is_current = page.current_version is not None and found.number == page.current_version.number
    context = {"page": page, "then": then, "version": found, "is_current": is_current}
    return render(request, "guidance/version.html", context)


@require_safe
def compare(request: HttpRequest, page_id: int, before: int, after: int) -> HttpResponse:
    page = _page(request, page_id)
    if before > after:
        return redirect("guidance:compare", page.pk, after, before)
    old, new = _version(page, before), _version(page, after)
    found = compare_pages(page_at(old), page_at(new))
    insertions, deletions = found.counts
    return render(
        request,
        "guidance/compare.html",
        {
            "page": page,
            "before": old,
            "after": new,
            "comparison": found,
            "insertions": insertions,
            "deletions": deletions,
        },
    )


def _page(request: HttpRequest, page_id: int) -> GuidancePage:
    page: GuidancePage = visibility.get_visible_or_404(
        GuidancePage.objects.select_related("locale"), request.user, pk=page_id
    )
    return page


def _version(page: GuidancePage, number: int) -> PageVersion:
    found = PageVersion.objects.filter(page_id=page.pk, number=number).select_related("revision", "author").first()
    if found is None:
        raise Http404
    return found
