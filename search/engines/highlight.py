"""Passages: the lines of a document that answer, with the words that were found marked.

Both engines use it, so results look alike; it gives segments, never HTML: what people wrote is escaped by the
template as any other text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.engines import analysis

PASSAGE = 240
# Words of a very long body are looked for in its beginning only: a result must not cost more than the search.
MAX_READ = 30_000
# Between two found words it is marked with them: « accord-cadre ».
_JOINING = " \n\t\u00a0\u202f-‐‑"


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    found: bool = False


Expression = tuple[str, ...]
# Where it begins and ends, and the terms that it stands for.
Span = tuple[int, int, Expression]
# Of an expression that was quoted: the words that are meant and no others of the same stem.
Quoted = Mapping[Expression, Collection[Expression]]


def mark(text: str, expressions: Iterable[Expression], language: str, *, quoted: Quoted | None = None) -> list[Segment]:
    """The whole ``text``, cut where found words begin and end. Neighbours found together are one.

    An expression of several terms is found where they follow one another, as a whole: not each of its words alone.
    """
    return _cut(text, list(_spans(text, expressions, language, quoted or {})), 0, len(text))


def passage(
    text: str,
    expressions: Iterable[Expression],
    language: str,
    *,
    length: int = PASSAGE,
    quoted: Quoted | None = None,
) -> list[Segment]:
    """The stretch of ``text`` that holds most of the terms of ``expressions``; its beginning when it holds none."""
    text = " ".join(text[:MAX_READ].split())
    if len(text) <= length:
        return mark(text, expressions, language, quoted=quoted)
    spans = list(_spans(text, expressions, language, quoted or {}))
    start = _best_start(spans, length)
    start, end = _whole_words(text, start, length)
    segments = _cut(text, spans, start, end)
    if start:
        segments.insert(0, Segment("… "))
    if end < len(text):
        segments.append(Segment(" …"))
    return segments


def _spans(text: str, expressions: Iterable[Expression], language: str, quoted: Quoted) -> Iterator[Span]:
    """The longest expression that begins at each word, none over another."""
    expressions = list(expressions)
    by_first: dict[str, list[Expression]] = {}
    for terms in sorted(set(expressions), key=lambda terms: (-len(terms), terms)):
        by_first.setdefault(terms[0], []).append(terms)
    if not by_first:
        return
    tokens = list(analysis.tokens_among(text, language, {term for terms in expressions for term in terms}))
    at = 0
    while at < len(tokens):
        for terms in by_first.get(tokens[at].term, ()):
            here = tokens[at : at + len(terms)]
            if tuple(token.term for token in here) == terms and _meant(text, here, quoted.get(terms)):
                yield tokens[at].start, tokens[at + len(terms) - 1].end, terms
                at += len(terms)
                break
        else:
            at += 1


def _meant(text: str, tokens: Iterable[analysis.Token], words: Collection[Expression] | None) -> bool:
    return words is None or tuple(analysis.fold(text[token.start : token.end].lower()) for token in tokens) in words


def _best_start(spans: list[Span], length: int) -> int:
    """Where a window of ``length`` holds most different terms; the first such place."""
    best, best_start = 0, 0
    for index, (start, _end, _terms) in enumerate(spans):
        seen: set[str] = set()
        for _other_start, other_end, terms in spans[index : index + 40]:
            if other_end - start > length - 40:
                break
            seen.update(terms)
        if len(seen) > best:
            best, best_start = len(seen), start
    return max(0, best_start - 60)


def _whole_words(text: str, start: int, length: int) -> tuple[int, int]:
    if start + length >= len(text):
        start = max(0, len(text) - length)
    if start:
        space = text.find(" ", start, start + 40)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end)
        end = space if space >= 0 else end
    return start, end


def _cut(text: str, spans: list[Span], start: int, end: int) -> list[Segment]:
    segments: list[Segment] = []
    position = start
    for left, right, _terms in spans:
        if left < start or right > end:
            continue
        between = text[position:left]
        if segments and segments[-1].found and not between.strip(_JOINING):
            segments[-1] = Segment(segments[-1].text + between + text[left:right], True)
        else:
            if between:
                segments.append(Segment(between))
            segments.append(Segment(text[left:right], True))
        position = right
    if position < end:
        segments.append(Segment(text[position:end]))
    return segments
