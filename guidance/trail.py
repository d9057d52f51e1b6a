"""The evidence trail of a criterion: who cites it, what spoke for or against it, what changed because of it.

Rooms above fill it. Two ways in:

* a page or a block that points at ``guidance.Criterion`` with a foreign key or a chooser is found by itself,
  through Wagtail's reference index, and shown to those who may read that page;
* a room that knows more (the article's number, the reason of a decision) registers a provider in its
  ``AppConfig.ready()`` and names the devices it answers for; their plain citations are then left to it.

A provider must only return what ``user`` may read (``core.visibility``), and take the same number of queries for
one criterion as for fifty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from core import visibility
from guidance.models import Criterion

if TYPE_CHECKING:
    from core.visibility import Reader

    Provider = Callable[[Collection[int], Reader], Iterable["TrailItem"]]

SHOWN = 4
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

LABELS = {
    "space": _("Cited in a draft"),
    "challenge": _("Raised at an aperitif-challenge"),
    "lesson": _("Named in a lesson"),
    "visit": _("Seen on a visit"),
    "guidance": _("Cited by a guidance page"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailItem:
    """One step of a criterion's story.

    ``device``    guidance, space, challenge, lesson or visit: its hue and its icon.
    ``label``     what happened, in three words: “Cited in a draft”, “Amendment accepted”.
    ``text``      the words that link there; ``url`` a path under the reader's language, with its anchor.
    ``language``  of ``text`` when it is not the reader's.
    """

    criterion_id: int
    device: str
    label: str
    text: str
    url: str
    date: datetime | date | None = None
    language: str = ""

    @property
    def kind(self) -> str:
        """As the trail component calls it."""
        return self.device

    @property
    def lang(self) -> str:
        return self.language if self.language != translation.get_language() else ""


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of one criterion, newest first."""

    items: Sequence[TrailItem] = field(default=())

    @property
    def shown(self) -> Sequence[TrailItem]:
        return self.items[:SHOWN]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.items) - SHOWN)

    @property
    def counts(self) -> dict[str, int]:
        """How many steps per device."""
        counted: dict[str, int] = defaultdict(int)
        for item in self.items:
            counted[item.device] += 1
        return dict(counted)


_providers: list[tuple[Any, frozenset[str]]] = []
_known_citations: ContextVar[tuple[frozenset[int], list[tuple[int, int, str]]] | None] = ContextVar(
    "known_citations", default=None
)


def register(provider: Provider, *, devices: Collection[str] = ()) -> None:
    """Add a source of steps; ``devices`` are those whose plain citations it replaces by better ones."""
    if all(known is not provider for known, _devices in _providers):
        _providers.append((provider, frozenset(devices)))


def unregister(provider: Provider) -> None:
    _providers[:] = [entry for entry in _providers if entry[0] is not provider]


def citations_of(criterion_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """(criterion, page, place on the page) for each reference from a page, whoever may read it.

    Read once for all providers of one trail: a provider that starts from here costs no query for it.
    """
    wanted = frozenset(criterion_ids)
    known = _known_citations.get()
    if known is not None and known[0] == wanted:
        return known[1]
    types = ContentType.objects.get_for_models(Criterion, Page)
    rows = ReferenceIndex.objects.filter(
        to_content_type=types[Criterion],
        to_object_id__in=[str(pk) for pk in wanted],
        base_content_type=types[Page],
    ).values_list("to_object_id", "object_id", "content_path")
    return [(int(criterion_id), int(page_id), path) for criterion_id, page_id, path in rows]


def trails(criterion_ids: Collection[int], user: Reader) -> dict[int, Trail]:
    """The trail of each criterion, as far as ``user`` may read it."""
    wanted = frozenset(criterion_ids)
    if not wanted:
        return {}
    found: dict[int, list[TrailItem]] = {pk: [] for pk in wanted}
    answered: set[str] = set()
    token = _known_citations.set((wanted, citations_of(wanted)))
    try:
        for provider, devices in _providers:
            answered |= devices
            for item in provider(wanted, user):
                if item.criterion_id in found:
                    found[item.criterion_id].append(item)
        for item in _citations(wanted, user, answered):
            if all(item.url != known.url for known in found[item.criterion_id]):
                found[item.criterion_id].append(item)
    finally:
        _known_citations.reset(token)
    return {
        pk: Trail(tuple(sorted(items, key=lambda item: _moment(item.date), reverse=True)))
        for pk, items in found.items()
    }


def _moment(when: datetime | date | None) -> datetime:
    if isinstance(when, datetime):
        return when
    if when is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(when, time(), tzinfo=UTC)


def _citations(wanted: Collection[int], user: Reader, answered: set[str]) -> Iterable[TrailItem]:
    """Published pages that point at a criterion and that ``user`` may read."""
    rows = citations_of(wanted)
    if not rows:
        return
    citing: Any = (
        visibility.visible_pages(user)
        .filter(pk__in={page_id for _criterion, page_id, _path in rows})
        .annotate(written_in=F("locale__language_code"))
    )
    pages = {page.pk: page for page in citing.specific(defer=True)}
    for criterion_id, page_id, path in rows:
        page = pages.get(page_id)
        device = getattr(page, "device", "")
        if page is None or not device or device in answered:
            continue
        url = page.get_absolute_url()
        yield TrailItem(
            criterion_id=criterion_id,
            device=device,
            label=str(LABELS.get(device, gettext("Cited"))),
            text=page.title,
            url=f"{url}#{anchor}" if (anchor := _block_of(path)) else url,
            date=page.last_published_at,
            language=page.written_in,
        )


def _block_of(path: str) -> str:
    """The id of the block in a reference's path (``articles.<id>.criterion``): its anchor on the page."""
    parts = path.split(".")
    return parts[1] if len(parts) > 2 and _UUID.fullmatch(parts[1]) else ""
