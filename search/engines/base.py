"""What an engine takes and gives. One contract suite (tests/search/contract.py) holds every engine to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from search.engines import analysis
from search.engines.plan import Plan

if TYPE_CHECKING:
    from search.engines.query import Words
    from search.models import SearchDocument

RELEVANCE = "relevance"
DATE = "date"
SORTS = (RELEVANCE, DATE)

PER_PAGE = 10
# Nobody reads further; and a deep page costs an engine as much as all those before it.
MAX_RESULTS = 1_000

# What ranking is made of, chosen on one half of the judged set (docs/search.md, "Ranking").
# BM25: how soon a word said again adds nothing, and how much long texts are held back.
K1, B = 1.5, 0.6
# A title that holds the word says more about a document than a text that does.
TITLE_WEIGHT = 2.5
# What a word is worth for standing in the document at all: else a long text that holds it comes after none.
PRESENCE = 1.0
# A document in the other language is worth showing, below those that the reader can read at once.
OTHER_LANGUAGE = 0.25
# What is recent comes before what answers as well and is older; it never comes before what answers better by much.
RECENCY = 0.1
RECENT = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One question, cleaned. ``keywords`` are the access keywords the reader holds: nothing else is ever counted.

    ``filters`` maps a facet to the values asked for: any of them, and one of each facet.
    """

    words: Words
    keywords: frozenset[str]
    language: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE
    # By language, where more is asked for than was typed (synonyms, corrected words); else read from ``words``.
    expanded: Mapping[str, Plan] = field(default_factory=dict)
    # Words that no document holds → what was searched for in their place.
    corrected: Mapping[str, str] = field(default_factory=dict)
    # Words that very few documents hold → how many: perhaps others were meant.
    rare: Mapping[str, int] = field(default_factory=dict)
    # Words that no document holds, and nothing near them.
    missing: tuple[str, ...] = ()
    # Only what holds more than half of the ideas (``plan.needed``): for lists by date, where what hardly answers does
    # not come last.
    well: bool = False
    # Documents of this moment and later are recent. None: age counts between equals only.
    recent_from: datetime | None = None

    def plan(self, language: str) -> Plan:
        return self.expanded[language] if language in self.expanded else self.words.plan(language)

    def plans(self) -> dict[str, Plan]:
        """What is asked for in each language that documents are analysed in."""
        return {language: self.plan(language) for language in analysis.LANGUAGES}


@dataclass(frozen=True, slots=True)
class EngineResult:
    """``ids`` of this page's documents in order, and numbers over all that match and that the reader may see.

    The counts of a facet leave out its own filter, so that a reader sees what another choice would give.
    """

    ids: tuple[int, ...] = ()
    total: int = 0
    page: int = 1
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # The engine that should have answered could not; another one did.
    degraded: bool = False


class Engine(ABC):
    name: str

    @abstractmethod
    def prepare(self) -> None:
        """Make whatever the engine needs to store; harmless when it is there."""

    @abstractmethod
    def index(self, documents: Sequence[SearchDocument]) -> None:
        """Take in new or changed documents (saved, with their ``text``)."""

    @abstractmethod
    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents; unknown ones are no error."""

    @abstractmethod
    def search(self, query: SearchQuery) -> EngineResult: ...

    def frequencies(self, terms: Sequence[str], keywords: frozenset[str]) -> dict[str, int]:
        """In how many documents that hold one of ``keywords`` each term stands; those in none are left out."""
        raise NotImplementedError

    def completions(
        self, words: Sequence[str], beginning: str, keywords: frozenset[str], language: str, limit: int = 8
    ) -> tuple[int, ...]:
        """Documents whose title holds all of ``words`` and a word that starts with ``beginning``, best first.

        Both as typed, folded and not stemmed (``analysis.fold``): « écol » and « ecol » complete « Écolabel ».
        The reader's language first.
        """
        raise NotImplementedError
