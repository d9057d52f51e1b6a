"""More than was typed: what means the same, what was meant, and the codes that a number begins.

The one rule is that of the whole search: a reader gets what they would get if what they may not see did not exist.
Synonyms come from a list that is the same for everybody. The words near a misspelt one come from a table that knows
all documents; each is used only if the reader's own documents hold it, in the very spelling that is near.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Max

from search import vocabulary
from search.engines import analysis
from search.engines.base import Engine, SearchQuery
from search.engines.embedded import EmbeddedEngine, Examples
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
# Expressions that are looked for among the reader's documents while somebody types.
MAX_LIKELY = 24
# In how many of the reader's documents a spelling is looked for.
READ = 5
MAX_READ = 20_000
# No division of the CPV begins with 20, and none of 19 goes on like a year.
_YEAR = re.compile(r"19[3-9]\d|20\d\d")
# The word that says that a number is a code.
NAME_OF_CODES = "cpv"
# A word is offered in place of one that is rare, not of one that is a little less frequent.
FEW, MORE_FREQUENT = 2, 5


def expand(asked: SearchQuery, engine: EmbeddedEngine) -> SearchQuery:
    """``asked`` with everything that may stand for its words. Phrases and refusals stay what they are."""
    spots = _saying(asked.words.spots(), asked.language)
    if not asked.keywords or not any(not spot.exact for spot in spots):
        return asked
    synonyms = _synonyms()
    codes = _codes(spots, engine, asked.keywords)
    spots = _without_their_name(spots, codes)
    corrected, rare, missing = _corrected(spots, synonyms, codes, engine, asked)
    spots = [corrected[spot.word].spot if spot.word in corrected else spot for spot in spots]
    matches = list(synonyms.matches(spots))
    # What differs by its accents alone is what was typed.
    bare = {typed for typed, correction in corrected.items() if analysis.fold(correction.shown) == analysis.fold(typed)}
    weights = {typed: 1.0 if typed in bare else CORRECTION for typed in corrected}
    plans = {language: _plan(asked.words, spots, matches, codes, weights, language) for language in analysis.LANGUAGES}
    shown = {typed: correction.shown for typed, correction in corrected.items() if typed not in bare}
    return replace(asked, expanded=plans, corrected=shown, rare=rare, missing=missing)


def _saying(spots: Sequence[Spot], language: str) -> list[Spot]:
    """Without the terms of words that say nothing in the reader's language.

    « de » is a rare word of English documents, and would bring up those that quote some French. Where nothing else
    was typed the words are meant: « car », « son ».
    """
    if language not in analysis.LANGUAGES:
        return list(spots)
    said = [spot if spot.exact or spot.terms.get(language) else replace(spot, terms={}) for spot in spots]
    return said if any(spot.terms for spot in said) else list(spots)


def suggest(asked: SearchQuery, engine: EmbeddedEngine) -> str:
    """The question with its rarest words spelt as they are more often; "" if there is no such spelling."""
    text = asked.words.text
    rare = {spot.word: spot for spot in asked.words.spots() if spot.word in asked.rare and not spot.exact}
    own = {word: [term for terms in spot.terms.values() for term in terms] for word, spot in rare.items()}
    for word, near in _spelt_near(own, engine, asked).items():
        for found in near:
            if found.number >= asked.rare[word] * MORE_FREQUENT:
                text = replaced(text, word, found.shown)
                break
    return text if text != asked.words.text else ""


def completions(words: Sequence[str], language: str, engine: Engine, keywords: frozenset[str], limit: int) -> list[str]:
    """Expressions of the list of synonyms that go on with ``words``, the last of which is a beginning.

    The list is the same for everybody; what of it is offered is only what the reader's own documents hold.
    """

    def goes_on(known: Known) -> bool:
        return (
            known.language == language
            and bool(known.terms)
            and known.words != tuple(words)
            and set(words[:-1]) <= set(known.words)
            and any(word.startswith(words[-1]) for word in known.words)
        )

    def rank(known: Known) -> tuple[bool, int, str]:
        begins = " ".join(known.words).startswith(" ".join(words))
        return not begins, len(known.words), known.text

    likely = sorted(filter(goes_on, _synonyms().known), key=rank)[:MAX_LIKELY]
    if not likely:
        return []
    held = engine.frequencies([term for known in likely for term in known.terms], keywords)
    found: dict[Terms, str] = {}
    for known in likely:
        if held.keys() >= set(known.terms):
            found.setdefault(known.terms, known.text)
    return list(found.values())[:limit]


def corrected_text(asked: SearchQuery) -> str:
    """The question with its corrections in place."""
    text = asked.words.text
    for typed, shown in asked.corrected.items():
        text = replaced(text, typed, shown)
    return text


# Synonyms.

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The words from ``start`` to ``end`` are an expression in ``language``; ``others`` mean the same."""

    start: int
    end: int
    language: str
    others: Sequence[tuple[str, Terms]]


@dataclass(frozen=True, slots=True)
class Known:
    """An expression of the list as it is written there, its words as they are typed and as they are analysed."""

    language: str
    text: str
    words: Terms
    terms: Terms


class Synonyms:
    """The groups, by the terms of their expressions."""

    def __init__(self, groups: Sequence[SearchSynonym]) -> None:
        # What the expressions of each group may be found by.
        self.meant: list[list[tuple[str, Terms]]] = []
        self.by_terms: dict[tuple[str, Terms], list[int]] = {}
        self.longest = 1
        self.known = {
            Known(language, expression, tuple(analysis.words(expression)), tuple(analysis.terms(expression, language)))
            for group in groups
            for language, expression in group.expressions()
        }
        self.by_letter: dict[str, list[Known]] = {}
        for known in self.known:
            if len(known.words) == len(known.terms) == 1 and len(known.words[0]) > 4:
                self.by_letter.setdefault(known.words[0][:1], []).append(known)
        for group in groups:
            held = list(
                dict.fromkeys(
                    (language, terms)
                    for language, expression in group.expressions()
                    for terms in _spelt(expression, language)
                )
            )
            for entry in held:
                self.by_terms.setdefault(entry, []).append(len(self.meant))
                self.longest = max(self.longest, len(entry[1]))
            # Two letters are read for what they stand for, and stand for nothing: « AC » is in « PI-IMP-AC-01 » too.
            self.meant.append([entry for entry in held if len(entry[1]) > 1 or len(_plain(entry[1][0])) > 2])

    def nearest(self, typed: str) -> Found | None:
        """The single word of the list that ``typed`` may have been meant for; the first letter is seldom wrong."""
        folded = analysis.fold(typed)
        most = vocabulary.most_edits(folded)
        found = [
            (edits, known.text, known)
            for known in self.by_letter.get(folded[:1], ())
            if abs(len(known.words[0]) - len(folded)) <= most
            and 0 < (edits := vocabulary.edits_between(folded, known.words[0])) <= most
        ]
        if not found:
            return None
        edits, text, known = min(found, key=lambda each: each[:2])
        return Found(edits, known.language, text, known.terms[0], 0)

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
                    others = [entry for each in numbers for entry in self.meant[each] if entry != (language, terms)]
                    return Match(places[0], places[number - 1] + 1, language, list(dict.fromkeys(others)))
        return None


def _spelt(expression: str, language: str) -> list[Terms]:
    """The terms of an expression; of a single word those of its other number too, where that has another stem."""
    tokens = list(analysis.tokens(expression, language))
    if len(tokens) == 1:
        word = expression[tokens[0].start : tokens[0].end].lower()
        return [(term,) for term in analysis.spellings(word, language)]
    return [tuple(token.term for token in tokens)] if tokens else []


def _plain(term: str) -> str:
    return term.partition(analysis.SEPARATOR)[2]


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
    beginnings = _beginnings(spots)
    held = _held_codes(beginnings.values(), engine, keywords)
    return {
        word: sorted(code for code in held if code.startswith(beginning) and code != word)[:MAX_CODES]
        for word, beginning in beginnings.items()
    }


def _beginnings(spots: Sequence[Spot]) -> dict[str, str]:
    """Numbers that ask for a code → what the codes begin with. A branch has two digits at least: « 80000000 » too."""
    named = any(spot.word == NAME_OF_CODES for spot in spots)
    found: dict[str, str] = {}
    for spot in spots:
        word = spot.word
        if spot.exact or not word.isascii() or not word.isdigit() or not 2 <= len(word) <= 8:
            continue
        asked = named or (len(spots) == 1 and not _YEAR.fullmatch(word))
        if len(word) >= 5 or asked:
            found[word] = word[:2] + word[2:].rstrip("0") if len(word) == 8 or asked else word
    return found


def _without_their_name(spots: Sequence[Spot], codes: Collection[str]) -> list[Spot]:
    """Beside a code the word CPV says what the code is, and is not looked for: nearly every lesson has one."""
    words = {spot.word for spot in spots}
    said = {NAME_OF_CODES, "code", "codes"} if codes and NAME_OF_CODES in words else set()
    return [spot for spot in spots if spot.exact or spot.word not in said]


def _held_codes(beginnings: Iterable[str], engine: Engine, keywords: frozenset[str]) -> set[str]:
    """The codes with one of these beginnings that the reader's documents hold."""
    known = {code for codes in vocabulary.codes(beginnings).values() for code in codes}
    terms = {code: _terms_of_code(code) for code in sorted(known)}
    held = engine.frequencies([term for each in terms.values() for term in each], keywords) if terms else {}
    return {code for code, each in terms.items() if any(term in held for term in each)}


def codes_asked(asked: SearchQuery) -> list[str]:
    """The numbers of a question that can only be codes."""
    spots = asked.words.spots()
    named = len(spots) == 1 or any(spot.word == NAME_OF_CODES for spot in spots)
    return [word for word in _beginnings(spots) if named or len(word) == 8]


def branches_above(asked: SearchQuery, engine: Engine) -> dict[str, str]:
    """Code typed → the nearest branch above it, of eight digits, below which the reader's documents have some."""
    beginnings = _beginnings(asked.words.spots())
    beginnings = {word: beginnings[word] for word in codes_asked(asked)}
    held = _held_codes({beginning[:2] for beginning in beginnings.values()}, engine, asked.keywords)
    found = {}
    for word, beginning in beginnings.items():
        for length in range(len(beginning) - 1, 1, -1):
            if any(code.startswith(beginning[:length]) for code in held):
                found[word] = beginning[:length].ljust(8, "0")
                break
    return found


def replaced(text: str, typed: str, shown: str) -> str:
    """``text`` with one of its words exchanged."""
    start = text.lower().find(typed)
    return text if start < 0 else text[:start] + shown + text[start + len(typed) :]


def _terms_of_code(code: str) -> list[str]:
    return [term for language in analysis.LANGUAGES for term in analysis.terms(code, language)]


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
    engine: EmbeddedEngine,
    asked: SearchQuery,
) -> tuple[dict[str, Correction], dict[str, int], tuple[str, ...]]:
    """Words that none of the reader's documents holds, and that are no known expression → what was meant.

    And those that few hold → how many; and those that none holds, where nothing else can be meant.
    """
    explained = {place for match in synonyms.matches(spots) for place in range(match.start, match.end)}
    doubtful = [
        spot
        for place, spot in enumerate(spots)
        if place not in explained and not spot.exact and spot.word not in codes and _may_be_misspelt(spot)
    ]
    if not doubtful:
        return {}, {}, ()
    terms = [term for spot in doubtful for spelt in spot.terms.values() for term in spelt]
    held = engine.frequencies(terms, asked.keywords)
    numbers = {
        spot.word: sum(held.get(term, 0) for spelt in spot.terms.values() for term in spelt) for spot in doubtful
    }
    unknown = [word for word, number in numbers.items() if not number]
    near = _spelt_near(dict.fromkeys(unknown, ()), engine, asked)
    corrections: dict[str, Correction] = {}
    for word in unknown:
        # The list is the same for everybody: a word of it may be meant that no document holds, and lead to others.
        listed = synonyms.nearest(word)
        if listed and (word not in near or listed.distance < near[word][0].distance):
            near[word] = [listed]
    for word, found in near.items():
        meant: dict[str, tuple[str, ...]] = {}
        for each in found[:MAX_CORRECTIONS]:
            meant[each.language] = tuple(dict.fromkeys([*meant.get(each.language, ()), each.term]))
        corrections[word] = Correction(found[0].shown, Spot(word, meant))
    few = {word: number for word, number in numbers.items() if 0 < number <= FEW}
    return corrections, few, tuple(word for word in unknown if word not in corrections)


def _spelt_near(
    typed: Mapping[str, Collection[str]], engine: EmbeddedEngine, asked: SearchQuery
) -> dict[str, list[Found]]:
    """For each word typed the nearest of the reader's documents, but for the terms beside it; none without any.

    Fewest edits, then the reader's language, same first letter, most often. All words are looked up together: what
    it costs does not grow with their number.

    The table of words knows spellings of documents that the reader may not see. So it only says which terms to look
    at; what is near is read from the reader's own documents. All of them are looked at: were only the first few,
    private words could push public ones out.
    """
    folded = {word: analysis.fold(word) for word in typed}
    known = vocabulary.near(folded.values())
    # Of each term the spelling that is nearest in the table: the reader's own may be further away, never nearer.
    likely: dict[str, dict[str, int]] = {word: {} for word in typed}
    for word, without in typed.items():
        for each in known.get(folded[word], ()):
            if each.term not in without:
                likely[word][each.term] = min(each.distance, likely[word].get(each.term, each.distance))
    terms = sorted({term for each in likely.values() for term in each})
    held = engine.examples(terms, asked.keywords, READ) if terms else {}
    near: dict[str, list[Found]] = {word: [] for word in typed}
    for edits in (1, 2):
        # Where one is nearer already, what is this far away is not looked at.
        wanted = {
            word: [term for term, least in each.items() if max(least, 1) == edits and term in held]
            for word, each in likely.items()
            if not any(found.distance < edits for found in near[word])
        }
        chosen = {term for of_word in wanted.values() for term in of_word}
        spelt = _spellings_read({term: held[term] for term in chosen}, asked.keywords)
        for word, of_word in wanted.items():
            near[word] += _found(folded[word], of_word, spelt, held)

    return {word: _ranked(found, folded[word][:1], asked.language) for word, found in near.items() if found}


def _ranked(found: Sequence[Found], letter: str, language: str) -> list[Found]:
    nearest = min(each.distance for each in found)
    return sorted(
        (each for each in found if each.distance == nearest),
        key=lambda each: (
            each.language != language,
            analysis.fold(each.shown)[:1] != letter,
            -each.number,
            each.term,
        ),
    )


def _found(
    typed: str, terms: Iterable[str], spelt: Mapping[str, Collection[str]], held: Mapping[str, Examples]
) -> Iterator[Found]:
    """Of ``terms`` those that are written near enough, each in its nearest spelling."""
    most = vocabulary.most_edits(typed)
    for term in terms:
        near = [(vocabulary.edits_between(typed, analysis.fold(word)), word) for word in spelt[term]]
        edits, shown = min(near, default=(most + 1, ""))
        if edits <= most:
            yield Found(edits, term.partition(analysis.SEPARATOR)[0], shown, term, held[term].number)


def _spellings_read(examples: Mapping[str, Examples], keywords: frozenset[str]) -> dict[str, set[str]]:
    """How the reader's documents that are named with each term write it."""
    found: dict[str, set[str]] = {term: set() for term in examples}
    wanted = {pk for each in examples.values() for pk in each.ids}
    if not wanted:
        return found
    for row in SearchDocument.objects.filter(pk__in=wanted, acl__in=keywords).select_related("text"):
        for part in (row.title, row.text.summary, *row.text.tags, row.text.body[:MAX_READ]):
            for word, term in analysis.spelt(set(part.split()), row.language, found.keys()).items():
                found[term].add(word)
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
