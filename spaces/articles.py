"""Articles of a specification as readers meet them: numbered, in order, and compared from version to version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.text import Segment, count_changes, word_difference
from spaces.blocks import blank_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of one version. ``id`` is the same in all of them; ``number`` is this version's."""

    id: str
    number: str = ""
    title: str = ""
    level: int = 1
    kind: str = ""
    text: str = ""
    criterion_id: Any = None
    rationale: str = ""
    negotiable: bool = True
    retired: bool = False

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def anchor(self) -> str:
        return self.id

    def same_wording(self, other: Article) -> bool:
        """Whether a reader would find nothing changed: place and number may differ."""
        return replace(self, number="", level=1) == replace(other, number="", level=1)


def read(raw: Iterable[Mapping[str, Any]]) -> list[Article]:
    """Articles from the raw data of the stream, numbered 1, 1.1, 1.1.1. Retired articles have no number."""
    articles: list[Article] = []
    counters = [0, 0, 0]
    for item in raw:
        if item["type"] != "article":
            continue
        value = {**blank_article(), **item["value"]}
        level = min(max(int(value["level"] or 1), 1), 3)
        number = ""
        if not value["retired"]:
            # A sub-article with no article above it would be "0.1": it counts as the first level it can have.
            while level > 1 and counters[level - 2] == 0:
                level -= 1
            counters[level - 1] += 1
            counters[level:] = [0] * (3 - level)
            number = ".".join(str(counter) for counter in counters[:level])
        articles.append(
            Article(
                id=str(item["id"]),
                number=number,
                title=value["title"],
                level=level,
                kind=value["kind"],
                text=value["text"] or "",
                criterion_id=value["criterion"] or None,
                rationale=value["rationale"] or "",
                negotiable=bool(value["negotiable"]),
                retired=bool(value["retired"]),
            )
        )
    return articles


def to_json(items: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(list(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """What became of one article between two versions. ``status``: new, retired, restored, gone, changed, same."""

    before: Article | None
    after: Article | None
    status: str
    moved: bool = False
    title: list[Segment] = field(default_factory=list)
    text: list[Segment] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0
    other_fields: bool = False

    @property
    def article(self) -> Article:
        article = self.after or self.before
        assert article is not None  # noqa: S101
        return article

    @property
    def is_change(self) -> bool:
        return self.status != "same" or self.moved


def compare(before: Sequence[Article], after: Sequence[Article]) -> list[ArticleChange]:
    """Every article of either version, in the order of the later one; those that are gone come last."""
    old = {article.id: article for article in before}
    new = {article.id: article for article in after}
    moved = _moved([a.id for a in before if a.id in new], [a.id for a in after if a.id in old])
    changes = [_change(old.get(article.id), article, moved=article.id in moved) for article in after]
    changes += [_change(article, None, moved=False) for article in before if article.id not in new]
    return changes


def _change(before: Article | None, after: Article | None, *, moved: bool) -> ArticleChange:
    title = _difference(before.title if before else "", after.title if after else "")
    text = _difference(before.text if before else "", after.text if after else "")
    insertions, deletions = (sum(pair) for pair in zip(count_changes(title), count_changes(text), strict=True))
    other = False
    if before is None:
        status = "new"
    elif after is None:
        status = "gone"
    elif after.retired and not before.retired:
        status = "retired"
    elif before.retired and not after.retired:
        status = "restored"
    else:
        other = not before.same_wording(after) and not (insertions or deletions)
        status = "same" if before.same_wording(after) else "changed"
        moved = moved or before.level != after.level
    return ArticleChange(
        before=before,
        after=after,
        status=status,
        moved=moved,
        title=title,
        text=text,
        insertions=insertions,
        deletions=deletions,
        other_fields=other,
    )


def _difference(before: str, after: str) -> list[Segment]:
    if before == after:
        return [Segment("equal", after)] if after else []
    return word_difference(before, after)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest articles whose move explains the new order: all but a longest run that kept its order."""
    place = {article_id: index for index, article_id in enumerate(before)}
    order = [place[article_id] for article_id in after]
    if order == sorted(order):
        return set()
    best: list[int] = []
    previous: list[int] = []
    for i, value in enumerate(order):
        candidates = [j for j in range(i) if order[j] < value]
        j = max(candidates, key=lambda k: best[k], default=-1)
        best.append(best[j] + 1 if j >= 0 else 1)
        previous.append(j)
    keep: set[int] = set()
    i = max(range(len(order)), key=lambda k: best[k], default=-1)
    while i >= 0:
        keep.add(i)
        i = previous[i]
    return {article_id for index, article_id in enumerate(after) if index not in keep}
