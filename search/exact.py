"""Words between quotation marks are the very words: « vélo » is not « vélos », and « infructueux » has no other form.

Engines know stems. So they say which documents may hold the words, and the texts of these say which do: of the
first ones, as many as a reader is ever shown. What comes further down is left out, here as there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from search.engines import analysis, base
from search.engines.base import Engine, SearchQuery
from search.models import MAX_BODY, SearchDocument

# So many words of texts are read for a question: a book of attached files must not hold up its readers.
MAX_READ = 500_000
_GAP = r"[\W_]+"


def narrowed(asked: SearchQuery, engine: Engine) -> SearchQuery:
    """``asked`` for the documents that hold its quoted words as they are typed, accents and capitals apart."""
    phrases = asked.words.phrases
    if not phrases or not asked.keywords:
        return asked
    likely = engine.search(replace(asked, filters={}, page=1, per_page=base.MAX_RESULTS)).ids
    lengths = dict(SearchDocument.objects.filter(pk__in=likely).values_list("pk", "body_length"))
    known = [pk for pk in likely if pk in lengths]
    sums = accumulate(lengths[pk] for pk in known)
    read = [pk for pk, words in zip(known, sums, strict=True) if words <= MAX_READ]
    texts = SearchDocument.objects.filter(pk__in=read, acl__in=asked.keywords).values_list(
        "pk", "language", "title", "text__summary", "text__tags", "text__body"
    )
    patterns = {language: [_pattern(phrase, language) for phrase in phrases] for language in analysis.LANGUAGES}
    return replace(
        asked,
        only=frozenset(
            pk
            for pk, language, title, summary, tags, body in texts.iterator(chunk_size=100)
            if _holds([title, summary or "", *(tags or ()), (body or "")[:MAX_BODY]], patterns.get(language, ()))
        ),
    )


def _holds(parts: Iterable[str], patterns: Sequence[re.Pattern[str] | None]) -> bool:
    """Whether each of the phrases stands in one of the ``parts``."""
    folded = [_plain(part) for part in parts]
    return all(pattern is None or any(map(pattern.search, folded)) for pattern in patterns)


def _pattern(phrase: str, language: str) -> re.Pattern[str] | None:
    """The words of ``phrase`` that say something, with nothing between them but words that do not."""
    said = analysis.folded_words(phrase, language)
    if not said:
        return None
    between = f"{_GAP}(?:(?:{_silent(language)}){_GAP})*"
    return re.compile(rf"(?<![^\W_]){between.join(map(re.escape, said))}(?![^\W_])")


@cache
def _silent(language: str) -> str:
    return "|".join(sorted(analysis.silent(language)))


def _plain(text: str) -> str:
    """As ``analysis.fold`` does to a word, to a whole text: what stands between the words stays."""
    text = text.lower()
    if text.isascii():
        return text
    text = text.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
