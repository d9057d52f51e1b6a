from __future__ import annotations

import time

import pytest

from core.text import Segment, count_changes, word_difference


def marked(before: str, after: str) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(signs[segment.op].format(segment.text) for segment in word_difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("un rapport", "un rapport", "un rapport", id="same"),
        pytest.param("un rapport", "", "[-un rapport-]", id="all gone"),
        pytest.param("un deux trois", "un trois", "un [-deux -]trois", id="a word gone"),
        pytest.param(
            "papier de 100 g, porteur", "papier, porteur", "papier[- de 100 g-], porteur", id="blanks go along"
        ),
        pytest.param("un deux", "un\n\ndeux", "un[+\n\n+]deux", id="a paragraph parted"),
        pytest.param(
            "recyclé de 100 g au moins, porteur",
            "recyclé de 80 g, ou réutilisés d’une enquête à l’autre, porteur",
            "recyclé de [-100 g au moins-][+80 g, ou réutilisés d’une enquête à l’autre+], porteur",
            id="scraps between changes are read with them",
        ),
    ],
)
def test_a_difference_reads_as_a_person_would_mark_it(before, after, expected):
    assert marked(before, after) == expected


def test_what_is_kept_and_added_is_the_new_text():
    before, after = "Un  texte,\n- à puces ;\n- et plus.", "Un autre texte :\n- à deux puces ;\n\net moins."

    segments = word_difference(before, after)

    assert "".join(segment.text for segment in segments if segment.op != "delete") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a " * 6000, "a b " * 3000, id="one word repeated"),
        pytest.param("." * 12000, "!" * 12000, id="signs only"),
        pytest.param("a b " * 3000, "b a " * 3000, id="swapped"),
        pytest.param("a\n" * 6000, "b\n" * 6000, id="lines"),
    ],
)
def test_hostile_texts_take_no_time(before, after):
    began = time.process_time()

    word_difference(before, after)

    assert time.process_time() - began < 2


def test_changes_are_counted_as_runs():
    segments = [Segment("equal", "a "), Segment("delete", "b"), Segment("insert", "c"), Segment("insert", "d")]

    assert count_changes(segments) == (2, 1)
