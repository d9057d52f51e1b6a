"""What a room tells search about itself. Rooms describe; search, above them all, collects.

A model whose instances people should find is registered with ``@register`` and has ``search_documents()``.
Saving or deleting an instance makes search ask again, in the same transaction; so a change that search
must see goes through ``save()``, never through ``QuerySet.update()``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from django.db.models import Model
from django.utils import timezone

_CPV = re.compile(r"\b(\d{2})\d{0,6}(?:-\d)?\b")


def cpv_divisions(codes: str) -> tuple[str, ...]:
    """The divisions (first two digits) of the CPV codes that somebody typed: what results are counted by."""
    return tuple(sorted(set(_CPV.findall(codes))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that search can find, flat.

    ``key``           unique and lasting: ``page:12``, ``article:12:<block id>``, ``criterion:<uid>:fr``.
    ``kind``          what it is, a key of ``KINDS``.
    ``page_id``       the page whose readers may read it: visibility is that page's, asked at query time.
    ``url``           path with language prefix and, where it has one, anchor.
    ``any_language``  the address exists under every language prefix (contributions).
    ``facets``        codes by facet: ``{"family": ("studies",), "level": ("2",), "type": ("award_criterion",)}``.
    """

    key: str
    kind: str
    language: str
    title: str
    url: str
    page_id: int
    device: str = ""
    summary: str = ""
    body: str = ""
    any_language: bool = False
    date: datetime | None = None
    tags: tuple[str, ...] = ()
    # Keys of the ``SiteDocument`` whose words are found as part of this text: search has them read.
    attached: tuple[int, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Every dated thing is counted by its year, as it is read on the page.
        if self.date is not None:
            year = str(timezone.localtime(self.date).year if timezone.is_aware(self.date) else self.date.year)
            object.__setattr__(self, "facets", {**self.facets, "year": (year,)})


@runtime_checkable
class Searchable(Protocol):
    pk: int

    def search_documents(self) -> Iterable[Document]: ...


_registry: dict[str, type[Model]] = {}


M = TypeVar("M", bound=type[Model])


def register(model: M) -> M:
    """Class decorator: instances of ``model`` are found by search."""
    _registry[model._meta.label_lower] = model
    return model


def registered() -> dict[str, type[Model]]:
    """Every searchable model by its lower-case label (``spaces.proposal``)."""
    return dict(_registry)


def source_of(instance: Model) -> str:
    """The name under which everything that ``instance`` yields is filed: ``spaces.proposal:4``."""
    return f"{instance._meta.label_lower}:{instance.pk}"
