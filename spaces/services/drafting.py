"""Writing a specification together: each saved change is the next version, with its note."""

from __future__ import annotations

import copy
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core import versions
from core.models import PageVersion
from core.text import clean_text
from spaces import articles
from spaces.articles import Article
from spaces.blocks import blank_article
from spaces.enums import LIVE_PHASES, Phase
from spaces.models import Proposal, SpecificationPage
from spaces.services.errors import ArticleConflictError, RefusedError, UnansweredError
from spaces.slugs import free_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from accounts.models import User
    from spaces.models import SpacePage

NOTE_LENGTH = 300
ARTICLE_FIELDS = frozenset(blank_article())


@transaction.atomic
def create_specification(
    *,
    space: SpacePage,
    author: User,
    title: str,
    note: str = "",
    tags: Sequence[str] = (),
    families: Iterable[Any] = (),
    initial_articles: Iterable[Mapping[str, Any]] = (),
    slug: str = "",
    at: datetime | None = None,
    **fields: Any,
) -> SpecificationPage:
    """Begin a draft; what it begins with is version 1.

    ``initial_articles``: values of articles, each with an ``id`` or not. ``fields``: the page's own fields.
    """
    versions.lock(space)
    space.refresh_from_db()
    page = SpecificationPage(title=clean_text(title), slug=slug or free_slug(space, title), owner=author, **fields)
    page.articles = json.dumps([_item(values, values.get("id")) for values in initial_articles])
    space.add_child(instance=page)
    page.families.set(families)
    page.tags.set(tags)
    page.save()
    versions.publish_version(
        page=page, author=author, note=_note(note or _("First version")), base_revision_id=None, at=at
    )
    return SpecificationPage.objects.get(pk=page.pk)


@transaction.atomic
def change_specification(
    *,
    page: SpecificationPage,
    by: User,
    base_revision_id: int | None,
    tags: Sequence[str] | None = None,
    families: Iterable[Any] | None = None,
    **fields: Any,
) -> SpecificationPage:
    """Change what a draft says of itself: dates, links, families. No new version: the text stays as it is.

    Raises ``StaleEditError`` when somebody saved meanwhile.
    """
    versions.refuse_stale(page, base_revision_id)
    page = SpecificationPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, clean_text(value) if isinstance(value, str) else value)
    if tags is not None:
        page.tags.set(tags)
    if families is not None:
        page.families.set(families)
    return _save_settings(page, by)


@transaction.atomic
def set_phase(*, page: SpecificationPage, by: User, phase: str, until: Any = None) -> SpecificationPage:
    """Move a draft to ``phase``; ``until`` is the last day of the comments or of the answers.

    Raises ``UnansweredError`` when the text would be frozen while somebody waits for an answer, and
    ``RefusedError`` when a published text would be written again.
    """
    versions.lock(page)
    page = SpecificationPage.objects.get(pk=page.pk)
    if phase not in LIVE_PHASES and page.phase in LIVE_PHASES:
        waiting = unanswered(page)
        if any(waiting.values()):
            raise UnansweredError(_("Some remarks or amendments have no answer yet."))
    if page.phase == Phase.PUBLISHED and phase != Phase.PUBLISHED:
        raise RefusedError(_("This text is published with its procedure: begin a new draft instead."))
    today = timezone.localdate()
    page.phase = phase
    if phase == Phase.COMMENTS:
        if until is not None and until < today:
            raise RefusedError(_("The last day of the comments is in the past."))
        page.comments_until = until
    elif phase == Phase.ANSWERS:
        page.answers_until = until
        if page.comments_until and page.comments_until > today:
            page.comments_until = today
    elif phase == Phase.FROZEN:
        page.frozen_on = today
    elif phase == Phase.PUBLISHED:
        page.frozen_on = page.frozen_on or today
        page.published_on = today
    return _save_settings(page, by)


def unanswered(page: SpecificationPage) -> dict[str, list[Any]]:
    """Who still waits: ``comments`` and ``proposals`` that nobody has answered."""
    from discussions.models import Comment

    return {
        "comments": list(Comment.objects.for_page(page).filter(state="open", level=0)),
        "proposals": list(page.proposals.open().with_people()),
    }


@transaction.atomic
def add_article(
    *,
    page: SpecificationPage,
    author: User,
    values: Mapping[str, Any],
    note: str,
    after: str | None = None,
    article_id: str | None = None,
    at: datetime | None = None,
) -> Article:
    """Write a new article behind ``after`` and what is below it; at the end when None, first when ``""``."""
    current = _open_text(page)
    raw = _raw(current)
    item = _item(values, article_id)
    raw.insert(_place(raw, after), item)
    _publish(current, raw, author=author, note=note, at=at)
    added = current.article(item["id"])
    assert added is not None  # noqa: S101
    return added


@transaction.atomic
def edit_article(
    *,
    page: SpecificationPage,
    article_id: str,
    author: User,
    values: Mapping[str, Any],
    note: str,
    base_revision_id: int | None,
    at: datetime | None = None,
) -> PageVersion | None:
    """Give an article other words. None when nothing changed: no version is made of nothing.

    Raises ``ArticleConflictError`` if this article was changed after ``base_revision_id``.
    """
    current = _open_text(page)
    article = _live_article(current, article_id)
    refuse_changed(current, article, base_revision_id)
    raw = _raw(current)
    item = next(item for item in raw if item["id"] == article.id)
    changed = {**blank_article(), **item["value"], **_values(values)}
    if changed == {**blank_article(), **item["value"]}:
        return None
    item["value"] = changed
    return _publish(current, raw, author=author, note=note, at=at)


@transaction.atomic
def retire_article(
    *,
    page: SpecificationPage,
    article_id: str,
    author: User,
    note: str,
    base_revision_id: int | None,
    at: datetime | None = None,
) -> PageVersion:
    """Take an article out of the text. It stays readable with all that was said about it, and can come back."""
    current = _open_text(page)
    article = _live_article(current, article_id)
    refuse_changed(current, article, base_revision_id)
    return _set_retired(current, article.id, True, author=author, note=note, at=at)


@transaction.atomic
def restore_article(
    *, page: SpecificationPage, article_id: str, author: User, note: str, at: datetime | None = None
) -> PageVersion:
    current = _open_text(page)
    article = current.article(article_id)
    if article is None or not article.retired:
        raise RefusedError(_("This article is not retired."))
    return _set_retired(current, article.id, False, author=author, note=note, at=at)


@transaction.atomic
def move_article(
    *,
    page: SpecificationPage,
    article_id: str,
    after: str | None,
    author: User,
    note: str,
    at: datetime | None = None,
) -> PageVersion | None:
    """Put an article, with those below it, behind ``after`` and what is below that; first when ``""``."""
    current = _open_text(page)
    _live_article(current, article_id)
    raw = _raw(current)
    before = [item["id"] for item in raw]
    start = before.index(str(article_id))
    end = _end_of_branch(raw, start)
    branch = raw[start:end]
    if after and after in {item["id"] for item in branch}:
        raise RefusedError(_("An article cannot stand below itself."))
    del raw[start:end]
    place = _place(raw, after)
    raw[place:place] = branch
    if [item["id"] for item in raw] == before:
        return None
    return _publish(current, raw, author=author, note=note, at=at)


def refuse_changed(current: SpecificationPage, article: Article, base_revision_id: int | None) -> None:
    """Raise ``ArticleConflictError`` unless ``article`` reads as it did in revision ``base_revision_id``."""
    base = article_at(current, article.id, base_revision_id)
    if base is None or not base.same_wording(article):
        raise ArticleConflictError(current, base=base, theirs=article)


def article_at(page: SpecificationPage, article_id: str, revision_id: int | None) -> Article | None:
    """An article as it stood in one of this page's own revisions."""
    revision = Revision.objects.for_instance(page).filter(pk=revision_id).first() if revision_id else None
    if revision is None:
        return None
    return next((article for article in articles_of(revision) if article.id == str(article_id)), None)


def articles_of(revision: Revision) -> list[Article]:
    """The articles of a revision, without building the whole page."""
    return articles.read(json.loads(revision.content.get("articles") or "[]"))


def locked(page: SpecificationPage) -> SpecificationPage:
    """The draft as it stands, its row locked until the transaction ends."""
    versions.lock(page)
    return SpecificationPage.objects.get(pk=page.pk)


def rewrite(
    current: SpecificationPage, article: Article, text: str, *, author: User, note: str, at: datetime | None
) -> PageVersion | None:
    """Give ``article`` of an already locked draft the words of a decision."""
    if text == article.text:
        return None
    raw = _raw(current)
    next(item for item in raw if item["id"] == article.id)["value"]["text"] = text
    return _publish(current, raw, author=author, note=note, at=at)


def _open_text(page: SpecificationPage) -> SpecificationPage:
    current = locked(page)
    if not current.text_is_open:
        raise RefusedError(_("This text is frozen: it can no longer be changed."))
    return current


def _live_article(page: SpecificationPage, article_id: object) -> Article:
    article = page.article(article_id)
    if article is None or article.retired:
        raise RefusedError(_("This article has been retired meanwhile."))
    return article


def _set_retired(
    current: SpecificationPage, article_id: str, retired: bool, *, author: User, note: str, at: datetime | None
) -> PageVersion:
    raw = _raw(current)
    next(item for item in raw if item["id"] == article_id)["value"]["retired"] = retired
    return _publish(current, raw, author=author, note=note, at=at)


def _publish(
    current: SpecificationPage, raw: list[dict[str, Any]], *, author: User, note: str, at: datetime | None
) -> PageVersion:
    note = _note(note)
    if not note:
        raise RefusedError(_("Say in a few words what changed and why."))
    current.articles = json.dumps(raw)
    version = versions.publish_version(
        page=current, author=author, note=note, base_revision_id=current.latest_revision_id, at=at
    )
    _flag_amendments(current)
    return version


def _flag_amendments(page: SpecificationPage) -> None:
    """Tell open amendments whether the words they started from still stand."""
    texts = {article.id: article.text for article in page.live_articles}
    for proposal in Proposal.objects.for_page(page).amendments().open():
        changed = texts.get(str(proposal.article_id)) != proposal.base_text
        if changed != proposal.base_changed:
            proposal.base_changed = changed
            proposal.save()


def _save_settings(page: SpecificationPage, by: User) -> SpecificationPage:
    page.full_clean()
    page.save()
    # So that the editor's side, which opens the newest revision, does not bring the old settings back.
    page.save_revision(user=by, changed=False)
    return SpecificationPage.objects.get(pk=page.pk)


def _raw(page: SpecificationPage) -> list[dict[str, Any]]:
    return [copy.deepcopy(dict(item)) for item in page.articles.raw_data]


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in values.items() if name in ARTICLE_FIELDS}
    if "level" in known:
        known["level"] = str(known["level"])
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in known.items()}


def _item(values: Mapping[str, Any], article_id: object = None) -> dict[str, Any]:
    return {
        "type": "article",
        "id": str(article_id or uuid.uuid4()),
        "value": {**blank_article(), **_values(values)},
    }


def _end_of_branch(raw: Sequence[Mapping[str, Any]], start: int) -> int:
    level = int(raw[start]["value"].get("level") or 1)
    end = start + 1
    while end < len(raw) and int(raw[end]["value"].get("level") or 1) > level:
        end += 1
    return end


def _place(raw: Sequence[Mapping[str, Any]], after: str | None) -> int:
    if after is None:
        return len(raw)
    if after == "":
        return 0
    for index, item in enumerate(raw):
        if item["id"] == after:
            return _end_of_branch(raw, index)
    raise RefusedError(_("The article after which it should stand is no longer there."))


def _note(note: str) -> str:
    return clean_text(note)[:NOTE_LENGTH]
