"""What was read a moment ago is put only where nobody has put something newer; and reading may be others' work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from multiprocessing import active_children

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import QueryDict

from core.models import PageAccess
from home.models import StandardPage
from search import crew, engines, filling, intake, results, services, vocabulary
from search.models import SearchDocument, SearchText, SearchWord
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory

pytestmark = pytest.mark.django_db


def source(page: StandardPage) -> str:
    return f"home.standardpage:{page.pk}"


def title(page: StandardPage) -> str:
    return SearchDocument.objects.get(key=f"page:{page.pk}").title


def take_in(batch: intake.Batch) -> int:
    with transaction.atomic():
        return services.take_in(batch)


def test_what_changed_since_it_was_read_is_asked_again(page: Callable) -> None:
    made, other = page("Vélo"), page("Autre")
    page_now = StandardPage.objects.get(pk=made.pk)
    page_now.title = "Bicyclette"
    page_now.save()
    other_now = StandardPage.objects.get(pk=other.pk)
    other_now.title = "Autrement"
    other_now.save()
    batch = intake.read([source(made), source(other)])
    StandardPage.objects.filter(pk=made.pk).update(title="Tandem")
    services.refresh(source(made))

    with transaction.atomic():
        done = intake.put(batch)
    as_put = (title(made), title(other))

    assert (done.again, done.written, as_put) == ([source(made)], 1, ("Tandem", "Autrement"))


def test_what_is_new_since_it_was_read_is_not_put_back(home_fr: object) -> None:
    made = StandardPageFactory(parent=home_fr, title="Vélo")
    batch = intake.read([source(made)])
    StandardPage.objects.filter(pk=made.pk).update(title="Tandem")
    services.refresh(source(made))

    written = take_in(batch)

    assert (written, title(made)) == (0, "Tandem")


def test_what_is_gone_since_it_was_read_does_not_come_back(page: Callable) -> None:
    made = page("Vélo")
    batch = intake.read([source(made)])
    made.delete()

    take_in(batch)

    assert not SearchDocument.objects.filter(key=f"page:{made.pk}").exists()


def test_a_page_hidden_since_it_was_read_stays_hidden(page: Callable) -> None:
    made = page("Vélo")
    SearchDocument.objects.filter(key=f"page:{made.pk}").update(digest="")
    batch = intake.read([source(made)])
    access = PageAccess.objects.get(page_id=made.pk)
    access.keyword = "space:7"
    access.save()

    take_in(batch)

    row = SearchDocument.objects.get(key=f"page:{made.pk}")
    assert (row.acl, engines.embedded_engine().held()[row.pk], bool(row.digest)) == ("space:7", "space:7", True)


def test_access_alone_is_enough_to_be_written_again(page: Callable) -> None:
    made = page("Vélo")
    SearchDocument.objects.filter(key=f"page:{made.pk}").update(acl="agents")

    written = take_in(intake.read([source(made)]))

    assert (written, SearchDocument.objects.get(key=f"page:{made.pk}").acl) == (1, "public")


def test_what_search_knows_is_not_analysed_again(page: Callable) -> None:
    made = page("Vélo")

    batch = intake.read([source(made)])

    assert (len(batch.items), batch.rows, batch.pieces, len(batch.segment.columns)) == (1, [], {}, 0)


def test_of_two_with_one_key_the_later_is_held(public: int) -> None:
    first, second = (DocumentFactory(key="twice", title=word, page_id=public) for word in ("Premier", "Second"))

    with transaction.atomic():
        services.store({"tests.thing:1": [first], "tests.thing:2": [second]})

    row = SearchDocument.objects.get(key="twice")
    assert (row.title, row.source, row.pk in engines.embedded_engine().held()) == ("Second", "tests.thing:2", True)


def test_what_is_left_out_of_a_segment_is_not_found(public: int) -> None:
    documents = [DocumentFactory(title=f"Mot{n}", page_id=public) for n in range(3)]
    batch = intake.analysed({f"tests.thing:{n}": [document] for n, document in enumerate(documents)})
    engine = engines.embedded_engine()

    # Keys in another order than the documents, and one document without.
    engine.take_in(batch.segment, [(30, "public"), None, (10, "space:7")])

    everybody, members = frozenset({"public"}), frozenset({"public", "space:7"})
    terms = ["fr·mot0", "fr·mot1", "fr·mot2"]
    assert engine.frequencies(terms, everybody) == {"fr·mot0": 1}
    assert engine.frequencies(terms, members) == {"fr·mot0": 1, "fr·mot2": 1}
    assert {10: "space:7", 30: "public"}.items() <= engine.held().items()
    assert [held.ids for held in engine.examples(terms, members, 5).values()] == [(30,), (10,)]


def everything() -> list[tuple[object, ...]]:
    rows = SearchDocument.objects.order_by("key").select_related("text")
    held = engines.embedded_engine().held()
    names = ("key", "source", "digest", "acl", "title_length", "body_length", "date")
    return [
        (*(getattr(row, name) for name in names), held.get(row.pk), row.text.body, row.text.tags, row.text.facets)
        for row in rows
    ]


def told() -> tuple[object, ...]:
    words = set(SearchWord.objects.values_list("language", "folded", "term"))
    return SearchText.objects.count(), everything(), hits(filling.COMMON), words


def hits(text: str) -> list[str]:
    asked = results.read(QueryDict(f"q={text}"), user=AnonymousUser(), language="fr")
    return [hit.title for hit in results.find(asked, user=AnonymousUser()).hits]


@pytest.fixture
def corpus(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up pages and comments of which search has heard nothing, worth several batches and other processes."""
    monkeypatch.setattr(crew, "WORTH", 1)
    monkeypatch.setattr(services, "REBUILD_BATCH", 20)
    filling.fill(60, 80, 0.3, lambda walk, of: walk)


def forget() -> None:
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    vocabulary.forget()


@pytest.mark.django_db(transaction=True)
def test_others_read_what_one_would_have_read(corpus: None) -> None:
    forget()
    written, _removed = services.rebuild(processes=2)
    shared = told()
    forget()

    assert services.rebuild() == (written, 0)

    assert (shared, len(shared[1])) == (told(), written)
    assert services.differences() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pause", [0, 1], ids=["met when an answer is waited for", "met when more is asked"])
def test_readers_that_are_killed_are_done_without(corpus: None, pause: int) -> None:
    forget()
    seen: list[int] = []

    def killing(walk: Iterable, total: int) -> Iterable:
        for number, name in enumerate(walk):
            children = active_children()
            if number == total // 2 and children:
                seen.append(len(children))
                for child in children:
                    child.kill()
                time.sleep(pause)
            yield name

    services.rebuild(killing, processes=3)

    assert seen == [2]
    assert services.differences() == {}


def test_inside_a_transaction_nobody_else_is_asked(page: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would not see what it has done."""
    monkeypatch.setattr(crew, "WORTH", 1)
    page("Vélo")
    SearchDocument.objects.all().delete()

    services.rebuild(lambda walk, total: walk, processes=2)

    assert (hits("vélo"), active_children()) == (["Vélo"], [])
