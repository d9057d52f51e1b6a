from __future__ import annotations

import pytest

from core.text import clean_text, count_changes, word_difference


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  a \n", "a", id="blank edges"),
        pytest.param("a\x00b\x07c\x1b[0m", "abc[0m", id="control characters"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param(" pre\u0301vu ", "prévu", id="composed, printable"),
        pytest.param("\x7fa\x9f", "a", id="control characters above ASCII"),
        pytest.param("a\u2028b\ufeff", "ab", id="invisible separators"),
        pytest.param("a\tb", "a\tb", id="tab stays"),
        pytest.param("\ud800x", "x", id="half a character"),
        pytest.param("« a\u202f; b »", "« a\u202f; b »", id="French spaces stay"),
        pytest.param("<b>a</b>", "<b>a</b>", id="markup is text"),
    ],
)
def test_clean_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_difference_is_told_in_words() -> None:
    before = "Le papier est recyclé à 50 % au moins."
    after = "Le papier est recyclé à 80 % au moins, sauf mention."

    changes = [(s.op, s.text.strip()) for s in word_difference(before, after) if s.op != "equal"]

    assert changes == [("delete", "50"), ("insert", "80"), ("insert", ", sauf mention")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "Nouveau texte.", id="all new"),
        pytest.param("Ancien texte.", "", id="all gone"),
        pytest.param("Même texte.", "Même texte.", id="the same"),
        pytest.param("a\n\nb", "a\nb\n\nc", id="paragraphs"),
        pytest.param("l’eau, l'air", "l’air, l'eau", id="apostrophes"),
    ],
)
def test_both_texts_can_be_read_out_of_a_difference(before: str, after: str) -> None:
    segments = word_difference(before, after)

    assert "".join(s.text for s in segments if s.op != "insert") == before
    assert "".join(s.text for s in segments if s.op != "delete") == after


def test_changes_are_counted_as_a_reader_counts_them() -> None:
    assert count_changes(word_difference("un deux trois", "un vingt-deux trois quatre")) == (2, 1)
