from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.services import COMMUNICATIONS_GROUP
from core.models import SiteDocument
from home import editors
from search import counting, services, sources, staff
from search.models import (
    AttachedText,
    QueryCount,
    Rebuild,
    SearchDocument,
    SearchOutbox,
    SearchPromotion,
    SearchSynonym,
)
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def counted() -> list[tuple[str, str, int, int]]:
    return list(
        QueryCount.objects.order_by("language", "words").values_list("language", "words", "asked", "without_result")
    )


@pytest.fixture
def found(home_fr: object) -> None:
    put(*[DocumentFactory(title="Vélo", page_id=StandardPageFactory(parent=home_fr).pk) for _n in range(12)])


def test_question_is_counted_by_day_and_words(client: Client, found: None) -> None:
    for text in ("vélo", " VÉLO ", "train"):
        client.get("/fr/search/", {"q": text})
    client.get("/en/search/", {"q": "vélo"})

    assert counted() == [("en", "vélo", 1, 0), ("fr", "train", 1, 1), ("fr", "vélo", 2, 0)]


@pytest.mark.parametrize(
    "params", [{"q": "vélo", "page": "2"}, {"q": "vélo", "kind": "page"}, {"q": ""}], ids=["page", "filter", "nothing"]
)
def test_what_is_no_new_question_is_not_counted(client: Client, found: None, params: dict[str, str]) -> None:
    client.get("/fr/search/", params)

    assert counted() == []


@pytest.mark.parametrize("header", [{"DNT": "1"}, {"Sec-GPC": "1"}], ids=["do not track", "privacy control"])
def test_whoever_asks_not_to_be_measured_is_not(client: Client, found: None, header: dict[str, str]) -> None:
    client.get("/fr/search/", {"q": "vélo"}, headers=header)

    assert counted() == []


@pytest.mark.parametrize(
    "text",
    [
        "jeanne.martin@example.org",
        "06 12 34 56 78",
        "+33612345678",
        "06.12.34.56.78",
        "552 100 554",
        "55210055400013",
        "2 85 05 78 006 084 36",
        "FR7630006000011234567890189",
        "https://example.org/x?token=1",
        "3f2504e04f8941d39a0c0305e82c3301",
        "un deux trois quatre cinq six sept huit neuf",
        "x" * 81,
        "\x00 \x1b",
    ],
)
def test_what_may_be_somebodys_own_is_not_counted(text: str) -> None:
    counting.record(text, language="fr", found=False)

    assert counted() == []


@pytest.mark.parametrize("text", ["79311000", "79311000-2", "cpv 79311000-2", "marché 2026", "lot 3", "12/03/2026"])
def test_codes_and_years_are_counted(text: str) -> None:
    counting.record(text, language="fr", found=True)

    assert counted() == [("fr", text, 1, 0)]


def test_page_answers_when_nothing_can_be_counted(client: Client, found: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr(counting, "_count", fail)

    assert client.get("/fr/search/", {"q": "vélo"}).status_code == 200


def test_made_up_questions_fill_a_day_not_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_A_DAY", 3)
    for number in range(5):
        counting.record(f"mot {number}", language="fr", found=True)
    counting.record("mot 0", language="fr", found=True)

    assert [(words, asked) for _language, words, asked, _none in counted()] == [
        ("mot 0", 2),
        ("mot 1", 1),
        ("mot 2", 1),
    ]


def asked(words: str, times: int, day: date, without: int = 0) -> None:
    QueryCount.objects.create(day=day, language="fr", words=words, asked=times, without_result=without)


def test_purge_keeps_what_many_ask_longer_than_what_few_ask(clock: object) -> None:
    today = date(2026, 3, 10)
    asked("rare et vieux", 4, today - timedelta(days=61))
    asked("rare et jeune", 4, today - timedelta(days=60))
    asked("souvent", 3, today - timedelta(days=300))
    asked("souvent", 2, today - timedelta(days=10))
    asked("souvent", 9, today - timedelta(days=396))

    removed = counting.purge()

    assert removed == 2
    assert list(QueryCount.objects.order_by("words", "day").values_list("words", "asked")) == [
        ("rare et jeune", 4),
        ("souvent", 3),
        ("souvent", 2),
    ]


def test_staff_read_what_five_have_asked_in_sum(clock: object) -> None:
    today = date(2026, 3, 10)
    asked("vélo", 3, today, without=1)
    asked("vélo", 2, today - timedelta(days=20), without=1)
    asked("zinc", 6, today, without=6)
    asked("secret", 4, today, without=4)
    asked("ancien", 50, today - timedelta(days=100))

    told = staff.asked(90)

    assert [(row["words"], row["asked_in_all"]) for row in told["frequent"]] == [("zinc", 6), ("vélo", 5)]
    assert [(row["words"], row["without_result_in_all"]) for row in told["fruitless"]] == [("zinc", 6)]


def test_state_says_what_waits_and_what_fails(found: None) -> None:
    SearchOutbox.objects.all().delete()
    SearchOutbox.objects.create(
        source="a:1", version="00000000-0000-0000-0000-000000000001", attempts=2, last_error="no words"
    )

    state = staff.state()

    assert (state.documents, state.languages, state.waiting, state.failing, state.last_error) == (
        SearchDocument.objects.count(),
        {"fr": 12},
        1,
        1,
        "no words",
    )


@pytest.fixture
def staff_room(home_fr: object) -> None:
    """Communications staff hold the rights that the site gives them."""
    editors.give_rights(pages=[home_fr])


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("provider", 302), ("agent", 302), ("communications", 200), ("admin", 200)],
)
@pytest.mark.usefixtures("staff_room")
def test_state_page_is_for_staff(clients: dict, role: str, status: int) -> None:
    assert clients[role].get("/admin/search-state/").status_code == status


@pytest.mark.usefixtures("staff_room")
def test_editor_who_is_no_staff_of_ours_is_sent_away(clients: dict, people: dict) -> None:
    people["agent"].groups.add(Group.objects.get(name=COMMUNICATIONS_GROUP))

    answers = [
        clients["agent"].get("/admin/search-state/", follow=True).content.decode(),
        clients["agent"].post("/admin/search-state/rebuild/", follow=True).content.decode(),
    ]

    assert ["fruitless" in html or "L’index est en train" in html for html in answers] == [False, False]


@pytest.mark.usefixtures("staff_room")
def test_state_page_names_engine_and_languages_in_words(clients: dict, people: dict, clock: object) -> None:
    asked("sourcing", 7, date(2026, 3, 10))

    answer = clients["communications"].get("/admin/search-state/?days=30")

    assertContains(answer, "l’index du site, dans sa base de données")
    assertContains(answer, "<td>Français</td>", html=True)


@pytest.mark.usefixtures("staff_room")
def test_state_page_shows_words_as_text(clients: dict, clock: object) -> None:
    asked("<script>alert(1)</script>", 7, date(2026, 3, 10), without=7)

    html = clients["communications"].get("/admin/search-state/?days=30").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html


@pytest.mark.usefixtures("staff_room")
def test_words_lead_to_their_results_and_to_what_helps(clients: dict, clock: object) -> None:
    asked("vélo & train", 7, date(2026, 3, 10), without=7)
    staff_member = clients["communications"]

    html = staff_member.get("/admin/search-state/?days=30").content.decode()
    leads = re.findall(r'href="(/admin/snippets/search/searchsynonym/|/admin/search-promotions/)">', html)

    assert '<a href="/fr/search/?q=v%C3%A9lo%20%26%20train">vélo &amp; train</a>' in html
    assert {staff_member.get(lead).status_code for lead in leads} == {200}
    assert set(leads) >= {"/admin/snippets/search/searchsynonym/", "/admin/search-promotions/"}


@pytest.mark.usefixtures("staff_room")
def test_staff_write_a_group_of_synonyms_without_any_code(clients: dict) -> None:
    add = "/admin/snippets/search/searchsynonym/add/"
    for said in ("patinette | trottinette", "patinette | planche"):
        assert clients["communications"].post(add, {"fr": said, "en": "", "active": "on"}).status_code == 302
    refused = clients["communications"].post(add, {"fr": "patin", "en": "", "active": "on"})

    written = SearchSynonym.objects.filter(fr__startswith="patin").order_by("pk")
    assert list(written.values_list("code", "fr")) == [
        ("patinette", "patinette | trottinette"),
        ("patinette-2", "patinette | planche"),
    ]
    assertContains(refused, "Écrivez au moins deux expressions")
    assert 'name="code"' not in refused.content.decode()


@pytest.mark.usefixtures("staff_room")
@pytest.mark.parametrize(
    ("words", "sentence"), [(" , ,", "Écrivez les mots"), ("vélo, de la", "ne dit rien à la recherche"), ("vélo", "")]
)
def test_words_that_nobody_would_meet_are_refused(clients: dict, public: int, words: str, sentence: str) -> None:
    promoted = {"words": words, "language": "fr", "page": public, "note": ""}
    response = clients["communications"].post("/admin/search-promotions/new/", promoted)

    assert (SearchPromotion.objects.exists(), response.status_code) == (not sentence, 200 if sentence else 302)
    assert sentence in response.content.decode()


@pytest.mark.usefixtures("staff_room")
def test_list_of_promotions_says_who_is_shown_the_page(clients: dict, public: int, members: int) -> None:
    for page in (public, members):
        SearchPromotion.objects.create(words="vélo", page_id=page)

    html = clients["communications"].get("/admin/search-promotions/").content.decode()

    assert [html.count(said) for said in ("tout le monde", "qui peut la lire seulement")] == [1, 1]


@pytest.mark.usefixtures("staff_room")
def test_list_of_promotions_takes_as_many_queries_for_ten(
    clients: dict, public: int, count_queries: Callable[[Client, str], int]
) -> None:
    SearchPromotion.objects.create(words="vélo", page_id=public)
    one = count_queries(clients["communications"], "/admin/search-promotions/")
    for number in range(9):
        SearchPromotion.objects.create(words=f"train {number}", page_id=public)

    assert count_queries(clients["communications"], "/admin/search-promotions/") == one


@pytest.mark.usefixtures("staff_room")
def test_group_of_synonyms_is_switched_off_and_never_deleted(clients: dict) -> None:
    group = SearchSynonym.objects.create(code="bicycle", fr="vélo | bicyclette")
    for role in ("communications", "admin"):
        clients[role].post(f"/admin/snippets/search/searchsynonym/delete/{group.pk}/")
        listed = clients[role].get("/admin/snippets/search/searchsynonym/").content.decode()
        assert "bulk-action-checkbox" not in listed

    assert SearchSynonym.objects.filter(pk=group.pk).exists()


@pytest.mark.usefixtures("staff_room")
def test_state_page_names_the_files_that_cannot_be_read(clients: dict, home_fr: object) -> None:
    file = SiteDocument.objects.create(title="Barème <2026>", file=ContentFile(b"x", "a.pdf"))
    AttachedText.objects.create(document=file, file="a.pdf", state="locked")

    html = clients["communications"].get("/admin/search-state/").content.decode()

    assert "Barème &lt;2026&gt; (protégé par un mot de passe)" in html


@pytest.mark.usefixtures("staff_room")
def test_index_is_made_anew_at_the_press_of_a_button(clients: dict, public: int) -> None:
    SearchDocument.objects.all().delete()
    got = clients["communications"].get("/admin/search-state/rebuild/").status_code
    after_get = SearchDocument.objects.exists()

    clients["communications"].post("/admin/search-state/rebuild/")

    assert (got, after_get, SearchDocument.objects.exists(), staff.state().rebuild.under_way) == (
        405,
        False,
        True,
        False,
    )


def test_index_is_not_made_anew_twice_at_once(db: None) -> None:
    Rebuild.objects.create(pk=1, done=20, total=80)

    assert (staff.state().rebuild.under_way, staff.rebuild_soon()) == (True, False)


def test_everything_is_asked_anew_once_after_an_upgrade(
    page: Callable, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Coordinates
) -> None:
    page("Vélo")
    services.rebuild()
    before = staff.rebuild_after_upgrade()
    SearchDocument.objects.all().delete()
    monkeypatch.setattr(sources, "VERSION", sources.VERSION + 1)

    after = staff.rebuild_after_upgrade()

    assert (before, after, staff.rebuild_after_upgrade()) == (False, True, False)
    assert SearchDocument.objects.filter(title="Vélo").exists()


def test_upgrade_that_fails_is_tried_again_an_hour_later(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Coordinates
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(services, "rebuild", fail)
    tried = []
    for _turn in range(3):
        tried.append(staff.rebuild_after_upgrade())
        clock.shift(timedelta(minutes=40))

    assert tried == [True, False, True]


def test_rebuild_that_died_holds_nobody_up(db: None) -> None:
    Rebuild.objects.create(pk=1, heard_at=timezone.now() - timedelta(minutes=11))

    assert (staff.rebuild_soon(), staff.state().rebuild.under_way) == (True, False)


@pytest.mark.usefixtures("staff_room")
def test_state_page_shows_how_far_a_rebuild_is(clients: dict) -> None:
    Rebuild.objects.create(pk=1, done=20, total=80)
    at_work = clients["communications"].get("/admin/search-state/")
    Rebuild.objects.update(ended_at=timezone.now(), error="Busy: no words")
    failed = clients["communications"].get("/admin/search-state/")

    assertContains(at_work, '<progress id="rebuild-progress" value="20" max="80">')
    assertNotContains(at_work, "/admin/search-state/rebuild/")
    assertContains(failed, "Cela n’est pas allé jusqu’au bout la dernière fois")
    # What a machine said is for those who run it.
    assertNotContains(failed, "no words")


def test_rebuild_that_fails_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(progress: object) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(services, "rebuild", broken)
    staff.rebuild_soon()

    state = staff.state().rebuild
    assert (state.under_way, state.error) == (False, "RuntimeError: no words")


@pytest.mark.usefixtures("staff_room")
def test_communications_keep_the_promoted_results(clients: dict, home_fr: object) -> None:
    page = StandardPageFactory(parent=home_fr)

    clients["communications"].post(
        "/admin/search-promotions/new/", {"words": "vélo", "language": "fr", "page": page.pk, "note": ""}
    )
    promotion = SearchPromotion.objects.get()
    listing = clients["communications"].get("/admin/search-promotions/").content.decode()
    clients["communications"].post(f"/admin/search-promotions/delete/{promotion.pk}/")

    assert (promotion.words, "vélo" in listing, SearchPromotion.objects.exists()) == ("vélo", True, False)
