"""What every engine must do. A module of tests takes all of it and gives the ``engine`` fixture.

The documents of a contract test hang on pages of one reader group each: ``pages["public"]``, ``["agents"]``,
``["space:7"]``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import PageAccess
from search.engines import base, query
from search.engines.base import Engine, EngineResult, SearchQuery
from search.models import SearchDocument
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put
from tests.search.hostile import HOSTILE
from tests.search.reference import Reference

Ask = Callable[..., EngineResult]


@pytest.fixture
def pages(home_fr: object) -> dict[str, int]:
    SearchDocument.objects.all().delete()
    made = {}
    for keyword in ("public", "agents", "space:7"):
        page = StandardPageFactory(parent=home_fr)
        PageAccess(page_id=page.pk, keyword=keyword).save()
        made[keyword] = page.pk
    return made


@pytest.fixture
def make(pages: dict[str, int]) -> Callable[..., list[SearchDocument]]:
    """``make("Titre", body="…")``: one document, public and French unless told."""

    def one(title: str, *, to: str = "public", **fields: object) -> SearchDocument:
        return put(DocumentFactory(title=title, page_id=pages[to], **fields))[0]

    return one


@pytest.fixture
def ask(engine: Engine) -> Ask:
    def search(text: str = "", *, keywords: tuple[str, ...] = ("public",), **options: object) -> EngineResult:
        options.setdefault("language", "fr")
        return engine.search(
            SearchQuery(words=query.parse(text), keywords=frozenset(keywords), **options)  # type: ignore[arg-type]
        )

    return search


def titles(result: EngineResult) -> list[str]:
    rows = SearchDocument.objects.in_bulk(result.ids)
    return [rows[pk].title for pk in result.ids]


# Words.


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Un marché infructueux", "marche infructueux"),
        ("Un marché infructueux", "MARCHÉS"),
        ("L'achat durable", "d’achat"),
        ("L’achat durable", "achats"),
        ("Véhicules électriques", "vehicule electrique"),
        ("Le cœur du sujet", "coeur"),
        ("Études de mobilité", "l'étude"),
        ("Marché sans suite", "sans suite"),
        ("Critère PI-ETU-TS-01", "PI-ETU-TS-01"),
        ("Études de marché 79311000", "79311000"),
    ],
)
def test_french_word_is_found_as_people_type_it(make: Callable, ask: Ask, text: str, typed: str) -> None:
    make(text)
    make("Tout autre chose")

    assert titles(ask(typed)) == [text]


@pytest.mark.parametrize(
    ("text", "typed"),
    [("Procurement policies", "policy"), ("The buyer's guide", "buyers guide"), ("Reusable text", "REUSABLE")],
)
def test_english_word_is_found_as_people_type_it(make: Callable, ask: Ask, text: str, typed: str) -> None:
    make(text, language="en")
    make("Something else", language="en")

    assert titles(ask(typed, language="en")) == [text]


@pytest.mark.parametrize("where", ["summary", "body"])
def test_word_is_found_in_every_text(make: Callable, ask: Ask, where: str) -> None:
    make("Un titre", **{where: "La réversibilité est prévue."})

    assert titles(ask("réversibilité")) == ["Un titre"]


def test_word_is_found_in_tags(make: Callable, ask: Ask) -> None:
    make("Un titre", tags=("insertion",))

    assert titles(ask("insertion")) == ["Un titre"]


def test_one_word_of_many_is_enough_but_more_words_come_first(make: Callable, ask: Ask) -> None:
    make("Insertion Insertion Insertion", body="insertion")
    make("Clause", body="Une clause sociale parle aussi d'insertion, plus loin.")
    make("Rien de cela")

    assert titles(ask("clause sociale insertion")) == ["Clause", "Insertion Insertion Insertion"]


@pytest.fixture
def tolerance() -> float:
    """How far, of a score, an engine may stray from the reference: one that cannot count as it does overrides this."""
    return 1e-6


_WORDS = """
    achat vélo ville étude mobilité clause insertion marché lot papier recyclé délai offre prix visite atelier critère
    livraison train repas formation langue signes rapport données habitants enquête avance pénalité
""".split()  # noqa: SIM905


@pytest.fixture
def crowd(make: Callable) -> None:
    """Sixty documents of common and rare words, long and short, in two languages and for two readers."""
    chance = random.Random(4)  # noqa: S311

    def words(number: int) -> str:
        return " ".join(_WORDS[int(len(_WORDS) * chance.random() ** 2)] for _ in range(number))

    for number in range(60):
        make(
            words(chance.randint(1, 6)),
            body=words(chance.randint(0, 80)),
            language="en" if number % 7 == 0 else "fr",
            to="agents" if number % 5 == 0 else "public",
            date=datetime(2026, 1, number % 28 + 1, tzinfo=UTC) if number % 3 else None,
        )


@pytest.mark.parametrize(
    "typed",
    [
        "vélo",
        "achat ville",
        "clause sociale insertion",
        "pénalité",
        "le papier recyclé de la ville",
        " ".join(_WORDS[:12]),
    ],
)
@pytest.mark.parametrize("keywords", [("public",), ("public", "agents")], ids=["public", "agents"])
@pytest.mark.parametrize("recent_from", [None, datetime(2026, 1, 15, tzinfo=UTC)], ids=["any-age", "recent"])
@pytest.mark.usefixtures("crowd")
def test_order_is_that_of_the_reference(
    engine: Engine, tolerance: float, typed: str, keywords: tuple[str, ...], recent_from: datetime | None
) -> None:
    asked = SearchQuery(
        words=query.parse(typed),
        keywords=frozenset(keywords),
        language="fr",
        per_page=100,
        recent_from=recent_from,
    )
    reference = Reference(asked.keywords)
    scores = reference.scores(asked)

    found = engine.search(asked).ids

    assert sorted(found) == sorted(scores)
    worth = [scores[pk] for pk in found]
    assert [a for a, b in pairwise(worth) if a < b * (1 - tolerance)] == []
    if tolerance < 1e-3:
        assert list(found) == reference.ranking(asked)


def test_title_counts_more_than_text(make: Callable, ask: Ask) -> None:
    make("Réunion", body="On y parle de réemploi.")
    make("Réemploi", body="On y parle de réunion.")

    assert titles(ask("réemploi")) == ["Réemploi", "Réunion"]


def test_recent_comes_before_what_answers_a_little_better_and_not_before_what_answers_much_better(
    make: Callable, ask: Ask
) -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    long = " de la mairie" * 90
    make("Réemploi du papier, du bois, du verre", body="Papier" + long, date=datetime(2020, 5, 1, tzinfo=UTC))
    make("Réemploi des papiers, bois et verres", body="Bureau" + long, date=since)
    for number in range(6):
        make(f"Réunion {number}", body="Réemploi du papier", date=datetime(2026, 5, 1, tzinfo=UTC))

    def first(**options: object) -> list[str]:
        return titles(ask("réemploi papier bois verre", **options))[:2]

    assert first() == ["Réemploi du papier, du bois, du verre", "Réemploi des papiers, bois et verres"]
    assert first(recent_from=since) == ["Réemploi des papiers, bois et verres", "Réemploi du papier, du bois, du verre"]


def test_rare_word_counts_more_than_common_one(make: Callable, ask: Ask) -> None:
    for number in range(5):
        make(f"Formation {number}")
    make("Vélo")

    assert titles(ask("formation vélo"))[0] == "Vélo"


def test_readers_language_comes_first_and_the_other_is_found(make: Callable, ask: Ask) -> None:
    make("Formation", language="fr")
    make("Formation", language="en", body="")

    found = ask("formation", language="en")

    assert [SearchDocument.objects.get(pk=pk).language for pk in found.ids] == ["en", "fr"]


def test_phrase_is_found_as_it_stands(make: Callable, ask: Ask) -> None:
    make("Un", body="Le délai de réponse est trop court.")
    make("Deux", body="La réponse vient dans un délai.")

    assert titles(ask('"délai de réponse"')) == ["Un"]


def test_phrase_does_not_run_from_title_into_text(make: Callable, ask: Ask) -> None:
    make("Délai", body="réponse")

    assert titles(ask('"délai réponse"')) == []


def test_refused_word_takes_documents_away(make: Callable, ask: Ask) -> None:
    make("Études de mobilité")
    make("Études de sol")

    assert titles(ask("études -sol")) == ["Études de mobilité"]


def test_refused_expression_takes_away_what_holds_it_as_it_stands(make: Callable, ask: Ask) -> None:
    make("Études", body="Une étude de sol, et un sol.")
    make("Études", body="Un sol, et une étude.", language="fr")
    make("Studies", body="A soil study, in « étude de sol ».", language="en")

    assert ask('études sol -"étude de sol"').total == 1
    assert ask('-"étude de sol"').total == 1


def test_quoted_words_are_the_very_words_and_their_rank_is_that_of_all_forms(make: Callable, ask: Ask) -> None:
    make("Un marché", facets={"family": ["studies"]})
    make("Des marchés", facets={"family": ["printing"]})
    make("Marchés", body="Un marché public, des clauses sociales.", language="fr")

    assert sorted(titles(ask('"MARCHE"'))) == ["Marchés", "Un marché"]
    assert titles(ask('"marché" "marchés"')) == ["Marchés"]
    assert ask('"clause sociale"').total == 0
    assert titles(ask('"clauses sociales"')) == ["Marchés"]
    assert titles(ask('-"marchés"')) == ["Un marché"]
    assert ask('"un marché"').facets["family"] == {"studies": 1}


def test_only_refused_words_give_the_rest(make: Callable, ask: Ask) -> None:
    make("Études de mobilité")
    make("Études de sol")

    assert titles(ask("-sol")) == ["Études de mobilité"]


@pytest.mark.parametrize("typed", ["le la les", "zzzzqqq", '"de la"'])
def test_words_that_say_nothing_find_nothing(make: Callable, ask: Ask, typed: str) -> None:
    make("Études de mobilité")

    assert ask(typed) == EngineResult()


def test_nothing_asked_gives_everything_latest_first(make: Callable, ask: Ask) -> None:
    make("Ancien", date=datetime(2024, 1, 1, tzinfo=UTC))
    make("Sans date")
    make("Récent", date=datetime(2026, 1, 1, tzinfo=UTC))

    assert titles(ask()) == ["Récent", "Ancien", "Sans date"]


def test_results_can_be_sorted_by_date(make: Callable, ask: Ask) -> None:
    make("Vélo vélo", date=datetime(2024, 1, 1, tzinfo=UTC))
    make("Un vélo parmi d'autres choses", date=datetime(2026, 1, 1, tzinfo=UTC))

    assert titles(ask("vélo", sort=base.DATE)) == ["Un vélo parmi d'autres choses", "Vélo vélo"]


# Facets, filters, pages.


def test_facets_count_what_was_found(make: Callable, ask: Ask) -> None:
    make("Vélo", kind="lesson", device="lesson", tags=("cycle", "ville"), facets={"cause": ("delay",)})
    make("Vélo électrique", kind="lesson", device="lesson", tags=("cycle",))
    make("Autre", kind="page", tags=("cycle",))

    assert ask("vélo").facets == {
        "cause": {"delay": 1},
        "device": {"lesson": 2},
        "kind": {"lesson": 2},
        "language": {"fr": 2},
        "tag": {"cycle": 2, "ville": 1},
    }


def test_filter_narrows_all_facets_but_its_own(make: Callable, ask: Ask) -> None:
    make("Vélo un", kind="lesson", tags=("a",))
    make("Vélo deux", kind="visit", tags=("b",))
    make("Vélo trois", kind="visit", tags=("a",))

    found = ask("vélo", filters={"kind": ("visit",), "tag": ("a",)})

    assert (titles(found), found.total) == (["Vélo trois"], 1)
    assert (found.facets["kind"], found.facets["tag"]) == ({"lesson": 1, "visit": 1}, {"a": 1, "b": 1})


def test_values_of_one_facet_add_up(make: Callable, ask: Ask) -> None:
    for kind in ("lesson", "visit", "page"):
        make("Vélo", kind=kind)

    assert ask("vélo", filters={"kind": ("lesson", "visit")}).total == 2


def test_filter_without_words_finds(make: Callable, ask: Ask) -> None:
    make("Vélo", tags=("a",))
    make("Autre", tags=("b",))

    assert titles(ask(filters={"tag": ("a",)})) == ["Vélo"]


def test_unknown_filter_finds_nothing(make: Callable, ask: Ask) -> None:
    make("Vélo", tags=("a",))

    assert ask("vélo", filters={"tag": ("'; --",), "nothing": ("x",)}).ids == ()


def test_pages_follow_one_another_and_the_last_one_answers_for_later_ones(make: Callable, ask: Ask) -> None:
    for number in range(25):
        make(f"Vélo {number}")

    found = [ask("vélo", page=page) for page in (1, 2, 3, 99)]

    assert [(len(result.ids), result.page, result.total) for result in found] == [
        (10, 1, 25),
        (10, 2, 25),
        (5, 3, 25),
        (5, 3, 25),
    ]
    assert len({pk for result in found[:3] for pk in result.ids}) == 25


# Who may see.


def fill_private(make: Callable) -> None:
    """Things that would show if anything leaked: in words, numbers, order and facets."""
    for number in range(12):
        make(f"Vélo secret {number}", to="space:7", kind="secret", tags=("caché",), body="vélo cycle " * 20)
        make("Cycle cycle cycle", to="agents", tags=("agents seulement",), body="Une ville à vélo.")


@pytest.mark.parametrize("typed", ["vélo", "cycle ville", "secret", '"vélo secret"', "-ville", "", "vélo -cycle"])
@pytest.mark.parametrize("sort", base.SORTS)
def test_answer_is_the_same_with_and_without_private_documents(make: Callable, ask: Ask, typed: str, sort: str) -> None:
    make("Vélo en ville", tags=("cycle",), body="Un cycle, une ville, un vélo.")
    make("Le cycle de vie", body="De longues lignes sur le cycle, la ville et un peu le vélo." * 5)
    make("Ville", kind="lesson", body="vélo")
    before = ask(typed, sort=sort)

    fill_private(make)
    after = ask(typed, sort=sort)

    assert after == before


def test_each_reader_finds_what_they_hold_the_keyword_of(make: Callable, ask: Ask) -> None:
    make("Vélo public")
    make("Vélo des agents", to="agents")
    make("Vélo des membres", to="space:7")

    found = {
        keywords: sorted(titles(ask("vélo", keywords=keywords)))
        for keywords in [("public",), ("public", "agents"), ("public", "agents", "space:7"), ("public", "space:8"), ()]
    }

    assert found == {
        ("public",): ["Vélo public"],
        ("public", "agents"): ["Vélo des agents", "Vélo public"],
        ("public", "agents", "space:7"): ["Vélo des agents", "Vélo des membres", "Vélo public"],
        ("public", "space:8"): ["Vélo public"],
        (): [],
    }


# Change.


def test_changed_document_is_found_by_its_new_words_only(pages: dict[str, int], ask: Ask, engine: Engine) -> None:
    put(DocumentFactory(key="test:a", title="Ancien vélo", page_id=pages["public"]))
    from django.db import transaction

    from search import services

    with transaction.atomic():
        source = SearchDocument.objects.get(key="test:a").source
        services.store({source: [DocumentFactory(key="test:a", title="Nouveau train", page_id=pages["public"])]})

    assert (titles(ask("vélo")), titles(ask("train"))) == ([], ["Nouveau train"])


@pytest.mark.parametrize("sort", base.SORTS)
def test_only_what_holds_more_than_half_of_the_words_if_that_is_asked(make: Callable, ask: Ask, sort: str) -> None:
    both = [
        make("Clause sociale"),
        make("Une clause", body="Rien que du social."),
        make("Social clause", language="en"),
    ]
    make("Clause d’exécution")
    make("Lien social", to="agents")

    loose, well = (ask("clause sociale", sort=sort, well=well) for well in (False, True))
    three = ask("clause sociale insertion", sort=sort, well=True)
    one = ask("exécution", sort=sort, well=True)

    assert (loose.total, well.total, three.total, one.total) == (4, 3, 3, 1)
    assert set(well.ids) == {document.pk for document in both}
    assert sum(well.facets["language"].values()) == 3


def test_removed_document_is_found_no_more(make: Callable, ask: Ask) -> None:
    make("Vélo").delete()

    assert ask("vélo") == EngineResult()


def test_index_forgets_what_is_removed(make: Callable, ask: Ask, engine: Engine) -> None:
    row = make("Vélo")

    engine.remove([row.pk, row.pk + 1_000])

    assert ask("vélo").ids == ()


# Bad input and cost.


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_question_is_answered(make: Callable, ask: Ask, typed: str) -> None:
    make("Vélo")

    assert isinstance(ask(typed, page=query.page_number(typed)), EngineResult)


@pytest.mark.parametrize("typed", HOSTILE[::5])
def test_hostile_document_is_taken_in(make: Callable, ask: Ask, typed: str) -> None:
    make(f"Vélo {typed}"[:500], body=typed, tags=(typed[:100],), facets={"cause": (typed,)})

    assert ask("vélo").total == 1


@pytest.mark.parametrize("number", [3, 300])
def test_number_of_statements_does_not_depend_on_the_number_of_documents(
    make: Callable, pages: dict[str, int], engine: Engine, ask: Ask, number: int
) -> None:
    put(*[DocumentFactory(title=f"Vélo {n}", page_id=pages["public"], tags=(f"t{n % 7}",)) for n in range(number)])

    with CaptureQueriesContext(connection) as queries:
        ask("vélo ville", filters={"kind": ("page",), "tag": ("t1",)})

    assert len(queries) == 2
