"""What the drafts add to the evidence trail of a criterion: which articles take it up, what was changed in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guidance.trail import TrailItem, citations_of
from spaces.enums import ProposalState
from spaces.models import Proposal, SpecificationPage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from core.visibility import Reader
    from spaces.articles import Article


def articles_that_cite(criterion_ids: Collection[int], user: Reader) -> Iterable[TrailItem]:
    """Articles of drafts that ``user`` may read, and the amendments accepted on them. Few queries, always as many."""
    ids = {page_id for _criterion, page_id, _path in citations_of(criterion_ids)}
    drafts = SpecificationPage.objects.visible_to(user).filter(pk__in=ids).select_related("locale")
    citing: dict[str, tuple[SpecificationPage, Article]] = {}
    for page in drafts:
        url = page.get_absolute_url()
        for article in page.live_articles:
            if article.criterion_id in criterion_ids:
                citing[article.id] = (page, article)
                yield TrailItem(
                    criterion_id=article.criterion_id,
                    device="space",
                    label=_("Cited in a draft"),
                    text=_("%(title)s, article %(number)s") % {"title": page.title, "number": article.number},
                    url=f"{url}#{article.anchor}",
                    date=page.last_published_at,
                    language=page.language,
                )
    yield from _accepted(citing)


def _accepted(citing: dict[str, tuple[SpecificationPage, Article]]) -> Iterable[TrailItem]:
    if not citing:
        return
    found: dict[str, list[Proposal]] = defaultdict(list)
    accepted = Proposal.objects.filter(
        page_id__in={page.pk for page, _article in citing.values()},
        article_id__in=list(citing),
        state__in=[ProposalState.ACCEPTED, ProposalState.ACCEPTED_IN_PART],
    )
    for proposal in accepted:
        found[str(proposal.article_id)].append(proposal)
    for article_id, proposals in found.items():
        page, article = citing[article_id]
        for proposal in proposals:
            yield TrailItem(
                criterion_id=article.criterion_id,
                device="space",
                label=_("Amendment accepted"),
                text=_("%(title)s, article %(number)s") % {"title": page.title, "number": article.number},
                url=proposal.get_absolute_url(),
                date=proposal.decided_at,
                language=page.language,
            )
