from __future__ import annotations

import threading

import pytest

from search.engines import analysis, highlight, query
from search.engines.query import Words
from tests.search.hostile import HOSTILE


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("fr", "L’achat d'études", ["achat", "etud"]),
        ("fr", "qu'il n'y a pas lorsqu’on", []),
        ("fr", "Aujourd'hui, l'été", ["ete"]),
        ("fr", "PI-ETU-TS-01", ["pi", "etu", "ts", "01"]),
        ("fr", "Cœur & ÆQUO", ["coeur", "aequo"]),
        ("fr", "Formations, formatrices et formats", ["formation", "formation", "format"]),
        ("fr", "La communication de la commune", ["communication", "commun"]),
        ("fr", "", []),
        ("en", "The buyer's policies", ["buyer", "polici"]),
        ("en", "l'achat", ["l", "achat"]),
        ("en", "Busy with sourcing: a source, a business", ["busy", "sourcing", "sourc", "busi"]),
        ("en", "Formations and formats", ["formation", "format"]),
        ("de", "Die Vergaben", ["die", "vergaben"]),
    ],
)
def test_terms(language: str, text: str, terms: list[str]) -> None:
    assert analysis.terms(text, language) == [f"{language}·{term}" for term in terms]


@pytest.mark.parametrize("text", ["é" * 1_000, "x" * 1_000])
def test_term_is_never_longer_than_its_column(text: str) -> None:
    assert [len(term) <= 50 for term in analysis.terms(text, "fr")] == [True]


def test_tokens_know_where_they_stand() -> None:
    text = "De l’Étude !"

    assert [text[token.start : token.end] for token in analysis.tokens(text, "fr")] == ["Étude"]


def test_stemmer_bears_threads() -> None:
    words = [
        f"{stem}{ending}" for stem in ("achet", "march", "contract") for ending in ("er", "és", "ons", "ions")
    ] * 50
    expected = [analysis.terms(f"{word}{n}x", "fr") for n, word in enumerate(words)]
    analysis._term.cache_clear()
    analysis._terms.clear()
    got: list[list[list[str]]] = []

    def work() -> None:
        got.append([analysis.terms(f"{word}{n}x", "fr") for n, word in enumerate(words)])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [expected] * 8


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("vélo ville", Words("vélo ville", ("vélo", "ville"))),
        ('"vélo de ville" train', Words('"vélo de ville" train', ("train",), ("vélo de ville",))),
        ("« vélo de ville »", Words("« vélo de ville »", (), ("vélo de ville",))),
        ('"vélo"', Words('"vélo"', (), ("vélo",))),
        ('vélo "ville', Words('vélo "ville', ("vélo", " ville"))),
        ("vélo -ville", Words("vélo -ville", ("vélo",), (), ("ville",))),
        ('vélo -"de ville"', Words('vélo -"de ville"', ("vélo",), (), (), ("de ville",))),
        ('vélo -"de ville', Words('vélo -"de ville', ("vélo", "- de", "ville"))),
        ("éco-conception", Words("éco-conception", ("éco-conception",))),
        ("critère PI-FOR-SC-01", Words("critère PI-FOR-SC-01", ("critère",), ("PI-FOR-SC-01",))),
        ("article L. 2111-1", Words("article L. 2111-1", ("article",), ("L2111-1",))),
        ("article 2.2 encres", Words("article 2.2 encres", ("article", "encres"), ("2.2",))),
        ("r 2152-7 d3112", Words("r 2152-7 d3112", ("d3112",), ("r2152-7",))),
        ("marché-public-2024", Words("marché-public-2024", ("marché-public-2024",))),
        ("  vélo \n\t ville ", Words("vélo ville", ("vélo", "ville"))),
        ("vé\x00lo", Words("vélo", ("vélo",))),
        ("--- ??? !", Words("--- ??? !")),
    ],
)
def test_question_is_read(typed: str, words: Words) -> None:
    assert query.parse(typed) == words


def test_question_is_short_however_long_it_was() -> None:
    words = query.parse(" ".join(f"mot{n}" for n in range(1_000)))

    assert (len(words.text) <= query.MAX_LENGTH, len(words.wanted)) == (True, query.MAX_WORDS)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 1), ("0", 1), ("-3", 1), ("2", 2), ("999999999999999999999", 100), ("x", 1), ("²", 1), ("٣", 1), ("1e5", 1)],
)
def test_page_number_is_always_one(typed: str, number: int) -> None:
    assert query.page_number(typed) == number


def shown(segments: list[highlight.Segment]) -> str:
    return "".join(f"[{segment.text}]" if segment.found else segment.text for segment in segments)


def test_found_words_are_marked_and_neighbours_as_one() -> None:
    expressions = [(term,) for term in analysis.terms("marché infructueux", "fr")]

    assert shown(highlight.mark("Les marchés infructueux, un marché.", expressions, "fr")) == (
        "Les [marchés infructueux], un [marché]."
    )


@pytest.mark.parametrize(
    ("expressions", "marked"),
    [
        (["sans suite"], "Rien sans raison, à la suite ; [sans suite]."),
        (["sans suite", "suite"], "Rien sans raison, à la [suite] ; [sans suite]."),
        (["raison suite"], "Rien sans [raison, à la suite] ; sans suite."),
        (["suite sans raison"], "Rien sans raison, à la suite ; sans suite."),
        (["sans suite", "suite sans suite"], "Rien sans raison, à la [suite ; sans suite]."),
        ([], "Rien sans raison, à la suite ; sans suite."),
    ],
    ids=["as-a-whole", "and-a-word-of-it", "over-words-that-say-nothing", "other-order", "longest", "nothing"],
)
def test_expression_is_marked_where_it_stands_as_such(expressions: list[str], marked: str) -> None:
    wanted = [tuple(analysis.terms(expression, "fr")) for expression in expressions]

    assert shown(highlight.mark("Rien sans raison, à la suite ; sans suite.", wanted, "fr")) == marked


def test_passage_is_where_most_words_stand() -> None:
    text = "Un vélo. " + "Rien à dire ici. " * 60 + "Le vélo électrique en ville. " + "Encore rien. " * 60
    expressions = [(term,) for term in analysis.terms("vélo électrique", "fr")]

    passage = shown(highlight.passage(text, expressions, "fr"))

    assert "[vélo électrique] en ville" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < highlight.PASSAGE + 20


def test_passage_without_found_words_is_the_beginning() -> None:
    passage = shown(highlight.passage("Une phrase. " * 100, [], "fr"))

    assert passage.startswith("Une phrase.")
    assert passage.endswith(" …")


def test_passage_of_one_endless_word_is_bounded() -> None:
    assert len(shown(highlight.passage("x" * 100_000, [("fr·x",)], "fr"))) < highlight.PASSAGE + 20


@pytest.mark.parametrize("language", ["fr", "en", "de"])
@pytest.mark.parametrize(
    "text",
    [
        "L’achat d'aujourd'hui, qu’on l'ait lu ou non: l’ l' 'l",
        "The buyer's guide isn't ours; 's 's' rock'n'roll",
        "CŒUR ſtraße İstanbul ǅ l’Œuvre d’ÉTÉ",
        *HOSTILE[::7],
    ],
)
def test_terms_of_a_text_are_those_of_its_tokens(text: str, language: str) -> None:
    assert analysis.terms(text, language) == [token.term for token in analysis.tokens(text, language)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "text", ["L’achat d'aujourd'hui,\u00a0l'achat et qu’on l'ait lu\u2028achat", "The buyer's  buyers", *HOSTILE[::7]]
)
def test_tokens_among_others_are_where_they_are_in_the_whole_text(text: str, language: str) -> None:
    every = list(analysis.tokens(text, language))
    wanted = {token.term for token in every[::3]}

    found = list(analysis.tokens_among(text, language, wanted))

    def following(tokens: list) -> list:
        """Each token that is wanted, and whether another one stands right before it."""
        return [
            (token, place > 0 and tokens[place - 1].term in wanted)
            for place, token in enumerate(tokens)
            if token.term in wanted
        ]

    assert following(found) == following(every)


def test_quoted_expression_is_marked_in_its_own_words_only() -> None:
    expressions, quoted = [("fr·march", "fr·infructu")], {("fr·march", "fr·infructu"): {("marche", "infructueux")}}

    assert shown(
        highlight.mark("Des marchés infructueux, un marché infructueux.", expressions, "fr", quoted=quoted)
    ) == ("Des marchés infructueux, un [marché infructueux].")


def test_words_that_a_hyphen_joins_are_marked_as_one() -> None:
    expressions = [("fr·accord",), ("fr·cadr",)]

    assert shown(highlight.mark("L’accord-cadre, l’accord, cadre", expressions, "fr")) == (
        "L’[accord-cadre], l’[accord], [cadre]"
    )
