"""Segments of the embedded engine: what is put together, worked in, rolled back or read meanwhile changes no answer."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection, connections, transaction

from search import engines, services
from search.engines import query, segments, shelf
from search.engines.base import DATE, RELEVANCE, EngineResult, SearchQuery
from search.engines.embedded import EmbeddedEngine
from search.models import SearchDocument, SearchOverride, SearchPosting, SearchSegment
from tests.factories.search import DocumentFactory, put
from tests.search.contract import Ask, ask, make, pages, titles  # noqa: F401

WORDS = ["vélo", "train", "ville", "marché", "marchés", "clause", "clauses", "sociale", "sociales", "insertion"]
WORDS += ["papier", "lot", "achat", "durable"]
QUESTIONS = ["vélo", "marché durable", "clause sociale insertion", "achat -ville", "", "zzz"]
QUOTED = ['"clause sociale"', '"clauses sociales"', '"marchés"', '-"marché"']


@pytest.fixture
def engine(db: None) -> EmbeddedEngine:
    return engines.embedded_engine()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes that a test reaches: every kind of segment and of putting together comes about with dozens of documents."""
    monkeypatch.setattr(shelf, "PACKED", 12)
    monkeypatch.setattr(shelf, "LEVELS", (3, 12, 48))
    monkeypatch.setattr(shelf, "FACTOR", 3)
    monkeypatch.setattr(shelf, "SMALL", 12)
    monkeypatch.setattr(shelf, "LARGEST", 96)


def some(chance: random.Random, pages: dict[str, int], key: str) -> object:  # noqa: F811
    return DocumentFactory(
        key=key,
        title=" ".join(chance.choices(WORDS, k=3)),
        body=" ".join(chance.choices(WORDS, k=chance.randint(0, 40))),
        kind=chance.choice(["page", "lesson", "comment"]),
        language=chance.choice(["fr", "fr", "en"]),
        tags=tuple(chance.sample(["a", "b", "c", "d"], k=chance.randint(0, 3))),
        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(0, 5)),
        page_id=pages[chance.choice(["public", "public", "agents", "space:7"])],
    )


def answers(ask: Ask) -> list[EngineResult]:  # noqa: F811
    return [
        ask(text, keywords=keywords, sort=sort, filters=filters)
        for text in [*QUESTIONS, *QUOTED]
        for keywords in [("public",), ("public", "agents"), ("public", "agents", "space:7")]
        for sort in (RELEVANCE, DATE)
        for filters in ({}, {"tag": ("a", "b"), "kind": ("page",)})
    ]


def index_anew() -> None:
    """One segment of everything, made from the rows."""
    SearchSegment.objects.all().delete()
    SearchPosting.objects.all().delete()
    SearchOverride.objects.all().delete()
    engines.embedded_engine().index(list(SearchDocument.objects.select_related("text").order_by("pk")))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("small")
def test_answers_do_not_depend_on_how_documents_lie_in_segments(pages: dict, ask: Ask, seed: int) -> None:  # noqa: F811
    """A life of additions, changes, deletions and changes of access, tidied now and then, against all at once."""
    chance = random.Random(seed)  # noqa: S311
    engine = engines.embedded_engine()
    kinds: set[bool] = set()
    for turn in range(60):
        keys = [f"test:{chance.randint(0, 90)}" for _ in range(chance.randint(1, 6))]
        with transaction.atomic():
            services.store({f"tests.thing:{key}": [some(chance, pages, key)] for key in set(keys)})
        if turn % 3 == 0:
            SearchDocument.objects.filter(key__in=[f"test:{chance.randint(0, 90)}" for _ in range(2)]).delete()
        if turn % 4 == 0:
            SearchDocument.objects.filter(key=f"test:{chance.randint(0, 90)}").update(
                acl=chance.choice(["", "public", "agents"])
            )
        if turn % 10 == 9:
            engine.tidy()
        kinds |= {segment.words is None for segment in SearchSegment.objects.all()}
    lived = answers(ask)
    held = engine.held()

    engine.tidy()
    tidied = answers(ask)
    index_anew()

    assert lived == tidied == answers(ask)
    assert held == engine.held() == dict(SearchDocument.objects.values_list("pk", "acl"))
    assert kinds == {True, False}, "both kinds of segments must have taken part"


@pytest.mark.usefixtures("small")
def test_many_small_segments_become_few(pages: dict) -> None:  # noqa: F811
    chance = random.Random(1)  # noqa: S311
    for number in range(60):
        put(some(chance, pages, f"test:{number}"))

    engines.embedded_engine().tidy()

    sizes = list(SearchSegment.objects.order_by("number").values_list("documents", flat=True))
    assert (sum(sizes), len(sizes) < 8) == (60, True), sizes
    large = SearchSegment.objects.filter(words=None).values_list("postings", flat=True)
    assert set(SearchPosting.objects.values_list("postings", flat=True)) == set(large)


@pytest.mark.usefixtures("small")
def test_deleted_document_does_not_come_back_from_an_older_segment(pages: dict, make: Callable, ask: Ask) -> None:  # noqa: F811
    """Its last version is put together with others and dropped; an older one lies in a segment that is left alone."""
    chance = random.Random(2)  # noqa: S311
    with transaction.atomic():
        services.store(
            {f"tests.thing:{n}": [some(chance, pages, f"test:{n}")] for n in range(20)}
            | {"tests.thing:x": [DocumentFactory(key="test:x", title="Licorne", page_id=pages["public"])]}
        )
    with transaction.atomic():
        services.store({"tests.thing:x": [DocumentFactory(key="test:x", title="Phénix", page_id=pages["public"])]})
    SearchDocument.objects.filter(key="test:x").delete()
    for number in range(5):
        make(f"Autre {number}")

    engines.embedded_engine().tidy()

    assert SearchSegment.objects.filter(documents__gt=20).exists(), "the older segment must still lie there"
    assert (titles(ask("licorne")), titles(ask("phénix"))) == ([], [])


def test_overrides_are_worked_in_when_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
    make: Callable,  # noqa: F811
    ask: Ask,  # noqa: F811
) -> None:
    rows = [make(f"Vélo {number}") for number in range(6)]
    SearchDocument.objects.filter(pk__in=[row.pk for row in rows[:2]]).delete()
    SearchDocument.objects.filter(pk=rows[2].pk).update(acl="agents")
    SearchDocument.objects.filter(pk=rows[3].pk).update(acl="")
    before = [ask("vélo"), ask("vélo", keywords=("public", "agents"))]
    waiting = SearchOverride.objects.count()
    monkeypatch.setattr(shelf, "MAX_OVERRIDES", 0)

    engines.embedded_engine().tidy()
    after = [ask("vélo"), ask("vélo", keywords=("public", "agents"))]
    SearchDocument.objects.filter(pk=rows[3].pk).update(acl="public")

    assert (waiting >= 4, SearchOverride.objects.count()) == (True, 1)
    assert [result.total for result in before] == [2, 3]
    assert (after, ask("vélo").total) == (before, 3)


def test_rolled_back_transaction_leaves_nothing_that_is_read(make: Callable, ask: Ask) -> None:  # noqa: F811
    class Undo(Exception):
        pass

    make("Vélo")
    before = ask("vélo")

    def fail() -> None:
        with transaction.atomic():
            make("Vélo pliant")
            assert ask("vélo").total == 2
            raise Undo

    with pytest.raises(Undo):
        fail()
    after = ask("vélo")
    make("Vélo cargo")

    assert (after, titles(ask("vélo cargo"))) == (before, ["Vélo cargo", "Vélo"])


def test_reader_begins_again_when_a_segment_is_gone(
    monkeypatch: pytest.MonkeyPatch,
    make: Callable,  # noqa: F811
    ask: Ask,  # noqa: F811
) -> None:
    for number in range(12):
        make(f"Vélo {number}")
    engine = engines.embedded_engine()
    before = ask("vélo")
    original = shelf.Shelf._list
    turns = []

    def list_and_put_together(self: shelf.Shelf) -> object:
        known = original(self)
        if not turns:
            turns.append(1)
            shelf.memory.clear()
            group = [shelf.Known(*vars_of(part)) for part in known[0]]
            monkeypatch.setattr(shelf.Shelf, "_list", original)
            assert engine.shelf._put_together(group)
        return known

    monkeypatch.setattr(shelf.Shelf, "_list", list_and_put_together)

    assert (ask("vélo"), turns) == (before, [1])


def vars_of(part: shelf.Known) -> tuple:
    return part.key, part.postings, part.number, part.documents, part.packed


def test_memory_keeps_to_its_limit_and_forgets_the_oldest() -> None:
    memory = shelf.Memory(100)
    for number in range(10):
        memory.put(number, str(number), 30)
        memory.get(0)

    assert (memory.size, memory.get(0), memory.get(9), memory.get(5)) == (90, "0", "9", None)


@pytest.mark.parametrize("number", [0, 1, 7])
def test_columns_and_words_survive_being_stored(number: int) -> None:
    chance = random.Random(number)  # noqa: S311
    made = segments.build(
        segments.Entry(
            pk=pk * 3,
            acl=chance.choice(["public", ""]),
            language="fr",
            date=pk,
            title=["fr·a\0a", "fr·b\0b"],
            body=chance.choices(["fr·a\0a", "fr·a\0as", "fr·b\0b", "fr·é\0é"], k=9),
            title_words=["été", "b"],
            facets={"kind": ["page"], "tag": ["é\n", ""]},
        )
        for pk in range(number)
    )

    columns = segments.Columns.decode(made.columns.encode())
    words = segments.Words.decode(made.words.encode())
    rows = segments.Words.of_rows(made.words.rows())

    assert columns.pks.tolist() == [pk * 3 for pk in range(number)]
    assert [facet.values for facet in columns.facets.values()] == ([["page"], ["é\n"]] if number else [])
    for other in (words, rows):
        assert other.terms == made.words.terms
        np.testing.assert_array_equal(other.postings, made.words.postings)
        np.testing.assert_array_equal(other.places, made.words.places)
        np.testing.assert_array_equal(other.forms, made.words.forms)
        np.testing.assert_array_equal(other.word_starts, made.words.word_starts)
        assert other.words == made.words.words


def test_word_said_more_often_than_can_be_counted_is_kept_with_its_first_places() -> None:
    entry = segments.Entry(
        pk=1,
        acl="public",
        language="fr",
        date=0,
        title=["fr·a\0a"],
        body=["fr·b\0b", *["fr·a\0as"] * 70_000, "fr·c\0c"],
        title_words=["a"],
        facets={},
    )

    words = segments.build([entry]).words
    merged = segments.Words.of_rows(words.rows())

    assert [words.of(term).tolist() for term in ("fr·a", "fr·b", "fr·c")] == [
        [(0, segments.LAST_PLACE - 1, 1)],
        [(0, 1, 0)],
        [(0, 1, 0)],
    ]
    assert [len(words.places_of(term).places) for term in words.terms] == [segments.LAST_PLACE, 1, 1]
    assert [words.places_of(term).words for term in words.terms] == [["a", "as"], ["b"], ["c"]]
    np.testing.assert_array_equal(merged.places, words.places)
    np.testing.assert_array_equal(merged.forms, words.forms)


def test_segments_from_before_words_were_told_apart_are_read_and_put_together_with_new_ones() -> None:
    def entry(pk: int) -> segments.Entry:
        title, body = ["fr·b\0b"], ["fr·a\0a", "fr·a\0as"]
        return segments.Entry(pk, "public", "fr", 0, title, body, ["b"], {})

    old, new = segments.build([entry(1)]), segments.build([entry(2)])
    known = {"terms", "starts", "postings", "places"}
    meta, arrays = segments.unpack(old.words.encode())
    before = segments.Words.decode(segments.pack(meta, {name: held for name, held in arrays.items() if name in known}))
    rows = segments.Words.of_rows(
        (term, data, places[: 2 * len(before.places_of(term).places)]) for term, data, places in old.words.rows()
    )
    keep, nothing = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)
    parts = [
        segments.Part(segment.columns, words, segment.columns.acl, keep, nothing)
        for segment, words in ((old, rows), (new, new.words))
    ]
    merged = segments.merge(parts, ["public"]).words

    for words in (before, rows):
        assert [words.of(term).tolist() for term in ("fr·a", "fr·b")] == [[(0, 2, 0)], [(0, 0, 1)]]
        assert set(words.forms.tolist()) == {segments.MOST_FORMS}
    assert merged.of("fr·a").tolist() == [(0, 2, 0), (1, 2, 0)]
    assert (merged.places_of("fr·a").words, merged.places_of("fr·a").forms.tolist()) == (["a", "as"], [255, 255, 0, 1])


def test_words_beyond_those_that_are_told_apart_are_found_and_stand_in_no_phrase(
    monkeypatch: pytest.MonkeyPatch,
    make: Callable,  # noqa: F811
    ask: Ask,  # noqa: F811
    engine: EmbeddedEngine,
) -> None:
    monkeypatch.setattr(segments, "MOST_FORMS", 2)
    with transaction.atomic():
        make("Clause", body="clauser clauses")
    index_anew()
    before = {word: ask(f'"{word}"').total for word in ("clause", "clauser", "clauses")}
    for number in range(12):
        make(f"Train {number}")
    engine.shelf._put_together(engine.shelf._list()[0])
    after = {word: ask(f'"{word}"').total for word in ("clause", "clauser", "clauses")}

    assert (ask("clauses").total, before) == (1, {"clause": 1, "clauser": 1, "clauses": 0})
    assert after == before


# Completions and frequencies.


def test_completions_are_those_of_the_readers_titles_best_first(make: Callable, engine: EmbeddedEngine) -> None:  # noqa: F811
    make("Écolabel européen du papier", kind="comment")
    make("Critère : écolabels et autres preuves")
    make("Ecolabel")
    make("Ecological label", language="en")
    make("L’école")
    make("Écolabel secret", to="space:7")
    make("Papier", body="écolabel")

    def complete(words: list[str], beginning: str, *keywords: str, language: str = "fr", limit: int = 8) -> list[str]:
        pks = engine.completions(words, beginning, frozenset(keywords), language, limit)
        rows = SearchDocument.objects.in_bulk(pks)
        return [rows[pk].title for pk in pks]

    assert complete([], "ecolab", "public") == [
        "Ecolabel",
        "Critère : écolabels et autres preuves",
        "Écolabel européen du papier",
    ]
    assert complete([], "ecolab", "public", "space:7", limit=2) == ["Ecolabel", "Écolabel secret"]
    assert complete([], "ecolo", "public", language="en") == ["Ecological label"]
    assert complete(["l"], "ec", "public") == ["L’école"]
    assert complete(["ecolabels"], "", "public") == ["Critère : écolabels et autres preuves"]
    assert [complete([], "ecolab"), complete([], "", "public"), complete(["ecolab"], "eur", "public")] == [[], [], []]


def test_frequencies_count_what_the_reader_may_see(make: Callable, engine: EmbeddedEngine) -> None:  # noqa: F811
    make("Vélo vélo", body="vélo")
    make("Train", body="vélo")
    make("Vélo secret", to="space:7")
    terms = ["fr·vélo", "fr·velo", "fr·secret", "fr·train"]

    assert engine.frequencies(terms, frozenset({"public"})) == {"fr·velo": 2, "fr·train": 1}
    assert engine.frequencies(terms, frozenset({"public", "space:7"})) == {"fr·velo": 3, "fr·secret": 1, "fr·train": 1}
    assert engine.frequencies(terms, frozenset()) == {}


# At once.


@pytest.fixture
def in_threads(transactional_db: None) -> Iterator[Callable[..., list[BaseException]]]:
    """``in_threads(a, b)``: both at once, each with a connection of its own; returns what they raised."""

    def run(*works: Callable[[], None]) -> list[BaseException]:
        raised: list[BaseException] = []

        def one(work: Callable[[], None]) -> None:
            try:
                work()
            except BaseException as error:
                raised.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return raised

    return run


@pytest.mark.usefixtures("small")
def test_writers_tidiers_and_readers_at_once_lose_and_double_nothing(
    in_threads: Callable[..., list[BaseException]], home_fr: object
) -> None:
    from core.models import PageAccess
    from tests.factories.core import StandardPageFactory

    page = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=page.pk, keyword="public").save()
    SearchDocument.objects.all().delete()
    per_writer = 30
    done = threading.Event()
    totals: list[int] = []

    def write(writer: int) -> None:
        for number in range(per_writer):
            key = f"test:{writer}:{number}"
            with transaction.atomic():
                services.store({f"tests.thing:{key}": [DocumentFactory(key=key, title="Vélo", page_id=page.pk)]})

    def write_all() -> None:
        in_threads(lambda: write(1), lambda: write(2))
        done.set()

    def tidy() -> None:
        while not done.is_set():
            engines.embedded_engine().tidy()

    def read() -> None:
        asked = SearchQuery(words=query.parse("vélo"), keywords=frozenset({"public"}), language="fr")
        while not done.is_set():
            totals.append(engines.embedded_engine().search(asked).total)

    raised = in_threads(write_all, tidy, tidy, read)

    asked = SearchQuery(words=query.parse("vélo"), keywords=frozenset({"public"}), language="fr")
    engine = engines.embedded_engine()
    assert raised == []
    assert (totals == sorted(totals), engine.search(asked).total) == (True, 2 * per_writer), totals
    assert engine.held() == dict(SearchDocument.objects.values_list("pk", "acl"))
    if connection.vendor == "postgresql":
        assert len(totals) > 3
