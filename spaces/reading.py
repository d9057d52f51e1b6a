"""What the pages of this room show, fetched in a fixed number of queries whatever their size.

Models hand themselves in: this module knows how to lay out, not what a page is.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models.base import localised_path
from discussions import rules as discussion_rules
from discussions.enums import CommentState
from discussions.forms import CommentForm
from discussions.models import Comment
from discussions.targets import Target
from guidance.models import Criterion
from spaces.enums import Phase, SpaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from accounts.models import User
    from spaces.articles import Article
    from spaces.models import ResourcePage, SpaceIndexPage, SpacePage, SpecificationPage

    Reader = User | AnonymousUser

# Notes shown beside an article; the rest of its discussion is one step away.
NOTES_PER_ARTICLE = 2
SPACES_PER_PAGE = 12


def index_of_spaces(page: SpaceIndexPage, spaces: Any, specifications: Any, request: HttpRequest) -> dict[str, Any]:
    """The spaces that the reader may open, theirs first, with the state of their drafts."""
    user: Any = request.user
    tag = request.GET.get("tag", "")[:100]
    found = spaces.objects.child_of(page).visible_to(user)
    if tag:
        found = found.filter(tagged_items__tag__slug=tag)
    mine = request.GET.get("mine") == "1" and user.is_authenticated
    if mine:
        found = found.filter(memberships__user=user)
    found = found.annotate(member_count=Count("memberships", distinct=True)).order_by("-last_published_at", "pk")
    pages = Paginator(found, SPACES_PER_PAGE).get_page(request.GET.get("page"))
    rows = list(pages.object_list)
    drafts = drafts_of(rows, specifications)
    return {
        "pages": pages,
        "cards": [{"space": space, **_space_facts(space, drafts.get(space.path, []))} for space in rows],
        "tag": tag,
        "mine": mine,
        "can_create": user.is_authenticated and user.is_agent,
    }


def drafts_of(spaces: Sequence[SpacePage], specifications: Any) -> dict[str, list[SpecificationPage]]:
    """Drafts by their space's path, each with ``remark_count`` and ``waiting_count``; three queries at most."""
    if not spaces:
        return {}
    below = reduce(or_, (Q(path__startswith=space.path) for space in spaces))
    drafts = list(specifications.objects.live().filter(below).order_by("path"))
    counts = {
        row["page_id"]: row
        for row in Comment.objects.roots()
        .filter(page_id__in=[draft.pk for draft in drafts], is_removed=False)
        .order_by()
        .values("page_id")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state=CommentState.OPEN)))
    }
    by_space: dict[str, list[SpecificationPage]] = defaultdict(list)
    parents = {space.path: space for space in spaces}
    for draft in drafts:
        row = counts.get(draft.pk, {"total": 0, "waiting": 0})
        draft.remark_count, draft.waiting_count = row["total"], row["waiting"]
        draft.facts = draft_facts(draft)
        draft.state_text, draft.state_tone = draft_state(draft)
        path = draft.path[: -draft.steplen]
        draft.space = parents[path]
        by_space[path].append(draft)
    return by_space


def draft_facts(draft: Any) -> list[str]:
    facts = []
    if draft.remark_count:
        facts.append(
            ngettext("%(count)s remark", "%(count)s remarks", draft.remark_count) % {"count": draft.remark_count}
        )
    if draft.waiting_count:
        facts.append(
            ngettext("%(count)s unanswered", "%(count)s unanswered", draft.waiting_count)
            % {"count": draft.waiting_count}
        )
    return facts


def draft_state(draft: SpecificationPage) -> tuple[str, str]:
    """The state of a draft in words, with its date, and the tone of the dot beside them."""
    if draft.silent:
        return _("Procedure open: comments closed"), "closed"
    phase = draft.current_phase
    day = draft.phase_date(phase)
    when = date_format(day, "MONTH_DAY_FORMAT") if day else ""
    if phase == Phase.COMMENTS:
        return (_("Comments open until %(day)s") % {"day": when} if when else _("Comments open")), "open"
    if phase == Phase.WRITING:
        return _("Being written"), "draft"
    if phase == Phase.ANSWERS:
        return (_("Answers by %(day)s") % {"day": when} if when else _("Answers being written")), "info"
    if phase == Phase.FROZEN:
        return (_("Text frozen on %(day)s") % {"day": when} if when else _("Text frozen")), "closed"
    return (_("Published on %(day)s") % {"day": when} if when else _("Published")), "done"


def space_kind_words(kind: str) -> str:
    return {
        SpaceKind.MEMBERS: _("Read by its members only"),
        SpaceKind.AGENTS: _("Read by every agent"),
        SpaceKind.PUBLIC: _("Public: everybody reads the same"),
    }[SpaceKind(kind)]


def _space_facts(space: Any, drafts: list[Any]) -> dict[str, Any]:
    # The state that asks most of the reader speaks for the space.
    order = {"open": 0, "info": 1, "draft": 2, "done": 3, "closed": 4}
    first = min(drafts, key=lambda draft: order[draft.state_tone], default=None)
    facts = [space_kind_words(space.kind)]
    if drafts:
        facts.append(ngettext("%(count)s draft", "%(count)s drafts", len(drafts)) % {"count": len(drafts)})
    waiting = sum(draft.waiting_count for draft in drafts)
    if waiting:
        facts.append(ngettext("%(count)s unanswered", "%(count)s unanswered", waiting) % {"count": waiting})
    return {
        "facts": facts,
        "state": first.state_text if first else _("No draft yet"),
        "tone": first.state_tone if first else "draft",
    }


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "url": url} for label, url in trail]


def space_trail(page: SpacePage | SpecificationPage | ResourcePage) -> list[tuple[str, str]]:
    """The way to the space that ``page`` is or stands in."""
    index, space = page.index_page, page.space
    above = [(_("Spaces"), localised_path(index.get_url() or "/"))] if index else []
    return [*above, (space.title, space.get_absolute_url())]


def space_frame(space: SpacePage, user: Reader) -> dict[str, Any]:
    return {
        "space": space,
        "crumbs": crumbs(*space_trail(space)),
        "kind_words": space_kind_words(space.kind),
        "role": space.role_of(user),
        "can_write": space.written_by(user),
        "can_facilitate": space.facilitated_by(user),
    }


def space_at_a_glance(space: SpacePage, specifications: Any, resources: Any, user: Reader) -> dict[str, Any]:
    """The space's own page: drafts, proposals, resources, and for its members who they are."""
    frame = space_frame(space, user)
    drafts = drafts_of([space], specifications).get(space.path, [])
    space.silent_drafts = [draft for draft in drafts if draft.silent]
    facilitators = [row.user for row in space.member_rows().filter(role="facilitator")]
    proposals = list(
        space.proposals.actions().exclude(state="withdrawn").with_people().with_supports(user).order_by("-number")[:20]
    )
    counts = Comment.objects.counts_by_article(space)
    count_remarks(proposals, counts)
    return frame | {
        "drafts": drafts,
        "proposals": proposals,
        "resources": list(resources.objects.live().child_of(space).select_related("document").order_by("title")[:50]),
        "facilitators": facilitators,
        "members": space.memberships.count() if frame["role"] else None,
        "remarks": sum(total for total, _waiting in counts.values()),
        "can_comment": space.comments_open_to(user),
        "can_propose": space.proposals_open_to(user),
        "closed_note": space.comments_closed_note(),
        "tag_items": tag_items(space),
    }


def tag_items(page: Any) -> list[dict[str, str]]:
    """A page's tags, each with the way to everything else that has it."""
    try:
        search = reverse("search:search")
    except NoReverseMatch:
        return [{"label": tag.name, "url": ""} for tag in page.tags.all()]
    return [{"label": tag.name, "url": f"{search}?{urlencode({'tag': tag.name})}"} for tag in page.tags.all()]


def resource(page: ResourcePage, user: Reader) -> dict[str, Any]:
    trail = space_trail(page)
    return {
        "space": page.space,
        "crumbs": crumbs(*trail, (page.title, "")),
        "can_write": page.space.written_by(user),
        "tag_items": tag_items(page),
    }


def phases_of(page: SpecificationPage) -> list[dict[str, str]]:
    """The five steps of a draft for the phase bar, each with its date where it has one."""
    current = list(Phase).index(Phase(page.current_phase))
    steps = []
    for position, phase in enumerate(Phase):
        day = page.phase_date(phase)
        detail = ""
        if day and phase in {Phase.COMMENTS, Phase.ANSWERS} and position >= current:
            detail = _("until %(day)s") % {"day": _unbroken(day)}
        elif day and position <= current:
            detail = _unbroken(day)
        state = "current" if position == current else "done" if position < current else "todo"
        steps.append({"label": str(phase.label), "detail": detail, "state": state})
    return steps


def _unbroken(day: date) -> str:
    """“12 décembre” that no narrow column parts."""
    return date_format(day, "MONTH_DAY_FORMAT").replace(" ", "\u00a0")


def specification_frame(
    page: SpecificationPage, user: Reader, tab: str, open_amendments: int | None = None
) -> dict[str, Any]:
    """Head of every tab of a draft: where it stands, its state in words, the ways on."""
    space = page.space
    counts = Comment.objects.counts_by_article(page)
    versions = list(page.versions.select_related("author")[:2])
    if open_amendments is None:
        open_amendments = page.proposals.amendments().open().count()
    remarks = sum(total for total, _waiting in counts.values())
    waiting = sum(waiting for _total, waiting in counts.values())
    tabs = [
        ("text", _("Text"), page.get_absolute_url(), 0, ""),
        ("remarks", _("Remarks"), reverse("spaces:remarks", args=[page.pk]), remarks, ""),
        ("amendments", _("Amendments"), reverse("spaces:amendments", args=[page.pk]), open_amendments, "waiting"),
        ("decisions", _("Decisions"), reverse("spaces:decisions", args=[page.pk]), 0, ""),
        ("resources", _("Resources"), reverse("spaces:resources", args=[page.pk]), 0, ""),
        ("history", _("History"), reverse("spaces:history", args=[page.pk]), 0, ""),
    ]
    return {
        "page": page,
        "space": space,
        "tab": tab,
        "crumbs": crumbs(*space_trail(page), (page.title, page.get_absolute_url())),
        "phases": phases_of(page),
        "version": versions[0] if versions else None,
        "previous_version": versions[1] if len(versions) > 1 else None,
        "article_count": len(page.live_articles),
        "remark_count": remarks,
        "waiting_count": waiting,
        "open_amendments": open_amendments,
        "counts": counts,
        "tabs": [
            {"label": label, "url": url, "current": key == tab, "count": count, "tone": tone}
            for key, label, url, count, tone in tabs
        ],
        "silent": page.silent,
        "closed_note": page.comments_closed_note(),
        "can_comment": page.comments_open_to(user),
        "can_propose": page.proposals_open_to(user),
        "can_close": page.moderated_by(user),
        "can_hide": page.moderated_by(user) or getattr(user, "is_communications", False),
        "can_write": page.written_by(user) and page.text_is_open,
        "can_facilitate": page.facilitated_by(user),
    }


def specification_text(page: SpecificationPage, request: HttpRequest) -> dict[str, Any]:
    """The text with its margin: a row an article, its first notes, its amendments in debate."""
    user: Any = request.user
    in_debate = list(page.proposals.amendments().open().with_people().with_supports(user))
    frame = specification_frame(page, user, "text", open_amendments=len(in_debate))
    articles = page.article_list
    notes = notes_by_article(page, linked=request.GET.get("discussion", ""))
    counts: dict[str | None, tuple[int, int]] = frame["counts"]
    amendments: dict[str, list[Any]] = defaultdict(list)
    count_remarks(in_debate, counts)
    for proposal in in_debate:
        amendments[str(proposal.article_id)].append(proposal)
    criteria = criteria_of(articles)
    writing = request.GET.get("comment", "")
    form = CommentForm(initial={"quote": request.GET.get("quote", "")[:500]}) if frame["can_comment"] else None
    rows = []
    for article in articles:
        total, waiting = counts.get(article.id, (0, 0))
        beside = notes.get(article.id, [])
        shown = sum(note.level == 0 for note in beside)
        rows.append(
            {
                "article": article,
                # The level of headings below the article's own.
                "below": 3 if article.level == 1 else 4,
                "criterion": criteria.get(article.criterion_id),
                "notes": [] if article.retired else beside,
                "quotes": [note.quote for note in beside if note.quote and not note.is_removed],
                "total": total,
                "waiting": waiting,
                "more": max(total - shown, 0),
                "amendments": amendments.get(article.id, []),
                "form": form if writing == article.id and not article.retired else None,
            }
        )
    return frame | {
        "rows": rows,
        "contents": contents_of(rows),
        "general_notes": notes.get(None, []),
        "general_more": max(counts.get(None, (0, 0))[0] - sum(note.level == 0 for note in notes.get(None, [])), 0),
        "general_form": form if writing == "page" else None,
        "tag_items": tag_items(page),
    }


def named(proposal: Any) -> str:
    if proposal.is_amendment:
        return _("amendment %(number)s") % {"number": proposal.number}
    return _("proposal %(number)s") % {"number": proposal.number}


def proposal_as_target(page: Any, number: int) -> Target | None:
    """A proposal of ``page`` as something to discuss; decided or withdrawn, it takes no more comments."""
    proposal = page.proposals.filter(pk=number).first()
    return _as_target(page, proposal) if proposal else None


def _as_target(page: Any, proposal: Any) -> Target:
    with translation.override(getattr(page, "language", None) or translation.get_language()):
        label = f"{named(proposal)}, {proposal.title}"
    note = "" if proposal.is_open else _("This proposal has been decided or withdrawn: its discussion stays readable.")
    return Target(
        key=proposal.target_key,
        label=label[:1].upper() + label[1:],
        url=proposal.get_absolute_url(),
        article_id=str(proposal.article_id) if proposal.article_id else None,
        closed_note=note,
    )


def count_remarks(proposals: Iterable[Any], counts: dict[str | None, tuple[int, int]]) -> None:
    """Give each proposal how many contributions its discussion has, and how many wait for an answer."""
    for proposal in proposals:
        proposal.remark_count, proposal.waiting_count = counts.get(proposal.target_key, (0, 0))


def discussion_of(proposal: Any, page: Any, user: Reader) -> dict[str, Any]:
    """What is said about a proposal, and what the reader may add."""
    can_comment = discussion_rules.can_comment(user, page, _as_target(page, proposal))
    return {
        "comments": list(Comment.objects.for_target(page, proposal.target_key).in_thread_order()),
        "can_comment": can_comment,
        "can_close": discussion_rules.can_close(user, page),
        "can_hide": discussion_rules.can_hide(user, page),
        "comment_form": CommentForm() if can_comment else None,
        "may_log_in": proposal.is_open and not user.is_authenticated and not page.comments_closed_note(),
        "closed_note": page.comments_closed_note() if proposal.is_open else "",
    }


def notes_by_article(
    page: Any, per_article: int = NOTES_PER_ARTICLE, linked: str = ""
) -> dict[str | None, list[Comment]]:
    """The first discussions of each article with their replies, unanswered and newest first. Two queries.

    ``linked`` is the number of a discussion that is to be among them, as an address gives it.
    """
    # Longer numbers are no comment's, and more than a database takes.
    is_number = linked.isascii() and linked.isdigit() and len(linked) < 10
    first = [When(pk=int(linked), then=Value(0))] if is_number else []
    waiting_first = Case(
        *first,
        When(state=CommentState.OPEN, is_removed=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    roots = list(
        Comment.objects.for_page(page)
        .roots()
        .filter(target="")
        .annotate(
            place=Window(
                RowNumber(), partition_by=[F("article_id")], order_by=[waiting_first, F("submit_date").desc(), F("id")]
            )
        )
        .filter(place__lte=per_article)
        .select_related("user__organisation", "closed_by", "closed_in")
        .order_by("place")
    )
    replies: dict[int, list[Comment]] = defaultdict(list)
    if any(root.nested_count for root in roots):
        below = (
            Comment.objects.for_page(page)
            .filter(thread_id__in=[root.thread_id for root in roots], level__gt=0)
            .select_related("user__organisation", "closed_by", "closed_in")
            .order_by("thread_id", "order")
        )
        for reply in below:
            replies[reply.thread_id].append(reply)
    notes: dict[str | None, list[Comment]] = defaultdict(list)
    for root in roots:
        notes[str(root.article_id) if root.article_id else None] += [root, *replies[root.thread_id]]
    return notes


def criteria_of(articles: Iterable[Article]) -> dict[Any, Criterion]:
    """The criteria that the articles cite, by their key."""
    ids = {article.criterion_id for article in articles if article.criterion_id}
    return dict(Criterion.objects.in_bulk(ids)) if ids else {}


def contents_of(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    items = []
    for row in rows:
        article, total, waiting = row["article"], row["total"], row["waiting"]
        if article.retired:
            continue
        items.append(
            {
                "url": f"#{article.anchor}",
                "number": article.number,
                "label": article.title,
                "level": article.level,
                "count": total + len(row["amendments"]),
                "tone": "unanswered" if waiting > 2 else "waiting" if waiting else "",
            }
        )
    return items
