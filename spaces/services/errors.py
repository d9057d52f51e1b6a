from __future__ import annotations

from typing import TYPE_CHECKING

from core.versions import StaleEditError

if TYPE_CHECKING:
    from spaces.articles import Article
    from spaces.models import Proposal, SpecificationPage


class RefusedError(Exception):
    """What was asked cannot be done now. ``message`` says why, in the reader's language."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class ClosedError(RefusedError):
    """The page takes no contributions from this person at this moment."""


class ArticleConflictError(StaleEditError):
    """Somebody changed this very article after the edit began.

    Changes of other articles are no conflict: nobody loses a word by them.
    """

    def __init__(self, current: SpecificationPage, *, base: Article | None, theirs: Article | None) -> None:
        self.base = base
        self.theirs = theirs
        super().__init__(current)


class AmendmentConflictError(StaleEditError):
    """The article has other words than those the amendment started from: the facilitator writes the merged ones."""

    def __init__(self, current: SpecificationPage, *, proposal: Proposal, theirs: Article) -> None:
        self.proposal = proposal
        self.theirs = theirs
        super().__init__(current)


class UnansweredError(RefusedError):
    """A draft is not frozen over the head of somebody who waits for an answer."""
