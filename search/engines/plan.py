"""What an engine is asked for in one language: the question after analysis, with all that may stand for its words.

A question has ideas (``groups``); any of its alternatives may express an idea (``cahier des charges``, ``CCTP``).
How a document is scored by a plan, for every engine alike (``tests/search/reference.py`` is this, written out):

- the rarity of a term is ln(1 + (N − n + 0.5) / (n + 0.5)): N documents in its language, n of them hold it, in
  whichever field;
- a term is worth its rarity × (``PRESENCE`` + ``TITLE_WEIGHT`` × s(title) + s(text)), where s(field) is
  f (k1 + 1) / (f + k1 (1 − b + b length / mean length)) for a field that holds it f times, and 0 for others;
- an alternative of one term scores as the term, one of several terms counts only in documents that hold all of them
  (in any field), with the mean of what they are worth; both times its weight;
- an idea scores as its best alternative; a document as the sum of its ideas × (1 + the share of the ideas it holds
  + ``RECENCY`` if it is recent);
- documents in another language than the reader's count ``OTHER_LANGUAGE``;
- equal scores: the later date first, those without date last, then the lower key;
- the numbers behind it (documents, documents that hold a term, mean lengths) are those of the reader's documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.engines.analysis import terms_of


@dataclass(frozen=True, slots=True)
class Alternative:
    """``terms`` as analysed; ``weight`` is 1 for what was typed and less for what may stand for it."""

    terms: tuple[str, ...]
    weight: float = 1.0


Group = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``phrases`` must all stand in a document, each within one field; none of what is refused may.

    Phrases are made of tokens (``analysis.parted``): the very words are meant, not all that have the same stem.
    """

    groups: tuple[Group, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    refused: tuple[str, ...] = ()
    refused_phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups or self.phrases or self.refused or self.refused_phrases)

    @property
    def needed(self) -> int:
        """How many ideas are more than half of them: of two both, of three two."""
        return len(self.groups) // 2 + 1

    @property
    def terms(self) -> tuple[str, ...]:
        """Every distinct term that a document may be found by, in order."""
        found = (term for group in self.groups for alternative in group for term in alternative.terms)
        return tuple(dict.fromkeys([*found, *(term for phrase in self.phrases for term in terms_of(phrase))]))

    @property
    def expressions(self) -> tuple[tuple[str, ...], ...]:
        """What passages mark: each alternative and each phrase as a whole, and no word of a phrase by itself."""
        phrases = [tuple(terms_of(phrase)) for phrase in self.phrases]
        within = {term for phrase in phrases if len(phrase) > 1 for term in phrase}
        found = (alternative.terms for group in self.groups for alternative in group)
        return tuple(dict.fromkeys([*phrases, *(terms for terms in found if not within.issuperset(terms))]))
