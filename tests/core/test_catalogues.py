from __future__ import annotations

import gettext
import os
from pathlib import Path

import polib
import pytest

from core.catalogues import compile_stale
from core.management.commands.check_catalogues import problems_of
from core.management.commands.makemessages import tidy


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "POT-Creation-Date": "2026-01-01"}
    catalogue.append(polib.POEntry(msgid="Space", msgstr="Espace"))
    catalogue.append(polib.POEntry(msgid="Lesson", msgstr="Leçon", flags=["fuzzy"]))
    catalogue.save(str(path))
    return path


def test_a_catalogue_is_compiled_without_what_is_fuzzy(source: Path, tmp_path: Path) -> None:
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]

    with source.with_suffix(".mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert (words.gettext("Space"), words.gettext("Lesson")) == ("Espace", "Lesson")


def test_only_a_changed_catalogue_is_compiled_again(source: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)
    assert compile_stale(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]


def test_tidying_sorts_and_drops_what_changes_by_the_minute(source: Path) -> None:
    tidy(str(source), "fr")

    catalogue = polib.pofile(str(source))
    assert [entry.msgid for entry in catalogue] == ["Lesson", "Space"]
    assert "POT-Creation-Date" not in catalogue.metadata


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        pytest.param(polib.POEntry(msgid="A", msgstr="Un"), None, id="good"),
        pytest.param(polib.POEntry(msgid="A", msgstr=""), "not translated: “A”", id="missing"),
        pytest.param(polib.POEntry(msgid="A", msgstr="Un", flags=["fuzzy"]), "fuzzy: “A”", id="fuzzy"),
        pytest.param(polib.POEntry(msgid="A", msgstr="Un", obsolete=True), "dead entry “A”", id="dead"),
        pytest.param(
            polib.POEntry(msgid="%(n)s left", msgstr="reste"),
            "other placeholders ['%(n)s']: “%(n)s left”",
            id="placeholder lost",
        ),
        pytest.param(
            polib.POEntry(msgid="Why?", msgstr="Pourquoi ?"),
            "ordinary space where French wants a no-break one: “Pourquoi ?”",
            id="breakable space",
        ),
        pytest.param(polib.POEntry(msgid="Why?", msgstr="Pourquoi\u202f?"), None, id="no-break space"),
        pytest.param(
            polib.POEntry(msgid="1", msgid_plural="%(n)s", msgstr_plural={0: "un", 1: ""}),
            "not translated: “1”",
            id="one plural missing",
        ),
    ],
)
def test_problems_are_named(entry: polib.POEntry, problem: str | None) -> None:
    catalogue = polib.POFile()
    catalogue.append(entry)

    assert problems_of(catalogue) == ([problem] if problem else [])
