"""From text to terms: what makes « l'achat », « achats » and « ACHAT » one and the same for search.

Lower case, elision, stop words, Snowball stem, accents folded, in this order: the French stemmer reads accents.
Each term carries its language (``fr·march``), so that one index holds all languages and none disturbs another.

Texts are taken in as tokens: a term with the word that it stands for, folded (``parted``). What is typed is looked for
by the term; what is quoted is looked for by both.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import snowballstemmer

# Raise it when terms come out differently: documents indexed with another version are taken in anew.
VERSION = 4

MAX_TERM = 40
SEPARATOR = "·"
# Between a term and its word in a token. It stands in no text, and sorts before all that does.
_WORD_OF = "\0"
WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"\S+")
_APOSTROPHES = "'’ʼ"
_ELIDING_WORD = re.compile(r"[^\W_]+['’]?")
_ENGLISH_WORD = re.compile(r"['’]?[^\W_]+")

_ELIDED = frozenset(["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])
_ENGLISH_ENDINGS = frozenset(["s", "t", "d", "ll", "re", "ve", "m"])

# Short on purpose: « sans » (« sans suite ») and « contre » mean something here.
_STOP = {
    "fr": frozenset(
        """
        a ai aie aient ait as au aucun aujourd aura aurait aussi autre autres aux avait avec avoir avons ayant car ce
        ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des doit donc
        dont du elle elles en entre es est et etaient etait etant etre eu eut faire fait faut font hui hors il ils
        je l la le les leur leurs lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par parce
        pas peut peuvent plus pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se sera serait ses si
        soit son sont sur t ta te tel telle tels tes ton tous tout toute toutes tres tu un une vers vos votre vous y
        combien puis je suis etes sommes veux veut voulons voulez voudrais lequel laquelle lesquels lesquelles
        """.split()  # noqa: SIM905
    ),
    "en": frozenset(
        """
        a about after all also am an and any are as at be because been before being between both but by can could did
        do does doing done for from had has have having he her here hers him his how i if in into is it its just may
        me might more most must my no nor not of off on once only or other our ours out over own same shall she
        should so some such than that the their theirs them then there these they this those through to too under
        until up us very was we were what when where which while who whom whose why will with would you your yours
        """.split()  # noqa: SIM905
    ),
}
# What the stemmer throws together with words of another meaning: formats, a commune, "environ", a source, a business.
_APART = {
    "fr": {
        **dict.fromkeys(
            ["formation", "formations", "formateur", "formateurs", "formatrice", "formatrices"], "formation"
        ),
        **dict.fromkeys(["communication", "communications"], "communication"),
        **dict.fromkeys(["environnement", "environnements"], "environnement"),
        **dict.fromkeys(["maintenance", "maintenances"], "maintenance"),
    },
    "en": {
        "sourcing": "sourcing",
        **dict.fromkeys(["busy", "busier", "busiest"], "busy"),
        # A French word in an English question must not ask for formats.
        **dict.fromkeys(["formation", "formations"], "formation"),
        **dict.fromkeys(["publication", "publications"], "publication"),
        **dict.fromkeys(["statement", "statements"], "statement"),
    },
}
# In C, for pystemmer is installed: Python's own takes fifty times as long over the same stems.
_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
LANGUAGES = tuple(_STEMMERS)
# A stemmer keeps the word it works on in itself: two threads in one of them would mix their words.
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where in the text the word stands that gave it."""

    term: str
    start: int
    end: int


def tokens(text: str, language: str) -> Iterator[Token]:
    """The terms of ``text`` in order. Words that say nothing (articles, pronouns) give none."""
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match.group().lower()
        if language == "fr" and word in _ELIDED and text[end : end + 1] in _APOSTROPHES and end < len(text):
            continue
        if language == "en" and start and text[start - 1] in _APOSTROPHES and word in _ENGLISH_ENDINGS:
            continue
        term = _term(word, language)
        if term:
            yield Token(term, start, end)


def tokens_among(text: str, language: str, wanted: Set[str]) -> Iterator[Token]:
    """As ``tokens``, for whoever looks for some terms only: what stands between them is told as one token without term.

    A fourth of the time, for most pieces of a text are known to hold none of them.
    """
    known = _table(language)
    quiet = False
    for match in _PIECE.finditer(text):
        held = known[match.group()]
        if held and not wanted.isdisjoint(terms_of(held)):
            start = match.start()
            for token in tokens(match.group(), language):
                yield Token(token.term, start + token.start, start + token.end)
            quiet = False
        elif held and not quiet:
            yield Token("", match.start(), match.start())
            quiet = True


def terms(text: str, language: str) -> list[str]:
    """As ``tokens`` without places, several times as quick."""
    return terms_of(said(text.split(), language))


def said(pieces: Iterable[str], language: str) -> list[str]:
    """A token for each word that says something, in order; no word runs over two pieces. What texts are taken in by."""
    # Millions of pieces, few of them new: nothing is called for each that is not written in C.
    return list(chain.from_iterable(map(_table(language).__getitem__, pieces)))


def parted(token: str) -> tuple[str, str]:
    """A token's term, and its word as it is typed, folded and not stemmed."""
    term, _sep, word = token.partition(_WORD_OF)
    return term, word


def joined(term: str, word: str) -> str:
    return f"{term}{_WORD_OF}{word}"


def terms_of(tokens: Iterable[str]) -> list[str]:
    return [token.partition(_WORD_OF)[0] for token in tokens]


def spelt(pieces: Iterable[str], language: str, among: Set[str] | None = None) -> dict[str, str]:
    """The words of such pieces in lower case, each with its term; only those with a term of ``among``, if given."""
    known = _table(language)
    saying = (piece for piece in pieces if (among is None or not among.isdisjoint(terms_of(known[piece]))))
    return {
        word.strip("'’").lower(): term
        for piece in saying
        for word in _words_of(piece, language)
        if (term := _term_of(word, language)) and (among is None or term in among)
    }


def _words_of(piece: str, language: str) -> list[str]:
    """Words, each with the apostrophe that decides whether it says anything."""
    return (_ENGLISH_WORD if language == "en" else _ELIDING_WORD).findall(piece)


def _table(language: str) -> _Terms:
    known = _terms.get(language)
    if known is None:
        known = _terms[language] = _Terms(language)
    if len(known) > _MOST_PIECES:
        known.clear()
    return known


class _Terms(dict[str, tuple[str, ...]]):
    """Piece → its tokens in ``language``: whole texts are taken in by it, at a tenth of what a call a word costs."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, piece: str) -> tuple[str, ...]:
        tokens = tuple(
            joined(term, fold(word.lower())[:MAX_TERM])
            for word in _words_of(piece, self.language)
            if (term := _term_of(word, self.language))
        )
        if len(piece) <= _LONGEST_PIECE:
            self[piece] = tokens
        return tokens


_MOST_PIECES = 200_000
_LONGEST_PIECE = 100
_terms: dict[str, _Terms] = {}


def _term_of(word: str, language: str) -> str:
    """The term of a word with the apostrophe that follows it, in English the one before it."""
    plain = word.strip("'’").lower()
    if language == "fr" and plain in _ELIDED and word[-1] in "'’":
        return ""
    if language == "en" and plain in _ENGLISH_ENDINGS and word[0] in "'’":
        return ""
    return _term(plain, language)


def spellings(word: str, language: str) -> tuple[str, ...]:
    """The terms that ``word`` may stand for: as typed first, then its other number, then as if an accent had been
    left out at its end.

    The French stemmer leaves the plural of « vélos », « élus », « lieux » and « travaux » as it is. And it reads
    accents: without them « pénalités », « matière » and « accès » end otherwise. Inside a word they are folded anyway.
    """
    term = _term(word, language)
    if not term or language != "fr" or not word.isalpha() or len(word) < 3:
        return (term,) if term else ()
    spelt = [*_other_numbers(word)]
    if word.isascii() and len(word) > 3:
        spelt += [word[: -len(plain)] + ending for plain, ending in _UNACCENTED if word.endswith(plain)]
    return tuple(dict.fromkeys([term, *filter(None, (_term(each, language) for each in spelt))]))


def _other_numbers(word: str) -> Iterator[str]:
    """What may be the singular or the plural of a French ``word``. What is no word stands nowhere, and does no harm."""
    if word.endswith(("s", "x")):
        if len(word) > 3:
            yield word[:-1]
        if word.endswith("aux"):
            yield word[:-3] + "ail"
    else:
        yield word + "s"
        if word.endswith("u"):
            yield word + "x"
        if word.endswith("ail"):
            yield word[:-3] + "aux"


_UNACCENTED = [
    (plain + number, accented + number)
    for plain, accented in [("e", "é"), ("ee", "ée"), ("ere", "ère"), ("eme", "ème"), ("ete", "ète")]
    for number in ("", "s")
] + [("es", "ès")]


def words(text: str) -> list[str]:
    """The words of ``text`` as they are typed, folded and not stemmed: what completions are made of."""
    return [word for match in WORD.finditer(text.lower()) if (word := fold(match.group()))]


@lru_cache(maxsize=200_000)
def _term(word: str, language: str) -> str:
    plain = fold(word)
    if plain in _STOP.get(language, ()):
        return ""
    if apart := _APART.get(language, {}).get(plain):
        return f"{language}{SEPARATOR}{apart}"
    stemmer = _STEMMERS.get(language)
    # Short words and codes (« TS-01 », « lot 3 ») are what they are.
    if stemmer is not None and len(word) > 3 and (word.isalpha() or not any(map(str.isdigit, word))):
        with _lock:
            word = stemmer.stemWord(word)
    folded = fold(word)[:MAX_TERM]
    return f"{language}{SEPARATOR}{folded}" if folded else ""


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Without accents, ligatures opened: ``cœur`` and ``coeur``, ``marché`` and ``marche`` are one."""
    if word.isascii():
        word = word.lower()
    else:
        word = word.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
        word = unicodedata.normalize("NFKD", word).lower()
    # An accent that stands alone is no letter, and goes with all else that is none.
    return word if word.isalnum() else "".join(filter(str.isalnum, word))
