"""What hangs on the search page: ways out, promoted results, feed, table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus, urlencode

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from core.models import CpvCode, PageAccess
from search.models import SearchPromotion, SearchSynonym
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put
from tests.search.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def ask(client: Client, language: str = "fr", **params: object) -> str:
    response = client.get(f"/{language}/search/", params)
    assert response.status_code == 200
    return response.content.decode()


# Nothing found.


def test_each_way_out_says_how_much_it_gives(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Vélo", kind="comment", page_id=public),
        DocumentFactory(title="Vélo", kind="article", tags=("ville",), page_id=public),
    )

    html = ask(client, "en", q="vélo", kind="comment", tag="ville")

    ways = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="soft">\((\d+)\)', html)
    assert ways == [
        ("/en/search/?q=v%C3%A9lo&amp;tag=ville", "without “What: Comments”", "1"),
        ("/en/search/?q=v%C3%A9lo&amp;kind=comment", "without “Tags: ville”", "1"),
        ("/en/search/?q=v%C3%A9lo", "without any filter", "2"),
    ]


def test_way_that_gives_nothing_is_not_offered(client: Client, public: int) -> None:
    put(DocumentFactory(title="Train", kind="comment", page_id=public))

    assert "without “" not in ask(client, "en", q="vélo", kind="comment")


@pytest.mark.parametrize(("language", "typed"), [("en", "the"), ("fr", "de la"), ("fr", "l’")])
def test_little_words_alone_are_told_to_be_that(client: Client, public: int, language: str, typed: str) -> None:
    put(DocumentFactory(title="Vélo de ville", page_id=public))

    said = {"en": "is said in nearly every text", "fr": "est dit dans presque tous les textes"}[language]

    assert (said in ask(client, language, q=typed), said in ask(client, language, q=f"{typed} train")) == (True, False)


def test_phrase_that_stands_nowhere_is_offered_without_its_marks(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo en ville", page_id=public))

    html = ask(client, "en", q='"ville à vélo"')

    assert '<a href="/en/search/?q=ville+%C3%A0+v%C3%A9lo">without quotation marks or refused words</a>' in html


def test_code_that_nothing_has_leads_to_its_name_to_the_branch_above_and_to_the_divisions(
    client: Client, public: int
) -> None:
    for code, label in [("34430000", "Bicycles"), ("34400000", "Motorcycles and bicycles"), ("34000000", "Transport")]:
        CpvCode.objects.create(code=code, check_digit="0", level="class", label_fr=label, label_en=label)
    put(
        DocumentFactory(title="Bicycle racks", language="en", page_id=public),
        DocumentFactory(title="Motos", body="CPV 34410000", facets={"cpv": ("34",)}, page_id=public),
    )

    html = ask(client, "en", q="cpv 34430000-7")

    assert re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="soft">\((\d+)\)', html) == [
        ("/en/search/?q=Bicycles", "“Bicycles”, which this code stands for", "1"),
        ("/en/search/?q=cpv+34400000", "the branch above: 34400000 Motorcycles and bicycles", "1"),
        ("/en/search/?cpv=34", "34 Transport", "1"),
    ]


def test_nothing_found_asks_to_log_in_and_leads_back(client: Client, public: int, clients: dict) -> None:
    html = ask(client, "en", q="zzzz", kind="lesson")

    back = quote_plus("/en/account/arrived/?" + urlencode({"next": "/en/search/?q=zzzz&kind=lesson"}))
    assert f'<a href="/en/account/login/?next={back}">Log in</a>' in html
    assert "only when you are logged in" not in ask(clients["agent"], "en", q="zzzz", kind="lesson")


def test_way_out_of_a_phrase_gives_what_it_says(client: Client, public: int) -> None:
    SearchSynonym.objects.create(code="a", fr="vélo | bicyclette")
    put(DocumentFactory(title="Vélo", page_id=public), DocumentFactory(title="Bicyclette", page_id=public))

    html = ask(client, "fr", q='"vélo de ville"')

    assert re.findall(r'href="([^"]+)">sans guillemets[^<]*</a> <span class="soft">\((\d+)\)', html) == [
        ("/fr/search/?q=v%C3%A9lo+de+ville", "2")
    ]


def test_nothing_found_leads_to_the_families_and_to_people(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Un", device="guidance", facets={"family": ("studies",)}, page_id=public),
        DocumentFactory(title="Deux", device="lesson", facets={"family": ("printing",)}, page_id=public),
    )

    html = ask(client, q="zzzz")

    assert re.findall(r'<a class="tag" href="([^"]+)">', html) == [
        "/fr/search/?device=guidance&amp;language=fr&amp;family=studies"
    ]
    assert 'href="mailto:achats-durables@example.org"' in html


# Promoted results.


@pytest.fixture
def promote(home_fr: object) -> Callable[..., SearchPromotion]:
    def make(words: str, *, to: str = "public", language: str = "fr", **fields: object) -> SearchPromotion:
        page = StandardPageFactory(parent=home_fr, title="La page choisie", slug=f"choisie-{to.replace(':', '-')}")
        if to != "public":
            PageAccess(page_id=page.pk, keyword=to).save()
        put(DocumentFactory(key=f"page:{page.pk}", title="La page choisie", url="/fr/choisie/", page_id=page.pk))
        return SearchPromotion.objects.create(
            words=words, language=language, page=Page.objects.get(pk=page.pk), note="Voici pourquoi.", **fields
        )

    return make


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cahier des charges", True),
        ("Cahiers de charge", True),
        ("charges cahier", True),
        ("cctp", True),
        ("cahier", False),
        ("cahier des charges vélo", False),
        ("de la", False),
        ("", False),
        ("vélo de service", True),
        ("service vélos", True),
        ("vélo", False),
    ],
)
def test_promoted_page_answers_its_words_however_they_are_typed(
    client: Client, promote: Callable, typed: str, shown: bool
) -> None:
    promote("cahier des charges, CCTP, vélos de service")

    html = ask(client, q=typed)

    assert ("Choisi par l’équipe pour ces mots" in html, "Voici pourquoi." in html) == (shown, shown)


def test_promoted_page_is_for_the_readers_language(client: Client, promote: Callable) -> None:
    promote("vélo", language="en")

    assert ("Voici pourquoi." in ask(client, "fr", q="vélo"), "Voici pourquoi." in ask(client, "en", q="vélo")) == (
        False,
        True,
    )


def test_filters_and_later_pages_show_no_promoted_page(client: Client, promote: Callable, public: int) -> None:
    promote("vélo")
    put(*[DocumentFactory(title="Vélo", page_id=public) for _n in range(12)])

    assert ["Voici pourquoi." in ask(client, q="vélo", **more) for more in ({"kind": "page"}, {"page": "2"})] == [
        False,
        False,
    ]


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
def test_promoted_page_that_the_reader_may_not_see_changes_no_byte(
    clients: dict, promote: Callable, public: int, role: str
) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))
    before = TOKEN.sub("", ask(clients[role], q="vélo"))

    promote("vélo", to="space:7")

    assert TOKEN.sub("", ask(clients[role], q="vélo")) == before


def test_promoted_page_that_is_unpublished_is_gone(client: Client, promote: Callable) -> None:
    promotion = promote("vélo")
    promotion.page.specific.unpublish()

    assert "Voici pourquoi." not in ask(client, q="vélo")


# Feed and table.


def test_feed_has_the_latest_results_with_lasting_names(client: Client, public: int) -> None:
    put(
        DocumentFactory(
            key="test:old", title="Vélo ancien", date=datetime(2024, 1, 1, tzinfo=UTC), url="/fr/a/", page_id=public
        ),
        DocumentFactory(
            key="test:new", title="Vélo <neuf>", date=datetime(2026, 1, 1, tzinfo=UTC), url="/fr/b/", page_id=public
        ),
        DocumentFactory(title="Train", page_id=public),
    )

    response = client.get("/fr/search/feed/", {"q": "vélo"})

    xml = response.content.decode()
    assert re.findall(r"<entry><title>([^<]+)</title>", xml) == ["Vélo &lt;neuf&gt;", "Vélo ancien"]
    assert re.findall(r"<id>([^<]+)</id>", xml)[1:] == [
        "http://testserver/#test:new",
        "http://testserver/#test:old",
    ]
    assert (response["X-Robots-Tag"], response["Content-Type"]) == (
        "noindex",
        "application/atom+xml; charset=utf-8",
    )


def test_feed_says_of_an_evening_to_come_when_it_was_announced(client: Client, public: int) -> None:
    now = timezone.now()
    Page.objects.filter(pk=public).update(last_published_at=now - timedelta(days=3), title="Soirée")
    put(DocumentFactory(title="Défi vélo", date=now + timedelta(days=20), page_id=public, kind="proposal"))

    xml = client.get("/fr/search/feed/", {"q": "vélo"}).content.decode()

    assert "<title>Défi vélo – Soirée</title>" in xml
    assert set(re.findall(r"<updated>(\S{10})", xml)) == {(now - timedelta(days=3)).date().isoformat()}


def test_word_that_was_not_typed_to_its_end_leads_to_what_begins_so(client: Client, public: int) -> None:
    put(DocumentFactory(title="Heures d’insertion", url="/fr/heures/", page_id=public))

    assert '<li><a href="/fr/heures/">Heures d’<mark>inser</mark>tion</a>' in ask(client, q="inser")


def test_feed_names_an_author(client: Client, public: int) -> None:
    assert "<author><name>Cahier commun</name></author>" in client.get("/fr/search/feed/").content.decode()


def test_value_that_a_facet_does_not_have_is_left_out(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))

    html = client.get("/fr/search/?q=vélo&device=zzz&type=zzz").content.decode()

    assert ("filter-chips" in html, "1 résultat<" in html) == (False, True)


def test_table_is_called_by_its_name_in_the_readers_language(client: Client, public: int) -> None:
    named = [client.get(f"/{code}/search/results.csv")["Content-Disposition"] for code in ("fr", "en")]

    assert named == ["attachment; filename*=utf-8''r%C3%A9sultats.csv", 'attachment; filename="results.csv"']


def table(client: Client, **params: object) -> list[list[str]]:
    response = client.get("/fr/search/results.csv", params)
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_table_has_every_result_not_one_page_of_them(client: Client, public: int) -> None:
    put(*[DocumentFactory(title=f"Vélo {n:02}", page_id=public) for n in range(25)])

    rows = table(client, q="vélo", page="2")

    assert rows[0] == [
        *("Nature", "Titre", "Page", "Date", "Langue"),
        *("Famille d’achat", "Division CPV", "Où agit le critère", "Niveau du critère"),
        *("Mots-clés", "Résumé", "Adresse"),
    ]
    assert sorted(row[1] for row in rows[1:]) == [f"Vélo {n:02}" for n in range(25)]


def test_table_says_what_the_page_says(client: Client, public: int) -> None:
    put(
        DocumentFactory(
            title="Vélo",
            kind="comment",
            body="Un vélo,\nune ville.",
            tags=("b", "a"),
            url="/fr/velo/#c",
            date=datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
            facets={"type": ("award_criterion",), "level": ("2",), "cpv": ("79", "80")},
            page_id=public,
        ),
        DocumentFactory(title="Train", page_id=public),
    )

    assert table(client, q="vélo", kind="comment")[1:] == [
        [
            "Commentaire",
            "Vélo",
            "La page",
            "2026-01-01",
            "fr",
            "",
            "79, 80",
            "Critère d’attribution",
            "Avancé",
            "a, b",
            "Un vélo, une ville.",
            "http://testserver/fr/velo/#c",
        ]
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_table_runs_no_formula(client: Client, public: int, start: str) -> None:
    put(DocumentFactory(title=f"{start}HYPERLINK(vélo)", page_id=public))

    assert table(client, q="vélo")[1][1] == f"'{start}HYPERLINK(vélo)"


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
@pytest.mark.parametrize("path", ["feed/", "results.csv"])
def test_feed_and_table_are_byte_equal_with_and_without_private_content(
    clients: dict, public: int, members: int, role: str, path: str
) -> None:
    put(DocumentFactory(title="Vélo", date=datetime(2024, 1, 1, tzinfo=UTC), page_id=public))
    questions = [{"q": "vélo"}, {"q": "secret"}, {}, {"tag": "caché"}]
    before = [clients[role].get(f"/fr/search/{path}", params).content for params in questions]

    put(
        *[
            DocumentFactory(
                title=f"Vélo secret {n}", tags=("caché",), date=datetime(2026, 1, 1, tzinfo=UTC), page_id=members
            )
            for n in range(40)
        ]
    )
    after = [clients[role].get(f"/fr/search/{path}", params).content for params in questions]

    assert after == before


@pytest.mark.parametrize("path", ["feed/", "results.csv"])
def test_answer_that_is_not_for_everybody_is_kept_nowhere(clients: dict, public: int, path: str) -> None:
    kept = {role: clients[role].get(f"/fr/search/{path}")["Cache-Control"] for role in ("anonymous", "agent")}

    assert kept == {"anonymous": "private, max-age=60", "agent": "private, no-store"}


@pytest.mark.parametrize("path", ["feed/", "results.csv"])
@pytest.mark.parametrize("typed", [text for text in HOSTILE if text.isprintable()][::7])
def test_hostile_question_is_answered(client: Client, public: int, path: str, typed: str) -> None:
    put(DocumentFactory(title=f"Vélo {typed}"[:400], body=typed, page_id=public))

    answers = [client.get(f"/fr/search/{path}", params).status_code for params in ({"q": typed}, {"kind": typed}, {})]

    assert answers == [200, 200, 200]
