from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from core.models import PageAccess
from core.models.vocabularies import CpvCode
from core.searchable import cpv_divisions
from search import engines
from search.models import SearchDocument, SearchSynonym
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put
from tests.search.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def ask(client: Client, language: str = "fr", **params: object) -> str:
    response = client.get(f"/{language}/search/", params)
    assert response.status_code == 200
    return response.content.decode()


def test_result_shows_kind_title_passage_and_facts(client: Client, public: int) -> None:
    put(
        DocumentFactory(
            kind="comment",
            title="Question – Article 3",
            body="Le délai de réponse est-il trop court ?",
            page_id=public,
            url="/fr/ici/#c1",
        )
    )

    html = ask(client, q="délai")

    assert "Le <mark>délai</mark> de réponse est-il trop court ?" in html
    assert '<a href="/fr/ici/#c1">Question – Article 3</a>' in html
    assert "<li>La page</li>" in html


def test_words_are_marked_in_the_title_and_in_the_tag_that_alone_has_them(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Délai de réponse", tags=("délais",), page_id=public),
        DocumentFactory(title="Sans rapport", tags=("délais longs", "autre"), page_id=public),
    )

    html = ask(client, q="délai")

    assert ("<mark>Délai</mark> de réponse</a>" in html, html.count("Mot-clé")) == (True, 1)
    assert "Mot-clé\u00a0: <mark>délais</mark> longs</li>" in html


def test_code_before_its_label_is_shown_once(client: Client, public: int) -> None:
    put(DocumentFactory(body="CPV 79311000\n79311000 Services d’études", page_id=public))

    assert "CPV <mark>79311000</mark> Services d’études" in ask(client, q="79311000")


@pytest.mark.parametrize(
    ("typed", "passage"),
    [
        ('"délai de réponse"', "Un délai long, une réponse tardive : le <mark>délai de réponse</mark> est trop court."),
        (
            "délai réponse",
            "Un <mark>délai</mark> long, une <mark>réponse</mark> tardive : le <mark>délai</mark> de <mark>",
        ),
        ("échéance", "Un délai long, une réponse tardive : le <mark>délai de réponse</mark> est trop court."),
        (
            "attente",
            "Un délai long, une <mark>réponse</mark> tardive : le délai de <mark>réponse</mark> est trop <mark>court",
        ),
    ],
    ids=["phrase", "words", "synonym", "synonym-that-stands-nowhere-as-such"],
)
def test_expression_is_marked_as_a_whole_and_its_words_only_if_it_stands_nowhere(
    client: Client, public: int, typed: str, passage: str
) -> None:
    SearchSynonym.objects.create(code="a", fr="échéance | délai de réponse")
    SearchSynonym.objects.create(code="b", fr="attente | court réponse")
    put(
        DocumentFactory(body="Un délai long, une réponse tardive : le délai de réponse est trop court.", page_id=public)
    )

    assert passage in ask(client, q=typed)


def test_what_people_wrote_is_never_markup(client: Client, public: int) -> None:
    put(
        DocumentFactory(
            title="<script>alert(1)</script> vélo",
            body='<img src=x onerror="alert(1)"> vélo',
            tags=("<b>",),
            page_id=public,
        )
    )

    html = ask(client, q="vélo <i>")

    assert [found in html for found in ("<script>alert(1)", "<img src=x", "<b>", "<i>")] == [False] * 4


def test_contribution_is_shown_under_the_readers_language(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", page_id=public, url="/fr/espaces/velo/#a1", any_language=True))

    html = ask(client, "en", q="vélo")

    assert 'href="/en/espaces/velo/#a1"' in html


def test_result_in_the_other_language_is_marked(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", page_id=public, url="/fr/velo/", language="fr"))

    html = ask(client, "en", q="vélo")

    assert '<h3 class="result__title" lang="fr">' in html
    assert "<li>In French</li>" in html


def test_active_filters_can_be_taken_away_one_by_one(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", kind="comment", tags=("ville",), page_id=public))

    html = ask(client, q="vélo", kind="comment", tag="ville")

    assert 'href="/fr/search/?q=v%C3%A9lo&amp;tag=ville"' in html
    assert 'href="/fr/search/?q=v%C3%A9lo&amp;kind=comment"' in html
    assert 'href="/fr/search/?q=v%C3%A9lo"' in html


def test_filters_stay_with_the_next_question(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", kind="comment", page_id=public))

    html = ask(client, q="vélo", kind="comment")

    assert '<input type="hidden" name="kind" value="comment">' in html


def test_nothing_found_helps_on(client: Client, public: int) -> None:
    html = ask(client, "en", q="zzzz")

    assert "No result" in html
    assert "We found nothing for “zzzz”, neither in French nor in English." in html


def test_nothing_found_with_filters_offers_to_drop_them(client: Client, public: int) -> None:
    html = ask(client, "en", q="zzzz", kind="comment")

    assert '<a class="button" href="/en/search/?q=zzzz">Search without filters</a>' in html


def test_page_is_not_indexed_and_sets_no_cookie(client: Client, public: int) -> None:
    response = client.get("/fr/search/", {"q": "vélo"})

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert dict(response.cookies) == {}


def test_search_answers_get_only(client: Client) -> None:
    assert client.post("/fr/search/", {"q": "vélo"}).status_code == 405


ADDRESSES = [
    {"q": text, **more}
    for text in ("vélo", "secret", "zzzz", "")
    for more in ({}, {"kind": "comment"}, {"tag": "caché"}, {"sort": "date"}, {"page": "2"})
]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
def test_pages_are_byte_equal_with_and_without_private_content(
    clients: dict, public: int, members: int, role: str
) -> None:
    def every_answer() -> dict[str, str]:
        return {str(address): TOKEN.sub("", ask(clients[role], **address)) for address in ADDRESSES}

    put(
        *[
            DocumentFactory(title=f"Vélo {n}", body="Une ville, un vélo. " * n, tags=("ville",), page_id=public)
            for n in range(12)
        ]
    )
    put(DocumentFactory(title="Remarque", kind="comment", body="Un vélo.", page_id=public))
    before = every_answer()

    put(
        *[
            DocumentFactory(
                title=f"Vélo secret {n}",
                body="vélo secret",
                summary="vélo",
                kind="comment",
                device="space",
                tags=("caché", "ville"),
                facets={"family": ("studies",)},
                language="en" if n % 2 else "fr",
                page_id=members,
            )
            for n in range(15)
        ]
    )
    after = every_answer()

    assert after == before


def test_result_whose_copy_of_access_is_wrong_is_not_shown(client: Client, members: int) -> None:
    row = put(DocumentFactory(title="Vélo", page_id=members))[0]
    SearchDocument.objects.filter(pk=row.pk).update(acl="public")

    assert "Vélo</a>" not in ask(client, q="autre")


@pytest.mark.parametrize("name", ["q", "kind", "tag", "sort", "page"])
def test_hostile_address_is_answered(client: Client, public: int, name: str) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    client.raise_request_exception = False
    hostile = HOSTILE if name == "q" else HOSTILE[::4]

    answers = {
        text[:50]: client.get(
            f"/fr/search/?{urlencode({'q': 'vélo', name: text.encode('utf-8', 'surrogatepass')})}"
        ).status_code
        for text in hostile
    }

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%00", "%00=%00", "q", "q=&q=&q=", "tag=&tag=&kind=", "page=1e9&page="]
)
def test_broken_address_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/fr/search/?{query}").status_code == 200


@pytest.mark.parametrize("role", ["anonymous", "agent"])
def test_number_of_queries_is_the_same_at_3_and_300_documents(
    clients: dict, public: int, count_queries: Callable, role: str
) -> None:
    def fill(numbers: range) -> None:
        put(
            *[
                DocumentFactory(
                    title=f"Vélo {n}",
                    kind=("page", "comment", "article")[n % 3],
                    tags=(f"t{n % 20}",),
                    facets={"family": ("studies", "design")[: n % 3], "step": ("write",), "level": (str(n % 3 + 1),)},
                    page_id=public,
                )
                for n in numbers
            ]
        )

    fill(range(3))
    few = count_queries(clients[role], "/fr/search/?q=v%C3%A9lo&kind=comment&tag=t1")
    fill(range(3, 300))
    many = count_queries(clients[role], "/fr/search/?q=v%C3%A9lo&kind=comment&tag=t1")

    assert few == many
    assert many <= 12


def test_long_facet_shows_the_most_frequent_first_and_the_rest_on_demand(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Vélo", tags=tuple(f"mot {n:02}" for n in range(20)), page_id=public),
        DocumentFactory(title="Vélo", tags=("mot 19",), page_id=public),
    )

    html = ask(client, "en", q="vélo")

    shown = re.findall(r'name="tag" value="([^"]+)"', html)
    assert shown == ["mot 19", *(f"mot {n:02}" for n in range(19))]
    assert '8 more<span class="visually-hidden">: Tags</span>' in html
    assert html.index('value="mot 10"') < html.index("8 more<") < html.index('value="mot 11"')


def test_years_stand_newest_first(client: Client, public: int) -> None:
    put(
        *[
            DocumentFactory(title="Vélo", date=datetime(year, 6, 1, tzinfo=UTC), page_id=public)
            for year in (2024, 2026, 2025, 2024)
        ]
    )

    assert re.findall(r'name="year" value="(\d+)"', ask(client, q="vélo")) == ["2026", "2025", "2024"]


def test_year_is_that_of_the_clock_on_the_wall(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", date=datetime(2025, 12, 31, 23, 30, tzinfo=UTC), page_id=public))

    assert "Vélo" in ask(client, q="vélo", year="2026")


def test_divisions_of_the_cpv_are_called_by_their_labels(client: Client, public: int) -> None:
    CpvCode.objects.create(
        code="79000000", check_digit="4", level="division", label_fr="Services aux entreprises", label_en="Services"
    )
    put(
        DocumentFactory(title="Vélo", facets={"cpv": cpv_divisions("79311000 34430000-0")}, page_id=public),
        DocumentFactory(title="Vélo", facets={"cpv": cpv_divisions("79800000-2, 1234567890")}, page_id=public),
    )

    html = ask(client, q="vélo")

    assert re.findall(r'name="cpv" value="(\d+)"', html) == ["79", "34"]
    assert "Services aux entreprises" in html


def test_space_is_named_to_its_readers_only(clients: dict, home_fr: object, public: int) -> None:
    space = StandardPageFactory(parent=home_fr, title="Un espace d’agents")
    PageAccess(page_id=space.pk, keyword="agents").save()
    put(DocumentFactory(title="Vélo", facets={"space": (str(space.pk),)}, page_id=public))

    named = {role: "Un espace d’agents" in ask(clients[role], space=str(space.pk)) for role in ("provider", "agent")}

    assert named == {"provider": False, "agent": True}


@pytest.mark.parametrize("value", ["0", "99999999999999999999", "-1", "x", "²", "١٢"])
def test_unknown_space_is_no_error(client: Client, public: int, value: str) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))

    assert "Aucun résultat" in ask(client, q="vélo", space=value)


def test_numbers_have_their_thousands_parted(client: Client, public: int, monkeypatch: pytest.MonkeyPatch) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    engine = type(engines.current_engine())
    found = engine.search
    monkeypatch.setattr(engine, "search", lambda self, asked: replace(found(self, asked), total=12_345))

    assert "12,345 results" in ask(client, "en", q="vélo")
