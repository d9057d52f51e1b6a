"""Searches that people keep, and the mails about what is new in them.

What is found is found anew with the person's rights at that very moment. News is what holds more than half of the
words (of two both): whatever has one of them comes last on the page, and would come first in a list by date. A mail
names what everybody may read; of the rest it says the number only, and the words stay on the site, where its readers
are known. It is written when it is sent: a mail that had to wait names nothing that has been hidden meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from core import mail, visibility
from core.models import OutgoingMail, PageAccess
from search import engines, facets, results
from search.engines import base
from search.enums import Alert
from search.models import AlertLetter, SavedSearch, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from search.engines.base import SearchQuery

TEMPLATE = "search/alert"
MAX_PER_PERSON = 20
# Named in a mail, of each search.
MAX_NAMED = 10
EVERY = {Alert.DAILY: timedelta(days=1), Alert.WEEKLY: timedelta(days=7)}
# A daily mail goes at about the same hour, though the worker looks a little earlier or later.
LEEWAY = timedelta(minutes=30)
_signer = Signer(salt="search.alerts")


class TooManyError(Exception):
    """Somebody keeps ``MAX_PER_PERSON`` searches already."""


def question(saved: SavedSearch, user: User) -> SearchQuery:
    """What is asked, with the rights that ``user`` has now."""
    return results.read(QueryDict(saved.query), user=user, language=saved.language)


def has_room(*, user: User) -> bool:
    return SavedSearch.objects.filter(user=user).count() < MAX_PER_PERSON


@transaction.atomic
def save(*, user: User, name: str, query: str, language: str, alert: str) -> SavedSearch:
    """Keep a search; one with the same question is kept once. New is what comes from now on."""
    # The person's row is the lock: two windows must not save the twentieth twice.
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)
    asked = results.read(QueryDict(query), user=user, language=language)
    known = results.query_string(asked)[:2000]
    saved = SavedSearch.objects.filter(user=user, query=known, language=language).first()
    if saved is None:
        if not has_room(user=user):
            raise TooManyError
        saved = SavedSearch(user=user, query=known, language=language)
    saved.name, saved.alert = name, alert
    saved.looked_at, saved.seen = timezone.now(), sorted(_rows(saved, user))
    saved.save()
    return saved


@transaction.atomic
def change_alert(*, saved: SavedSearch, alert: str) -> None:
    """From now on: what came while nobody wanted to know is not told afterwards."""
    if saved.alert == Alert.NONE and alert != Alert.NONE:
        saved.looked_at, saved.seen = timezone.now(), sorted(_rows(saved, saved.user))
    saved.alert = alert
    saved.save()


def delete(*, saved: SavedSearch) -> None:
    saved.delete()


def stop_path(saved: SavedSearch) -> str:
    return reverse("search:stop", args=[_signer.sign(str(saved.pk))])


def by_token(token: str) -> SavedSearch | None:
    """The search whose mails a link ends. A link of ours opens it without an account; no other does."""
    try:
        return SavedSearch.objects.filter(pk=_signer.unsign(token)).first()
    except BadSignature:
        return None


@dataclass(frozen=True, slots=True)
class News:
    """What a mail says of one search."""

    name: str
    path: str
    stop_path: str
    number: int
    named: list[dict[str, str]]
    # How many more there are; and those of them that only the person and their colleagues may read.
    others: int
    private: int


def send_due() -> int:
    """Write to everybody for whom something new was found; returns how many mails. Called every hour."""
    sent = 0
    people: dict[int, list[SavedSearch]] = {}
    now = timezone.now()
    for alert, every in EVERY.items():
        due = SavedSearch.objects.filter(alert=alert, looked_at__lte=now - every + LEEWAY, user__is_active=True)
        for saved in due.select_related("user").order_by("user_id", "pk"):
            people.setdefault(saved.user_id, []).append(saved)
    for searches in people.values():
        sent += _write(searches)
    return sent


@transaction.atomic
def _write(searches: list[SavedSearch]) -> int:
    """One mail for all that one person keeps. Looked at and written in one transaction: told once, whatever fails."""
    locked = SavedSearch.objects.select_for_update().filter(pk__in=[saved.pk for saved in searches])
    before = {saved.pk: saved.looked_at for saved in searches}
    user = searches[0].user
    visibility.forget(user)
    told = []
    for saved in locked.order_by("pk"):
        if saved.looked_at != before[saved.pk]:
            continue  # another worker was quicker
        rows = _rows(saved, user)
        new = [key for key in rows if key not in set(saved.seen)]
        # What was found once is never new again, even if it was gone for a while.
        saved.looked_at = timezone.now()
        saved.seen = list(dict.fromkeys([*rows, *saved.seen]))[: 3 * base.MAX_RESULTS]
        saved.save(update_fields=["looked_at", "seen"])
        if new:
            told.append((saved.pk, new))
    context = _context(user, told)
    if context is None:
        return 0
    written = mail.send(
        to=user.email, template=TEMPLATE, context=context, language=user.preferred_language, reader=user
    )
    AlertLetter.objects.create(mail=written, told=told)
    return 1


def write_anew(written: OutgoingMail) -> bool:
    """Put into a mail that is being sent what its reader may know now; False if nothing of it is left to tell."""
    letter = AlertLetter.objects.filter(mail=written).first()
    if letter is None or written.reader is None:
        return False
    visibility.forget(written.reader)
    context = _context(written.reader, letter.told)
    if context is None:
        return False
    mail.write(written, context)
    return True


def _context(user: User, told: Sequence[tuple[int, Sequence[str]]]) -> dict[str, Any] | None:
    """What the mail says of documents by key, with the rights and the titles of this moment; None if it is nothing."""
    wanted = SavedSearch.objects.filter(user=user).exclude(alert=Alert.NONE).in_bulk([pk for pk, _keys in told])
    news = []
    for pk, keys in told:
        rows = {row.key: row for row in _readable(user).filter(key__in=keys)} if pk in wanted else {}
        if rows:
            news.append(_news(wanted[pk], [rows[key] for key in keys if key in rows]))
    if not news:
        return None
    with translation.override(user.preferred_language):
        return {
            "news": news,
            "name": user.get_full_name(),
            "path": reverse("search:saved"),
            "number": sum(item.number for item in news),
        }


def _readable(user: User) -> QuerySet[SearchDocument]:
    return results.readable_documents(user).select_related(None).select_related("page")


def _rows(saved: SavedSearch, user: User) -> dict[str, SearchDocument]:
    """What the search finds for ``user`` now, by key, the latest first."""
    asked = replace(question(saved, user), sort=base.DATE, well=True, page=1, per_page=base.MAX_RESULTS)
    found = engines.current_engine().search(asked)
    by_id = _readable(user).in_bulk(found.ids)
    return {by_id[pk].key: by_id[pk] for pk in found.ids if pk in by_id}


def _news(saved: SavedSearch, new: list[SearchDocument]) -> News:
    open_pages = set(
        PageAccess.objects.filter(page_id__in={row.page_id for row in new}, keyword=visibility.PUBLIC).values_list(
            "page_id", flat=True
        )
    )
    public = [row for row in new if row.page_id in open_pages and row.acl == visibility.PUBLIC]
    language = saved.user.preferred_language
    with translation.override(language):
        named = [
            {
                "title": results.title_with_place(row),
                "kind": facets.label_of_kind(row.kind, row.device),
                "path": results.url_of(row, language),
                "language": row.language,
            }
            for row in public[:MAX_NAMED]
        ]
        return News(
            name=saved.name,
            path=f"{reverse('search:search')}?{saved.query}{'&' if saved.query else ''}sort=date",
            stop_path=stop_path(saved),
            number=len(new),
            named=named,
            others=len(public) - len(named),
            private=len(new) - len(public),
        )
