"""How search learns of what happens: here with standing pages, which every room's pages are like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from core import visibility
from core.models import PageAccess
from home.models import StandardPage
from search import results, services
from search.models import SearchDocument, SearchOutbox, SearchText
from tests.factories.core import StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def found(text: str = "", user: object | None = None) -> list[str]:
    """Titles that an anonymous reader, or ``user``, finds."""
    user = user or AnonymousUser()
    asked = results.read(QueryDict(f"q={text}"), user=user, language="fr")
    shown = results.find(asked, user=user)
    titles = [hit.title for hit in shown.hits]
    assert len(titles) == shown.total
    return titles


def test_saved_page_is_found_once_a_worker_has_looked(home_fr: object) -> None:
    StandardPageFactory(parent=home_fr, title="Vélo")
    before = found("vélo")

    services.drain()

    assert (before, found("vélo")) == ([], ["Vélo"])


def test_commit_sends_a_worker_to_look(home_fr: object, django_capture_on_commit_callbacks: Callable) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        StandardPageFactory(parent=home_fr, title="Vélo")

    assert (found("vélo"), SearchOutbox.objects.count()) == (["Vélo"], 0)


def test_a_transaction_sends_one_worker_however_much_it_changes(
    home_fr: object, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(3):
            StandardPageFactory(parent=home_fr, title=f"Vélo {number}")

    assert [callback.__name__ for callback in callbacks].count("_enqueue_drain") == 1


def test_rolled_back_page_leaves_nothing(home_fr: object) -> None:
    class Undo(Exception):
        pass

    def publish_and_fail() -> None:
        with transaction.atomic():
            StandardPageFactory(parent=home_fr, title="Vélo")
            services.drain()
            raise Undo

    with pytest.raises(Undo):
        publish_and_fail()

    services.drain()
    assert (found("vélo"), SearchOutbox.objects.count()) == ([], 0)


def test_changed_page_is_found_by_its_new_title(page: Callable) -> None:
    made = page("Vélo")
    made.title = "Train"
    made.save()

    services.drain()

    assert (found("vélo"), found("train")) == ([], ["Train"])


def test_draft_of_a_published_page_is_not_found(page: Callable) -> None:
    made = page("Vélo")
    made.title = "Train secret"
    made.save_revision()

    services.drain()

    assert (found("train"), found("vélo")) == ([], ["Vélo"])


def test_page_never_published_is_not_found(page: Callable) -> None:
    page("Vélo", live=False)

    assert found("vélo") == []


def test_unpublished_page_is_gone_at_once_and_comes_back(page: Callable) -> None:
    made = page("Vélo")

    made.unpublish()
    at_once = found("vélo")
    services.drain()
    later = found("vélo")
    made.save_revision().publish()
    services.drain()

    assert (at_once, later, found("vélo")) == ([], [], ["Vélo"])


def test_what_hangs_on_an_unpublished_page_is_gone_and_comes_back_with_it(page: Callable) -> None:
    from tests.factories.search import DocumentFactory, put

    made = page("Vélo")
    put(DocumentFactory(title="Remarque", kind="comment", page_id=made.pk))

    made.unpublish()
    hidden = found("remarque")
    made.save_revision().publish()

    assert (hidden, found("remarque")) == ([], ["Remarque"])


def test_document_that_comes_for_an_unpublished_page_is_found_by_nobody(page: Callable) -> None:
    from tests.factories.search import DocumentFactory, put

    made = page("Vélo", live=False)

    row = put(DocumentFactory(title="Remarque", page_id=made.pk))[0]

    assert (row.acl, found("remarque")) == ("", [])


def test_deleted_page_is_gone_at_once_with_what_hangs_on_it(page: Callable) -> None:
    from tests.factories.search import DocumentFactory, put

    made = page("Vélo", to="space:7")
    put(DocumentFactory(title="Remarque", page_id=made.pk, tags=("a",)))

    made.delete()

    assert [model.objects.count() for model in (SearchDocument, SearchText)] == [0, 0]


def test_deleted_branch_is_gone_at_once(page: Callable) -> None:
    made = page("Vélo")
    page("Vélo pliant", parent=made)

    StandardPage.objects.get(pk=made.pk).delete()

    assert found("vélo") == []


def test_page_that_becomes_private_is_gone_at_once_and_its_words_with_it(page: Callable, people: dict) -> None:
    made = page("Vélo")
    page("Train")

    PageAccess(page_id=made.pk, keyword=visibility.AGENTS).save()

    assert (found("vélo"), found(), found("vélo", people["agent"])) == ([], ["Train"], ["Vélo"])


def test_page_that_becomes_public_is_found_at_once(page: Callable) -> None:
    made = page("Vélo", to="space:7")
    before = found("vélo")

    PageAccess(page_id=made.pk, keyword=visibility.PUBLIC).save()

    assert (before, found("vélo")) == ([], ["Vélo"])


def test_page_without_access_row_is_found_by_nobody(page: Callable, people: dict) -> None:
    made = page("Vélo")

    PageAccess.objects.get(page_id=made.pk).delete()

    assert (found("vélo"), found("vélo", people["admin"])) == ([], [])


def test_moved_page_has_its_new_address_and_so_has_what_is_below(page: Callable, home_fr: object) -> None:
    section = page("Section", slug="section")
    made = page("Vélo", slug="velo")
    below = page("Pneu", slug="pneu", parent=made)

    made.move(section, pos="last-child")

    # Before anybody looked again: the old address may be that of a private space.
    at_once = dict(SearchDocument.objects.values_list("page_id", "url"))
    services.drain()
    urls = dict(SearchDocument.objects.values_list("page_id", "url"))
    assert (urls[made.pk], urls[below.pk]) == ("/fr/section/velo/", "/fr/section/velo/pneu/")
    assert at_once == urls


def test_new_slug_changes_the_addresses_below(page: Callable) -> None:
    made = page("Vélo", slug="velo")
    below = page("Pneu", slug="pneu", parent=made)

    made.slug = "cycle"
    made.save_revision().publish()
    services.drain()

    assert SearchDocument.objects.get(page_id=below.pk).url == "/fr/cycle/pneu/"


def test_page_moved_below_a_private_one_is_gone_at_once(page: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    private = page("Espace")
    monkeypatch.setattr(StandardPage, "own_access_keyword", lambda self: "space:7" if self.title == "Espace" else None)
    visibility.refresh(private)
    made = page("Vélo")

    made.move(private, pos="last-child")

    assert found() == []


def test_source_that_fails_waits_and_holds_up_nobody(
    page: Callable, home_fr: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: StandardPage) -> object:
        if self.title == "Bad":
            raise RuntimeError("no words")
        return original(self)

    original = StandardPage.search_documents
    bad = StandardPageFactory(parent=home_fr, title="Bad")
    StandardPageFactory(parent=home_fr, title="Vélo")
    monkeypatch.setattr(StandardPage, "search_documents", fail)

    services.drain()

    waiting = SearchOutbox.objects.get()
    assert (waiting.source, waiting.attempts, waiting.last_error) == (f"home.standardpage:{bad.pk}", 1, "no words")
    assert waiting.claimed_until > timezone.now() + timedelta(seconds=5)
    assert found("vélo") == ["Vélo"]


def test_source_that_changes_while_it_is_looked_at_is_looked_at_again(
    home_fr: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = StandardPageFactory(parent=home_fr, title="Vélo")
    looked: list[str] = []
    original = services.refresh

    def refresh(source: str) -> None:
        original(source)
        if not looked:
            StandardPage.objects.get(pk=made.pk).save()
        looked.append(source)

    monkeypatch.setattr(services, "refresh", refresh)

    services.drain()

    assert looked.count(f"home.standardpage:{made.pk}") == 2


def test_drain_stops_at_its_limit(home_fr: object) -> None:
    SearchOutbox.objects.all().delete()
    services.enqueue([f"home.standardpage:{number}" for number in range(900_000, 900_005)])

    assert (services.drain(limit=2), SearchOutbox.objects.count()) == (2, 3)


def test_source_of_an_unknown_model_is_forgotten() -> None:
    SearchOutbox.objects.all().delete()
    services.enqueue(["gone.model:1", "home.standardpage:999999"])

    services.drain()

    assert SearchOutbox.objects.count() == 0


def test_rebuild_brings_back_what_was_lost_and_takes_away_what_is_gone(page: Callable) -> None:
    from tests.factories.search import DocumentFactory, put

    made = page("Vélo")
    SearchDocument.objects.all().delete()
    put(DocumentFactory(title="Orphelin", page_id=made.pk))

    written, removed = services.rebuild()

    assert (written >= 1, removed, found("vélo"), found("orphelin")) == (True, 1, ["Vélo"], [])


def test_second_rebuild_writes_nothing(page: Callable) -> None:
    page("Vélo")
    services.rebuild()

    assert services.rebuild() == (0, 0)


def test_commands_rebuild_and_agree(page: Callable) -> None:
    page("Vélo")
    call_command("search_rebuild", verbosity=0)

    out = StringIO()
    call_command("search_check", stdout=out)

    assert out.getvalue().startswith("Search has what the site says")


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ({"digest": "x"}, "outdated"),
        ({"acl": "agents"}, "wrong access"),
        ({"key": "page:other"}, "orphan"),
    ],
    ids=["outdated", "wrong access", "orphan"],
)
def test_check_says_what_differs(page: Callable, damage: dict, what: str) -> None:
    made = page("Vélo")
    services.rebuild()
    SearchDocument.objects.filter(page_id=made.pk).update(**damage)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("search_check", stdout=out)

    assert what in {line.partition(":")[0] for line in out.getvalue().splitlines()}


def test_drain_command_says_what_it_did(home_fr: object) -> None:
    SearchOutbox.objects.all().delete()
    services.enqueue(["home.standardpage:999999"])
    out = StringIO()

    call_command("search_drain", stdout=out)

    assert out.getvalue() == "1 sources looked at, 0 still waiting.\n"
