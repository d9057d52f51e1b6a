"""Words between quotation marks are the very words: « marché » is not « marchés ».

Engines know stems. So the embedded one says which documents may hold the words, and the texts of these say which do.
Where that would be too much to read while somebody waits, the words are taken in all their forms: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from search.engines import analysis
from search.engines.base import SearchQuery
from search.engines.embedded import EmbeddedEngine
from search.models import MAX_BODY, SearchDocument

# So many words of texts are read for a question, in less than a tenth of a second.
MAX_READ = 100_000
_GAP = r"[\W_]+"


def narrowed(asked: SearchQuery, engine: EmbeddedEngine) -> SearchQuery:
    """``asked`` for the documents that hold its quoted words as they are typed, accents and capitals apart."""
    phrases = asked.words.phrases
    if not phrases or not asked.keywords:
        return asked
    likely = engine.holding(asked, MAX_READ)
    if likely is None:
        return asked
    texts = SearchDocument.objects.filter(pk__in=likely, acl__in=asked.keywords).values_list(
        "pk", "language", "title", "text__summary", "text__tags", "text__body"
    )
    wanted = {
        language: [each for phrase in phrases for each in _wanted(phrase, language)] for language in analysis.LANGUAGES
    }
    return replace(
        asked,
        only=frozenset(
            pk
            for pk, language, title, summary, tags, body in texts.iterator(chunk_size=100)
            if _holds([title, summary or "", *(tags or ()), (body or "")[:MAX_BODY]], wanted.get(language, ()))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An expression, and the word of it that is looked for first, for that is quick."""

    word: str
    pattern: re.Pattern[str]

    def stands_in(self, folded: str) -> bool:
        return self.word in folded and self.pattern.search(folded) is not None


def _holds(parts: Iterable[str], wanted: Sequence[_Wanted]) -> bool:
    """Whether each of the expressions stands in one of the ``parts``."""
    folded = [_plain(part) for part in parts]
    return all(any(map(expression.stands_in, folded)) for expression in wanted)


def _wanted(phrase: str, language: str) -> Iterator[_Wanted]:
    """The words of ``phrase`` that say something, with nothing between them but words that do not."""
    said = analysis.folded_words(phrase, language)
    if not said:
        return
    between = f"{_GAP}(?:(?:{_silent(language)}){_GAP})*"
    pattern = re.compile(rf"(?<![^\W_]){between.join(map(re.escape, said))}(?![^\W_])")
    yield _Wanted(max(said, key=len), pattern)


@cache
def _silent(language: str) -> str:
    return "|".join(sorted(analysis.silent(language)))


def _plain(text: str) -> str:
    """As ``analysis.fold`` does to a word, to a whole text: what stands between the words stays."""
    text = text.lower()
    if text.isascii():
        return text
    for accented, plain in _COMMON:
        text = text.replace(accented, plain)
    return text.translate(_FOLDED) if _UNCOMMON.search(text) else text


# Replaced one by one: a tenth of what it takes to look each letter of a text up.
_COMMON = [(letter, analysis.fold(letter)) for letter in "éèêëàâäçîïôöùûüœæ"]
_UNCOMMON = re.compile(r"[ªµº\u00c0-\u024f\u1e00-\u1eff\ufb00-\ufb06\u0300-\u036f]")
_LATIN = [*range(0x80, 0x250), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07)]
_FOLDED = {code: analysis.fold(chr(code)) for code in _LATIN if chr(code).isalnum()} | dict.fromkeys(
    range(0x300, 0x370)
)
