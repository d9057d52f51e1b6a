"""Quoted words are the very words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from core.models import PageAccess
from search import engines, results
from search.models import SearchDocument
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def make(home_fr: object) -> Callable[..., SearchDocument]:
    pages: dict[str, int] = {}

    def one(title: str, *, to: str = "public", **fields: object) -> SearchDocument:
        if to not in pages:
            page = StandardPageFactory(parent=home_fr)
            PageAccess(page_id=page.pk, keyword=to).save()
            pages[to] = page.pk
            SearchDocument.objects.filter(page=page).delete()
        return put(DocumentFactory(title=title, page_id=pages[to], **fields))[0]

    return one


def found(typed: str, language: str = "fr") -> set[str]:
    params = QueryDict(mutable=True)
    params["q"] = typed
    asked = results.read(params, user=AnonymousUser(), language=language)
    ids = engines.current_engine().search(asked).ids
    return set(SearchDocument.objects.filter(pk__in=ids).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ('"marché"', {"Un marché"}),
        ('"MARCHE"', {"Un marché"}),
        ("« marchés »", {"Des marchés"}),
        ("marché", {"Un marché", "Des marchés"}),
        ('"marché" marchés', {"Un marché"}),
        ('"marché" "marchés"', set()),
    ],
)
def test_quoted_word_is_not_its_stem_mates(make: Callable, typed: str, titles: set[str]) -> None:
    make("Un marché")
    make("Des marchés")

    assert found(typed) == titles


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ('"délai de réponse"', {"Le délai de réponse"}),
        ('"delai reponse"', {"Le délai de réponse"}),
        ('"délais de réponse"', {"Les délais de réponse"}),
        ('"délai"', {"Le délai de réponse", "Un délai pour toute bonne réponse"}),
    ],
)
def test_quoted_expression_is_found_in_its_own_forms(make: Callable, typed: str, titles: set[str]) -> None:
    make("Le délai de réponse")
    make("Les délais de réponse")
    make("Un délai pour toute bonne réponse")

    assert found(typed) == titles


@pytest.mark.parametrize("where", [{"summary": "Au cœur"}, {"body": "Au cœur"}, {"tags": ("cœur",)}])
def test_quoted_word_is_found_wherever_it_stands(make: Callable, where: dict) -> None:
    make("Titre", **where)
    make("Autre titre", body="Des cœurs.")

    assert found('"coeur"') == {"Titre"}


def test_quoted_word_is_found_in_each_language(make: Callable) -> None:
    make("Le train de nuit")
    make("The night train", language="en")
    make("Trains", language="en")

    assert found('"train"') == {"Le train de nuit", "The night train"}


@pytest.mark.parametrize(("title", "typed"), [("The buyer's guide", '"buyer guide"'), ("Trains from here", '"trains"')])
def test_english_words_are_read_without_what_hangs_on_them(make: Callable, title: str, typed: str) -> None:
    make(title, language="en")

    assert found(typed, "en") == {title}


def test_numbers_and_filters_are_those_of_what_holds_the_word(make: Callable) -> None:
    make("Un marché", facets={"family": ["studies"]})
    make("Des marchés", facets={"family": ["printing"]})
    params = QueryDict('q="marché"', mutable=True)

    answer = engines.current_engine().search(results.read(params, user=AnonymousUser(), language="fr"))

    assert (answer.total, answer.facets["family"]) == (1, {"studies": 1})


def test_what_the_reader_may_not_see_decides_nothing(make: Callable) -> None:
    make("Un marché")
    before = found('"marché"'), found('"marchés"')
    make("Des marchés", to="agents")

    assert (found('"marché"'), found('"marchés"')) == before == ({"Un marché"}, set())
