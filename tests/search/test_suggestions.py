from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from core.models import PageAccess
from search.models import SearchDocument, SearchSynonym
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put
from tests.search.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]

URLS = re.compile(r'data-url="([^"]+)"')


def suggest(client: Client, text: str, language: str = "fr") -> str:
    response = client.get(f"/{language}/search/suggest/", {"q": text})
    assert response.status_code == 200
    return response.content.decode().strip()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ecol", ["/fr/ecolabel/"]),
        ("Écol", ["/fr/ecolabel/"]),
        ("papier ecol", ["/fr/ecolabel/"]),
        ("ecolabel pap", ["/fr/ecolabel/"]),
        ("coeu", ["/fr/coeur/"]),
        ("ecolo", []),
        ("velo ecol", []),
        ("e", []),
        ("", []),
        ("« »", []),
    ],
)
def test_titles_complete_what_is_typed(client: Client, public: int, typed: str, found: list[str]) -> None:
    put(
        DocumentFactory(title="Un écolabel pour le papier", url="/fr/ecolabel/", page_id=public),
        DocumentFactory(title="Le cœur du sujet", url="/fr/coeur/", page_id=public),
    )

    assert URLS.findall(suggest(client, typed)) == found


def test_what_was_typed_is_marked_as_the_title_has_it(client: Client, public: int) -> None:
    put(DocumentFactory(title="Un écolabel pour l’écologie", page_id=public))

    assert "Un <mark>écol</mark>abel pour l’<mark>écol</mark>ogie" in suggest(client, "ecol")


def test_suggestions_stand_by_device_and_are_counted(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Vélo un", device="lesson", page_id=public),
        DocumentFactory(title="Vélo deux", device="guidance", kind="criterion", page_id=public),
        DocumentFactory(title="Vélo trois", device="lesson", page_id=public),
    )

    html = suggest(client, "vélo", "en")

    assert html.count('role="group"') == 2
    assert re.findall(r'id="suggestion-(\d)"', html) == ["0", "1", "2"]
    assert 'data-announce="3 suggestions, use the arrow keys"' in html


def test_no_more_than_eight_and_no_title_twice(client: Client, public: int) -> None:
    put(*[DocumentFactory(title=f"Vélo {number // 2}", page_id=public) for number in range(30)])

    assert len(URLS.findall(suggest(client, "vélo"))) == 8


def test_comments_are_left_out(client: Client, public: int) -> None:
    put(DocumentFactory(title="Vélo", kind="comment", page_id=public))

    assert suggest(client, "vélo") == ""


@pytest.fixture
def expressions(db: None) -> None:
    SearchSynonym.objects.create(
        code="specification",
        fr="cahier des charges | cahiers des charges | CCTP | cahier secret",
        en="specification | charges book",
    )
    SearchSynonym.objects.create(code="off", fr="cahier de brouillon", active=False)


def offered(html: str) -> list[str]:
    return [unquote_plus(url.split("?q=")[1]) for url in URLS.findall(html) if "?q=" in url]


@pytest.mark.parametrize(
    ("typed", "language", "found"),
    [
        ("cahi", "fr", ["cahier des charges"]),
        ("cahier des ch", "fr", ["cahier des charges"]),
        ("charg", "fr", ["cahier des charges"]),
        ("CCT", "fr", ["CCTP"]),
        ("cahi", "en", []),
        ("cahier des charges", "fr", []),
        ("cahier velo", "fr", []),
    ],
)
@pytest.mark.usefixtures("expressions")
def test_expressions_that_the_readers_documents_hold_are_offered_after_the_titles(
    client: Client, public: int, typed: str, language: str, found: list[str]
) -> None:
    put(DocumentFactory(title="Un cahier", body="Le CCTP, ses charges et un brouillon.", page_id=public))

    assert offered(suggest(client, typed, language)) == found


@pytest.mark.usefixtures("expressions")
def test_expressions_stand_apart_and_are_counted_with_the_titles(client: Client, public: int) -> None:
    put(DocumentFactory(title="Cahier", url="/fr/cahier/", body="charges", device="lesson", page_id=public))

    html = suggest(client, "cah", "fr")

    assert URLS.findall(html) == ["/fr/cahier/", "/fr/search/?q=cahier+des+charges"]
    assert re.findall(r'id="suggestion-(\d)"', html) == ["0", "1"]
    assert 'data-announce="2 suggestions' in html
    assert "Chercher dans tout le site</p>" in html
    assert "<mark>cah</mark>ier des charges" in html


def test_no_more_than_three_expressions(client: Client, public: int) -> None:
    SearchSynonym.objects.create(code="many", fr=" | ".join(f"cahier {letter * 3}" for letter in "bcdfg"))
    put(DocumentFactory(title="Liste", body="cahier bbb ccc ddd fff ggg", page_id=public))

    assert offered(suggest(client, "cah")) == ["cahier bbb", "cahier ccc", "cahier ddd"]


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications", "admin"])
@pytest.mark.usefixtures("expressions")
def test_expression_that_only_private_documents_hold_is_not_offered(
    clients: dict, public: int, members: int, role: str
) -> None:
    put(DocumentFactory(title="Cahier", body="charges", page_id=public))
    before = suggest(clients[role], "cah")

    put(*[DocumentFactory(title="Un mot secret", body="CCTP secret", page_id=members) for _ in range(20)])
    after = [suggest(clients[role], typed) for typed in ("cah", "cct")]

    assert (offered(before), after) == (["cahier des charges"], [before, ""])


@pytest.mark.usefixtures("expressions")
def test_expression_that_private_documents_hold_is_offered_to_their_readers(clients: dict, home_fr: object) -> None:
    page = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=page.pk, keyword="agents").save()
    put(DocumentFactory(title="Un mot secret", body="CCTP", page_id=page.pk))

    assert [offered(suggest(clients[role], "cct")) for role in ("provider", "agent")] == [[], ["CCTP"]]


def test_titles_are_never_markup(client: Client, public: int) -> None:
    put(DocumentFactory(title="<b>vélo</b>", page_id=public))

    assert "&lt;b&gt;<mark>vél</mark>o&lt;/b&gt;" in suggest(client, "vél")


def test_title_in_the_other_language_is_marked_and_comes_last(client: Client, public: int) -> None:
    put(
        DocumentFactory(title="Formation", url="/en/training/", language="en", page_id=public),
        DocumentFactory(title="Formation", url="/fr/formation/", page_id=public, kind="section"),
    )

    html = suggest(client, "forma")

    assert URLS.findall(html) == ["/fr/formation/", "/en/training/"]
    assert '<span lang="en">' in html


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications", "admin"])
@pytest.mark.parametrize("typed", ["vé", "vélo sec", "secret", "le s"])
def test_answer_is_byte_equal_with_and_without_private_titles(
    clients: dict, public: int, members: int, role: str, typed: str
) -> None:
    put(DocumentFactory(title="Vélo en ville", page_id=public))
    before = clients[role].get("/fr/search/suggest/", {"q": typed})

    put(*[DocumentFactory(title=f"Vélo secret {n}", page_id=members, device="space") for n in range(20)])
    after = clients[role].get("/fr/search/suggest/", {"q": typed})

    assert after.content == before.content


def test_agent_is_offered_what_agents_see(clients: dict, home_fr: object) -> None:
    page = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=page.pk, keyword="agents").save()
    put(DocumentFactory(title="Vélo des agents", url="/fr/agents/", page_id=page.pk))

    found = {role: URLS.findall(suggest(clients[role], "vél")) for role in ("anonymous", "provider", "agent")}

    assert found == {"anonymous": [], "provider": [], "agent": ["/fr/agents/"]}


def test_engine_that_is_behind_offers_one_title_less(client: Client, members: int) -> None:
    row = put(DocumentFactory(title="Vélo secret", page_id=members))[0]
    SearchDocument.objects.filter(pk=row.pk).update(acl="public")

    assert suggest(client, "vélo") == ""


@pytest.mark.parametrize(
    ("role", "kept"), [("anonymous", "private, max-age=60"), ("agent", "private, no-store")], ids=["anonymous", "agent"]
)
def test_answer_of_a_member_is_kept_nowhere(clients: dict, public: int, role: str, kept: str) -> None:
    response = clients[role].get("/fr/search/suggest/", {"q": "vélo"})

    assert response["Cache-Control"] == kept
    assert "Cookie" in response["Vary"]
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("typed", HOSTILE[::3])
def test_hostile_beginning_is_answered(client: Client, public: int, typed: str) -> None:
    put(DocumentFactory(title="Vélo", page_id=public))

    assert client.get("/fr/search/suggest/", {"q": typed}).status_code == 200
