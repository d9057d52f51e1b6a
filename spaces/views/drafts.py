"""Reading a draft beside its text: remarks, amendments, decisions, resources, history, comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discussions.enums import CommentState
from discussions.models import Comment
from spaces import articles, decisions, reading, services
from spaces.models import ResourcePage
from spaces.views.entry import specification_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.models import PageVersion
    from spaces.models import SpecificationPage

REMARKS_PER_PAGE = 30
PROPOSALS_PER_PAGE = 30


@require_safe
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every discussion of the draft, in the order of the text; all, or only those that wait."""
    page = specification_or_404(request, pk)
    frame = reading.specification_frame(page, request.user, "remarks")
    found = Comment.objects.for_page(page).roots()
    state = "open" if request.GET.get("state") == "open" else ""
    if state:
        found = found.filter(state=CommentState.OPEN, is_removed=False)
    place = {article.id: position for position, article in enumerate(page.article_list)}
    keys = sorted(
        found.order_by("submit_date", "pk").values_list("pk", "article_id", "target"),
        # What is said about an amendment stands behind what is said about its article.
        key=lambda row: (place.get(str(row[1]), -1), row[2]),
    )
    pages = Paginator([pk for pk, _article, _target in keys], REMARKS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "pages": pages,
        "groups": _threads(page, list(pages.object_list), frame["can_comment"]),
        "state": state,
    }
    return render(request, "spaces/remarks.html", context)


def _threads(page: SpecificationPage, ids: list[int], can_comment: bool) -> list[dict[str, Any]]:
    """The discussions with these first comments, grouped by the article or amendment they are about. Three queries."""
    labels = {article.id: article for article in page.article_list}
    people = ("user__organisation", "closed_by", "closed_in")
    roots = {root.pk: root for root in Comment.objects.filter(pk__in=ids).select_related(*people)}
    replies: dict[int, list[Comment]] = {}
    below = Comment.objects.filter(page_id=page.pk, thread_id__in=ids, level__gt=0)
    for reply in below.select_related(*people).order_by("thread_id", "order"):
        replies.setdefault(reply.thread_id, []).append(reply)
    about = {proposal.target_key: proposal for proposal in page.proposals.all()}
    groups: list[dict[str, Any]] = []
    for key in ids:
        root = roots[key]
        article_id = str(root.article_id) if root.article_id else ""
        if not groups or groups[-1]["id"] != (article_id, root.target):
            proposal = about.get(root.target)
            groups.append(
                {
                    "id": (article_id, root.target),
                    "article": None if proposal else labels.get(article_id),
                    "proposal": proposal,
                    "can_comment": can_comment and (proposal is None or proposal.is_open),
                    "label": root.article_label,
                    "comments": [],
                }
            )
        groups[-1]["comments"] += [root, *replies.get(root.pk, [])]
    return groups


@require_safe
def amendments(request: HttpRequest, pk: int) -> HttpResponse:
    """What people want changed: in debate first, then what became of the others."""
    page = specification_or_404(request, pk)
    frame = reading.specification_frame(page, request.user, "amendments")
    found = page.proposals.with_people().with_supports(request.user)
    waiting = list(found.open().order_by("-support_count", "number"))
    answered = Paginator(found.exclude(state="open").order_by("-decided_at", "-pk"), PROPOSALS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    labels = {article.id: article for article in page.article_list}
    for proposal in [*waiting, *answered.object_list]:
        proposal.article = labels.get(str(proposal.article_id))
    reading.count_remarks(waiting, frame["counts"])
    return render(request, "spaces/amendments.html", {**frame, "waiting": waiting, "answered": answered})


@require_safe
def decision_table(request: HttpRequest, pk: int) -> HttpResponse:
    page = specification_or_404(request, pk)
    frame = reading.specification_frame(page, request.user, "decisions")
    return render(request, "spaces/decisions.html", {**frame, "decisions": decisions.decisions_of(page)})


@require_safe
def decisions_csv(request: HttpRequest, pk: int) -> HttpResponse:
    page = specification_or_404(request, pk)
    # The mark at the beginning makes spreadsheets read the accents.
    text = "\ufeff" + decisions.to_csv(page, decisions.decisions_of(page))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = slugify(_("decisions %(title)s") % {"title": page.title})[:80]
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def resources(request: HttpRequest, pk: int) -> HttpResponse:
    page = specification_or_404(request, pk)
    frame = reading.specification_frame(page, request.user, "resources")
    found = ResourcePage.objects.live().child_of(page.space).select_related("document").order_by("title")
    context = {**frame, "resources": list(found[:200]), "families": page.families.all()}
    return render(request, "spaces/resources.html", context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions, newest first, each with what changed and why."""
    page = specification_or_404(request, pk)
    if "from" in request.GET and "to" in request.GET:
        return _chosen(request, page)
    found = page.versions.select_related("author").order_by("-number")
    pages = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {**reading.specification_frame(page, request.user, "history"), "pages": pages}
    return render(request, "spaces/history.html", context)


def _chosen(request: HttpRequest, page: SpecificationPage) -> HttpResponse:
    """Two versions chosen in the history's form, sent on to their lasting address."""
    try:
        first, last = sorted((int(request.GET["from"]), int(request.GET["to"])))
    except ValueError as error:
        raise Http404 from error
    if first < 0:
        raise Http404
    return redirect("spaces:compare", pk=page.pk, before=first, after=last)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The text as it was in one version."""
    page = specification_or_404(request, pk)
    found = _version(page, number)
    context = {
        **reading.specification_frame(page, request.user, ""),
        "shown": found,
        "articles": [a for a in services.articles_of(found.revision) if not a.retired],
    }
    return render(request, "spaces/version.html", context)


@require_safe
def compare(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """What changed between two versions, word by word; of one article with ``?article=``."""
    page = specification_or_404(request, pk)
    first, last = _version(page, before), _version(page, after)
    changes = articles.compare(services.articles_of(first.revision), services.articles_of(last.revision))
    only = request.GET.get("article", "")
    if only:
        changes = [change for change in changes if change.article.id == only]
        if not changes:
            raise Http404
    changed = [change for change in changes if change.is_change]
    context = {
        **reading.specification_frame(page, request.user, ""),
        "before": first,
        "after": last,
        "only": changes[0].article if only else None,
        "changes": changed,
        "unchanged": len(changes) - len(changed),
        "insertions": sum(change.insertions for change in changed),
        "deletions": sum(change.deletions for change in changed),
        "notes": page.versions.filter(number__gt=first.number, number__lte=last.number).select_related("author"),
    }
    return render(request, "spaces/compare.html", context)


def _version(page: SpecificationPage, number: int) -> PageVersion:
    found: PageVersion = get_object_or_404(page.versions.select_related("revision", "author"), number=number)
    return found
