from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict

from core import visibility
from core.models import SiteDocument
from search import extraction, reading, results, services
from search.models import AttachedText, SearchDocument
from spaces import services as spaces
from spaces.enums import MemberRole
from spaces.models import ResourcePage
from tests.factories import files
from tests.factories.spaces import make_space

BOMB = "<w:p>" + " " * 60_000_000 + "</w:p>"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><x>&i;</x>"
)


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("pdf", files.pdf("Un vélo à 30 €", "Deuxième page"), "Un vélo à 30 €\nDeuxième page"),
        ("pdf", files.pdf("Un vélo", password=""), "Un vélo"),
        ("docx", files.docx("Un vélo", ["tri", "cycle"]), "Un vélo\ntricycle"),
        ("odt", files.odt("Un<text:s/>vélo", "en <text:span>ville</text:span>"), "Un vélo\nen ville"),
    ],
    ids=["pdf", "pdf kept from changes", "docx", "odt"],
)
def test_words_of_a_file_are_read(kind: str, content: bytes, text: str) -> None:
    assert extraction.read_content(kind, content) == ("read", text, "")


@pytest.mark.parametrize(
    ("kind", "content", "state"),
    [
        ("pdf", files.pdf("Un vélo", password="secret"), "locked"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "locked"),
        ("odt", files.odt("Un vélo", locked=True), "locked"),
        ("pdf", b"%PDF-1.7 and no more", "broken"),
        ("pdf", b"", "broken"),
        ("docx", b"PK\x03\x04 and no more", "broken"),
        ("docx", files.archive({"other.xml": "<x/>"}), "broken"),
        ("docx", files.archive({"word/document.xml": "<x>"}), "broken"),
        ("docx", files.archive({"word/document.xml": BOMB}), "broken"),
        ("docx", files.archive({"word/document.xml": LAUGHS}), "broken"),
        ("odt", files.archive({"content.xml": LAUGHS}), "broken"),
        ("odt", files.pdf("Un vélo"), "broken"),
    ],
    ids=[
        "pdf with password", "docx with password", "odt with password", "half a pdf", "empty", "half an archive",
        "no document", "no xml", "bomb", "entities in docx", "entities in odt", "pdf called odt",
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_says_why(kind: str, content: bytes, state: str) -> None:
    found = extraction.read_content(kind, content)

    assert found[:2] == (state, "")


def test_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MAX_BODY", 1_000)

    state, text, _note = extraction.read_content("docx", files.docx(*["mot " * 50] * 100))

    assert (state, len(text) <= 1_000, len(text) > 900) == ("read", True, True)


def test_pages_after_the_last_that_may_be_read_are_left() -> None:
    found = reading.read("pdf", files.pdf("Un", "Deux", "Trois"), length=1_000, pages=2)

    assert found == {"state": "read", "text": "Un\nDeux"}


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("x = bytearray(900_000_000)", "MemoryError"),
        ("open(sys.argv[1], 'wb', buffering=0).write(b'x' * 10_000)", "File too large"),
    ],
    ids=["memory", "writing"],
)
def test_reader_may_not_take_what_it_likes(code: str, ends: str, tmp_path: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(Path(reading.__file__).parent)!r}); import reading; "
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program + f"reading.limit(400, 5); {code}", str(tmp_path / "written")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, ends in done.stderr) == (1, True)


def test_reader_that_is_too_slow_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("while True: pass")
    monkeypatch.setattr(extraction, "_READER", slow)

    with pytest.raises(subprocess.TimeoutExpired):
        extraction.read_content("pdf", b"", seconds=1)


# Found on the site.


@pytest.fixture
def attach(home_fr: object, django_capture_on_commit_callbacks: Callable) -> Callable[..., ResourcePage]:
    """A resource of a space of ``kind`` with a file, and all done that the worker does."""

    def make(kind: str, content: bytes, name: str = "notes.docx") -> ResourcePage:
        space = make_space(kind, title="Espace")
        with django_capture_on_commit_callbacks(execute=True):
            resource = spaces.add_resource(
                space=space, author=space.memberships.first().user, title="Relevés", file=ContentFile(content, name)
            )
        settle(django_capture_on_commit_callbacks)
        return resource

    return make


def settle(capture: Callable) -> None:
    for _round in range(3):
        with capture(execute=True):
            services.drain()


def found(text: str, user: object) -> list[tuple[str, str]]:
    visibility.forget(user)
    asked = results.read(QueryDict(f"q={text}"), user=user, language="fr")
    return [(hit.title, "".join(part.text for part in hit.passage)) for hit in results.find(asked, user=user).hits]


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.pdf", files.pdf("La trottinette roule.")),
        ("notes.docx", files.docx("La trottinette roule.")),
        ("notes.odt", files.odt("La trottinette roule.")),
    ],
    ids=["pdf", "docx", "odt"],
)
def test_file_is_found_by_its_words_by_whoever_reads_its_page(
    attach: Callable, people: dict, name: str, content: bytes
) -> None:
    resource = attach("members", content, name)
    space = resource.get_parent().specific
    spaces.add_member(space=space, user=people["member"], role=MemberRole.COMMENTER)

    answers = {role: found("trottinettes", people[role]) for role in ("member", "outsider", "provider")}

    assert answers == {"member": [("Relevés", "La trottinette roule.")], "outsider": [], "provider": []}


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_words_of_a_file_that_is_replaced_are_those_of_the_new_one(
    attach: Callable, people: dict, django_capture_on_commit_callbacks: Callable
) -> None:
    resource = attach("public", files.docx("trottinette"))
    document = SiteDocument.objects.get(pk=resource.document_id)
    with django_capture_on_commit_callbacks(execute=True):
        document.file.save("autre.docx", ContentFile(files.docx("patinette")), save=True)
    settle(django_capture_on_commit_callbacks)

    found_by = {word: len(found(word, people["agent"])) for word in ("trottinette", "patinette")}
    assert found_by == {"trottinette": 0, "patinette": 1}


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_file_that_cannot_be_read_is_written_down_and_left_alone(
    attach: Callable, people: dict, django_capture_on_commit_callbacks: Callable
) -> None:
    resource = attach("public", b"%PDF nothing", "notes.pdf")
    before = AttachedText.objects.values().get()
    services.rebuild()
    settle(django_capture_on_commit_callbacks)

    assert (before["state"], before["attempts"]) == ("broken", 1)
    assert AttachedText.objects.values().get() == before
    assert found("relevés", people["agent"])[0][0] == resource.title


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_file_that_ends_its_worker_is_tried_twice(attach: Callable) -> None:
    attach("public", files.docx("trottinette"))
    AttachedText.objects.update(state="waiting", attempts=extraction.MAX_ATTEMPTS)

    extraction.read(AttachedText.objects.get().pk)

    assert AttachedText.objects.values_list("state", "note").get() == ("broken", "ended its reader")


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_file_that_waits_since_long_is_read(attach: Callable, clock: object) -> None:
    attach("public", files.docx("trottinette"))
    AttachedText.objects.update(state="waiting", attempts=0, text="")
    at_once = extraction.read_waiting()
    clock.shift(601)  # type: ignore[attr-defined]

    assert (at_once, extraction.read_waiting(), AttachedText.objects.get().text) == (0, 1, "trottinette")


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_words_go_with_the_file(attach: Callable, people: dict) -> None:
    resource = attach("public", files.docx("trottinette"))
    spaces.remove_resource(resource=resource, by=resource.owner)

    left = (AttachedText.objects.count(), SearchDocument.objects.filter(kind="resource").count())
    assert (found("trottinette", people["agent"]), left) == ([], (0, 0))


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_check_agrees_with_what_files_say(attach: Callable) -> None:
    attach("public", files.docx("trottinette"))

    assert {key: what for key, what in services.differences().items() if what != "missing"} == {}
