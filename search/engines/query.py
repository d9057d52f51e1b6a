"""What somebody typed, made safe and plain: every engine gets the same few words, whatever came in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.text import clean_text
from search.engines import analysis
from search.engines.plan import Alternative, Group, Plan

# A question may be a sentence, said at some length.
MAX_LENGTH = 300
MAX_WORDS = 32
MAX_PAGE = 100

# Everything that is typed as a quotation mark is one; a lone one is nothing.
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PART = re.compile(r'(-?)"([^"]*)"|(\S+)')
# A CPV code as notices write it; texts here have it without the check digit.
_CHECK_DIGIT = re.compile(r"\b(\d{8})[-‑–]\d\b")
# One thing, of which « 01 » and « PI » alone say nothing: the number of a criterion (« PI-FOR-SC-01 »), of an article
# of the law (« L2111-1 »), of one of a draft (« 2.2 »).
_CODE = re.compile(
    r"[^\W\d_]{2,}(?:[-‑–][^\W\d_]{2,}){1,3}[-‑–]\d{2}|[LRD]\d{3,4}(?:[-‑–]\d+)+|\d{1,2}(?:\.\d{1,2})+", re.IGNORECASE
)
# « 80g », as texts write it: « 80 g ».
_MEASURE = re.compile(r"\b(\d+)(g|kg|mm|cm|m|km|ml|l|kwh|w|h|ko|mo|go|dpi|ans?|jours?|heures?)\b", re.IGNORECASE)
# An article of the Public Procurement Code, as it is written here and there: « L. 2111-1 », « L 2111-1 », « L2111-1 ».
_ARTICLE = re.compile(r"\b([LRD])\.? ?(\d{3,4}(?:[-‑–]\d+)+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of the question: as typed, and the terms that it may stand for, by language.

    ``exact`` ones stand between quotation marks: nothing else may stand for them.
    """

    word: str
    terms: Mapping[str, tuple[str, ...]]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A cleaned question: ``text`` as it is shown again, words wanted, exact phrases, words refused."""

    text: str = ""
    wanted: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    refused_phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.phrases or self.refused or self.refused_phrases)

    def spots(self) -> list[Spot]:
        """The words that say something in one of the languages, in order, those of the phrases last."""
        found = [*_spots(" ".join(self.wanted), exact=False), *_spots(" ".join(self.phrases), exact=True)]
        return found[:MAX_WORDS]

    def terms(self, language: str) -> list[str]:
        """Distinct terms as typed that count for a document in ``language``, those of the phrases too."""
        return list(dict.fromkeys(spot.terms[language][0] for spot in self.spots() if spot.terms.get(language)))

    def plan(self, language: str) -> Plan:
        """The question in ``language`` as it was typed, each word an idea of its own."""
        groups = [tuple(Alternative((term,)) for term in spot.terms.get(language, ())) for spot in self.spots()]
        return self.plan_of([group for group in groups if group], language)

    def plan_of(self, groups: Iterable[Group], language: str) -> Plan:
        """``groups`` as the ideas, each once, with the phrases and refusals of this question."""
        return Plan(
            groups=tuple({group[0].terms: group for group in groups}.values()),
            phrases=_said(self.phrases, language),
            refused=tuple(dict.fromkeys(analysis.terms(" ".join(self.refused), language))),
            refused_phrases=_said(self.refused_phrases, language),
        )

    def quoted(self, language: str) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
        """The terms of each phrase, with the very words that are meant by them."""
        found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for phrase in _said(self.phrases, language):
            terms, words = zip(*map(analysis.parted, phrase), strict=True)
            found.setdefault(terms, set()).add(words)
        return found


def _said(phrases: Iterable[str], language: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of each phrase that says something in ``language``."""
    return tuple(tokens for phrase in phrases if (tokens := tuple(analysis.said(phrase.split(), language))))


def _spots(text: str, *, exact: bool) -> list[Spot]:
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    ends: dict[int, int] = {}
    for language in analysis.LANGUAGES:
        for token in analysis.tokens(text, language):
            word = text[token.start : token.end].lower()
            spelt = (token.term,) if exact else analysis.spellings(word, language)
            found.setdefault(token.start, {})[language] = spelt
            ends[token.start] = token.end
    return [Spot(text[start : ends[start]].lower(), found[start], exact) for start in sorted(found)]


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """One line of printable characters, ``limit`` at most."""
    return clean_text(" ".join(clean_text(text[: 4 * limit]).split()))[:limit].strip()


def without_check_digits(text: str) -> str:
    return _CHECK_DIGIT.sub(r"\1", text)


def parse(text: str) -> Words:
    """Read a question: ``"exact words"``, ``-refused``, ``-"refused words"``, the rest wanted.

    A criterion's number (« PI-FOR-SC-01 ») or an article of the law (« L. 2111-1 ») is meant as it stands, as if
    quoted.

    Never fails, whatever ``text`` is.
    """
    text = clean(text)
    wanted: list[str] = []
    phrases: list[str] = []
    refused: list[str] = []
    refused_phrases: list[str] = []
    left = MAX_WORDS
    written = _ARTICLE.sub(r"\1\2", without_check_digits(text.translate(_QUOTES)))
    written = _MEASURE.sub(r"\1 \2", written)
    for sign, quoted, plain in _PART.findall(written):
        words = [word for word in (quoted or plain).split() if any(c.isalnum() for c in word)][:left]
        if not words:
            continue
        left -= len(words)
        if quoted or _CODE.fullmatch(plain):
            (refused_phrases if sign else phrases).append(" ".join(words))
        elif plain.startswith("-") and plain[1:2].isalnum():
            refused.append(words[0].lstrip("-"))
        else:
            wanted.extend(word.replace('"', " ") for word in words)
    return Words(text, tuple(wanted), tuple(phrases), tuple(refused), tuple(refused_phrases))


def page_number(text: str) -> int:
    """A page number out of anything: 1 when it is none, the last one when it is too large."""
    digits = text.strip()[:8]
    return min(max(int(digits), 1), MAX_PAGE) if digits.isascii() and digits.isdigit() else 1
