"""What somebody typed, made safe and plain: every engine gets the same few words, whatever came in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.text import clean_text
from search.engines import analysis
from search.engines.plan import Alternative, Plan

MAX_LENGTH = 200
MAX_WORDS = 16
MAX_PAGE = 100

# Everything that is typed as a quotation mark is one; a lone one is nothing.
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PART = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Words:
    """A cleaned question: ``text`` as it is shown again, words wanted, exact phrases, words refused."""

    text: str = ""
    wanted: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.phrases or self.refused)

    def terms(self, language: str) -> list[str]:
        """Distinct terms that count for a document in ``language``, those of the phrases too."""
        found = analysis.terms(" ".join([*self.wanted, *self.phrases]), language)
        return list(dict.fromkeys(found))[:MAX_WORDS]

    def refused_terms(self, language: str) -> list[str]:
        return list(dict.fromkeys(analysis.terms(" ".join(self.refused), language)))

    def plan(self, language: str) -> Plan:
        """The question in ``language`` as it was typed, each word an idea of its own."""
        return Plan(
            groups=tuple((Alternative((term,)),) for term in self.terms(language)),
            phrases=tuple(terms for phrase in self.phrases if (terms := tuple(analysis.terms(phrase, language)))),
            refused=tuple(self.refused_terms(language)),
        )


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """One line of printable characters, ``limit`` at most."""
    return clean_text(" ".join(clean_text(text[: 4 * limit]).split()))[:limit].strip()


def parse(text: str) -> Words:
    """Read a question: ``"exact words"``, ``-refused``, the rest wanted. Never fails, whatever ``text`` is."""
    text = clean(text)
    wanted: list[str] = []
    phrases: list[str] = []
    refused: list[str] = []
    left = MAX_WORDS
    for quoted, plain in _PART.findall(text.translate(_QUOTES)):
        words = [word for word in (quoted or plain).split() if any(c.isalnum() for c in word)][:left]
        if not words:
            continue
        left -= len(words)
        if quoted and len(words) > 1:
            phrases.append(" ".join(words))
        elif not quoted and plain.startswith("-") and plain[1:2].isalnum():
            refused.append(words[0].lstrip("-"))
        else:
            wanted.extend(word.replace('"', " ") for word in words)
    return Words(text, tuple(wanted), tuple(phrases), tuple(refused))


def page_number(text: str) -> int:
    """A page number out of anything: 1 when it is none, the last one when it is too large."""
    digits = text.strip()[:8]
    return min(max(int(digits), 1), MAX_PAGE) if digits.isascii() and digits.isdigit() else 1
