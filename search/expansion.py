"""More than was typed: what means the same, what was meant, and the codes that a number begins.

The one rule is that of the whole search: a reader gets what they would get if what they may not see did not exist.
Synonyms come from a list that is the same for everybody. The words near a misspelt one come from a table that knows
all documents; each is used only if the reader's own documents hold it, in the very spelling that is near.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Max

from search import vocabulary
from search.engines import analysis
from search.engines.base import Engine, SearchQuery
from search.engines.plan import Alternative, Group, Plan
from search.engines.query import Spot, Words
from search.models import SearchDocument, SearchSynonym

# What stands for a word counts less than the word (docs/search.md, "Synonyms").
SYNONYM = 0.5
TRANSLATION = 0.7
CORRECTION = 0.8
CODE_BELOW = 0.9

MAX_ALTERNATIVES = 80
MAX_CORRECTIONS = 3
MAX_CODES = 64
# In how many of the reader's documents a spelling is looked for.
READ = 5
MAX_READ = 20_000
# A word is offered in place of one that is rare, not of one that is a little less frequent.
FEW, MORE_FREQUENT = 2, 5


def expand(asked: SearchQuery, engine: Engine) -> SearchQuery:
    """``asked`` with everything that may stand for its words. Phrases and refusals stay what they are."""
    spots = asked.words.spots()
    if not asked.keywords or not any(not spot.exact for spot in spots):
        return asked
    synonyms = _synonyms()
    codes = _codes(spots, engine, asked.keywords)
    corrected, rare = _corrected(spots, synonyms, codes, engine, asked)
    spots = [corrected[spot.word].spot if spot.word in corrected else spot for spot in spots]
    matches = list(synonyms.matches(spots))
    weights = dict.fromkeys(corrected, CORRECTION)
    plans = {language: _plan(asked.words, spots, matches, codes, weights, language) for language in analysis.LANGUAGES}
    shown = {typed: correction.shown for typed, correction in corrected.items()}
    return replace(asked, expanded=plans, corrected=shown, rare=rare)


def suggest(asked: SearchQuery, engine: Engine) -> str:
    """The question with its rarest words spelt as they are more often; "" if there is no such spelling."""
    text = asked.words.text
    for spot in asked.words.spots():
        held = asked.rare.get(spot.word)
        if held is None or spot.exact:
            continue
        own = [term for terms in spot.terms.values() for term in terms]
        for found in _spelt_near(spot.word, engine, asked, but=own):
            if found.number >= held * MORE_FREQUENT:
                text = _replaced(text, spot.word, found.shown)
                break
    return text if text != asked.words.text else ""


def corrected_text(asked: SearchQuery) -> str:
    """The question with its corrections in place."""
    text = asked.words.text
    for typed, shown in asked.corrected.items():
        text = _replaced(text, typed, shown)
    return text


def _replaced(text: str, typed: str, shown: str) -> str:
    start = text.lower().find(typed)
    return text if start < 0 else text[:start] + shown + text[start + len(typed) :]


# Synonyms.

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The words from ``start`` to ``end`` are an expression in ``language``; ``others`` mean the same."""

    start: int
    end: int
    language: str
    others: Sequence[tuple[str, Terms]]


class Synonyms:
    """The groups, by the terms of their expressions."""

    def __init__(self, groups: Sequence[SearchSynonym]) -> None:
        self.groups: list[list[tuple[str, Terms]]] = []
        self.by_terms: dict[tuple[str, Terms], list[int]] = {}
        self.longest = 1
        for group in groups:
            held = [
                (language, terms)
                for language, expression in group.expressions()
                if (terms := tuple(analysis.terms(expression, language)))
            ]
            held = list(dict.fromkeys(held))
            for entry in held:
                self.by_terms.setdefault(entry, []).append(len(self.groups))
                self.longest = max(self.longest, len(entry[1]))
            self.groups.append(held)

    def matches(self, spots: Sequence[Spot]) -> Iterator[Match]:
        """The expressions that the words are, the longest ones; a word is part of one in each language."""
        for language in analysis.LANGUAGES:
            # Words that say nothing in this language do not stand between those of an expression.
            places = [place for place, spot in enumerate(spots) if spot.terms.get(language) and not spot.exact]
            at = 0
            while at < len(places):
                match = self._longest(spots, places[at : at + self.longest], language)
                if match is None:
                    at += 1
                else:
                    yield match
                    at += sum(1 for place in places[at:] if place < match.end)

    def _longest(self, spots: Sequence[Spot], places: Sequence[int], language: str) -> Match | None:
        for number in range(len(places), 0, -1):
            if places[number - 1] - places[0] > number + 1:
                continue
            for terms in _readings([spots[place].terms[language] for place in places[:number]]):
                numbers = self.by_terms.get((language, terms))
                if numbers:
                    others = [entry for each in numbers for entry in self.groups[each] if entry != (language, terms)]
                    return Match(places[0], places[number - 1] + 1, language, list(dict.fromkeys(others)))
        return None


def _readings(spelt: Sequence[Terms]) -> Iterator[Terms]:
    """As typed, and with each word in its other spelling; not every mixture of them."""
    yield tuple(terms[0] for terms in spelt)
    if any(len(terms) > 1 for terms in spelt):
        yield tuple(terms[-1] for terms in spelt)
        for place, terms in enumerate(spelt):
            for term in terms[1:]:
                yield tuple(term if other == place else each[0] for other, each in enumerate(spelt))


_kept: tuple[object, Synonyms] | None = None


def _synonyms() -> Synonyms:
    """The list as it is now; analysed once a process for as long as nobody changes it."""
    global _kept
    active = SearchSynonym.objects.filter(active=True)
    key = tuple(active.aggregate(Count("pk"), Max("changed_at")).values())
    if _kept is None or _kept[0] != key:
        _kept = (key, Synonyms(list(active)))
    return _kept[1]


# CPV codes.


def _codes(spots: Sequence[Spot], engine: Engine, keywords: frozenset[str]) -> dict[str, list[str]]:
    """Number typed → the codes among the reader's documents that it begins.

    « 793 » begins some where a code is asked for: with the word CPV or alone; a longer one always. « 79300000 » is a
    branch, and stands for all that is below.
    """
    asked = len(spots) == 1 or any(spot.word == "cpv" for spot in spots)
    found: dict[str, list[str]] = {}
    for spot in spots:
        word = spot.word
        if spot.exact or not word.isascii() or not word.isdigit() or not 2 <= len(word) <= 8:
            continue
        beginning = word.rstrip("0") if len(word) == 8 else word
        if len(beginning) < 2 or (len(word) < 5 and not asked):
            continue
        below = sorted(vocabulary.codes(beginning) - {word})
        terms = [term for code in below for language in analysis.LANGUAGES for term in analysis.terms(code, language)]
        held = engine.frequencies(terms, keywords) if terms else {}
        visible = [
            code
            for code in below
            if any(term in held for language in analysis.LANGUAGES for term in analysis.terms(code, language))
        ]
        found[word] = visible[:MAX_CODES]
    return found


# Words that were meant.


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling that the reader's documents have, near what was typed."""

    distance: int
    language: str
    shown: str
    term: str
    number: int


@dataclass(frozen=True, slots=True)
class Correction:
    shown: str
    spot: Spot


def _may_be_misspelt(spot: Spot) -> bool:
    """Words of letters; not « dans », which no document holds because it says nothing in French."""
    says_something = all(spot.terms.get(language) for language in analysis.LANGUAGES)
    return says_something and len(spot.word) >= 4 and analysis.fold(spot.word).isalpha()


def _corrected(
    spots: Sequence[Spot],
    synonyms: Synonyms,
    codes: Mapping[str, list[str]],
    engine: Engine,
    asked: SearchQuery,
) -> tuple[dict[str, Correction], dict[str, int]]:
    """Words that none of the reader's documents holds, and that are no known expression → what was meant.

    And those that few hold → how many.
    """
    explained = {place for match in synonyms.matches(spots) for place in range(match.start, match.end)}
    doubtful = [
        spot
        for place, spot in enumerate(spots)
        if place not in explained and not spot.exact and spot.word not in codes and _may_be_misspelt(spot)
    ]
    if not doubtful:
        return {}, {}
    terms = [term for spot in doubtful for spelt in spot.terms.values() for term in spelt]
    held = engine.frequencies(terms, asked.keywords)
    corrections: dict[str, Correction] = {}
    rare: dict[str, int] = {}
    for spot in doubtful:
        number = sum(held.get(term, 0) for spelt in spot.terms.values() for term in spelt)
        if 0 < number <= FEW:
            rare[spot.word] = number
        if number or spot.word in corrections:
            continue
        found = list(_spelt_near(spot.word, engine, asked))
        if found:
            meant: dict[str, tuple[str, ...]] = {}
            for each in found[:MAX_CORRECTIONS]:
                meant[each.language] = tuple(dict.fromkeys([*meant.get(each.language, ()), each.term]))
            corrections[spot.word] = Correction(found[0].shown, Spot(spot.word, meant))
    return corrections, rare


def _spelt_near(typed: str, engine: Engine, asked: SearchQuery, but: Sequence[str] = ()) -> list[Found]:
    """The nearest words of the reader's documents: fewest edits, the reader's language, same first letter, most often.

    The table of words knows spellings of documents that the reader may not see. So it only says which terms to look
    at; what is near is read from the reader's own documents. All of them are looked at: were only the first few,
    private words could push public ones out.
    """
    folded = analysis.fold(typed)
    terms = sorted({each.term for each in vocabulary.near(folded)} - set(but))
    if not terms:
        return []
    most = 2 if len(folded) >= 8 else 1
    found = []
    for term, number in sorted(engine.frequencies(terms, asked.keywords).items()):
        language = term.partition(analysis.SEPARATOR)[0]
        spellings = _spellings_read(term, language, engine, asked)
        near = [(vocabulary.distance(folded, analysis.fold(word), most), word) for word in spellings]
        near = [(edits, word) for edits, word in near if edits <= most]
        if near:
            edits, word = min(near)
            found.append(Found(edits, language, word, term, number))
    if not found:
        return []
    least = min(each.distance for each in found)
    return sorted(
        (each for each in found if each.distance == least),
        key=lambda each: (
            each.language != asked.language,
            analysis.fold(each.shown)[:1] != folded[:1],
            -each.number,
            each.term,
        ),
    )


def _spellings_read(term: str, language: str, engine: Engine, asked: SearchQuery) -> set[str]:
    """How the first few of the reader's documents with ``term`` write it."""
    plan = Plan(groups=((Alternative((term,)),),))
    result = engine.search(
        SearchQuery(
            words=Words(text=term, wanted=(term,)),
            keywords=asked.keywords,
            language=language,
            per_page=READ,
            expanded={code: plan if code == language else Plan() for code in analysis.LANGUAGES},
        )
    )
    found = set()
    for row in SearchDocument.objects.filter(pk__in=result.ids, acl__in=asked.keywords).select_related("text"):
        for part in (row.title, row.text.summary, *row.text.tags, row.text.body[:MAX_READ]):
            for token in analysis.tokens(part, language):
                if token.term == term:
                    found.add(part[token.start : token.end].lower())
    return found


# The plan.


def _plan(
    words: Words,
    spots: Sequence[Spot],
    matches: Sequence[Match],
    codes: Mapping[str, list[str]],
    weights: Mapping[str, float],
    language: str,
) -> Plan:
    groups: list[Group] = []
    for place, spot in enumerate(spots):
        own = weights.get(spot.word, 1.0)
        held: dict[Terms, float] = {(term,): own for term in spot.terms.get(language, ())}
        for code in codes.get(spot.word, ()):
            for term in analysis.terms(code, language):
                held.setdefault((term,), CODE_BELOW)
        for match in matches:
            # « des » between « cahier » and « charges » is no part of the expression.
            if match.start <= place < match.end and spot.terms.get(match.language):
                weight = (SYNONYM if match.language == language else TRANSLATION) * own
                for other, terms in match.others:
                    if other == language:
                        held.setdefault(terms, weight)
        if held:
            groups.append(tuple(Alternative(terms, weight) for terms, weight in list(held.items())[:MAX_ALTERNATIVES]))
    return words.plan_of(groups, language)
