from __future__ import annotations

import json
from pathlib import Path

import pytest

from search import judged

FOLDER = Path(__file__).parent / "judged"


def write(folder: Path, qrels: str, corpus: list[dict[str, object]] | None = None) -> Path:
    texts = corpus or [{"_id": 1, "text": "un marché"}, {"_id": 2, "title": "Deux", "text": "rien"}]
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, texts)) + "\n\n")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": 7, "text": "marché"}) + "\n" + json.dumps({"_id": 8}))
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


@pytest.mark.parametrize(
    "qrels",
    [
        "query-id\tcorpus-id\tscore\n7\t1\t1\n7\t2\t0\n",
        "7\t1\t1\n",
        "7 0 1 1\n7 0 2 -1\n",
        "\ufeffquery-id\tcorpus-id\tscore\r\n7\t1\t1.0\r\n\r\n",
    ],
    ids=["heading", "bare", "trec", "windows"],
)
def test_judged_set_is_read_as_others_write_it(tmp_path: Path, qrels: str) -> None:
    found = judged.read(write(tmp_path, qrels), "fr")

    assert [(text.id, text.title, text.language) for text in found.texts] == [("1", "", "fr"), ("2", "Deux", "fr")]
    assert [(question.id, dict(question.grades)) for question in found.questions] == [("7", {"1": 1.0})]


@pytest.mark.parametrize("qrels", ["", "7\t1\t0\n", "8\t1\tx\n7\t1\ty\n"], ids=["empty", "no grade", "no number"])
def test_set_without_judgement_is_refused(tmp_path: Path, qrels: str) -> None:
    with pytest.raises(judged.JudgedSetError):
        judged.read(write(tmp_path, qrels), "fr")


def test_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(judged.JudgedSetError, match="missing"):
        judged.read(tmp_path, "fr")


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["a", "b"], (1.0, 1.0, 1.0, 0.0)),
        (["x", "a", "b"], (0.659, 0.5, 1.0, 0.0)),
        (["b", "a"], (0.7967, 1.0, 1.0, 0.0)),
        (["x"] * 3 + ["y"], (0.0, 0.0, 0.0, 0.0)),
        ([], (0.0, 0.0, 0.0, 1.0)),
        ([str(n) for n in range(10)] + ["a"], (0.0, 0.0, 0.0, 0.0)),
    ],
    ids=["perfect", "one late", "swapped", "wrong", "nothing", "eleventh"],
)
def test_measures_are_those_of_trec_eval(ranking: list[str], expected: tuple[float, ...]) -> None:
    question = judged.Question(id="q", text="", grades={"a": 3, "b": 1})

    assert tuple(round(value, 4) for value in judged.measure(question, ranking).values()) == expected


def test_difference_of_equals_is_none_and_of_better_ones_is_proved() -> None:
    low = [n / 100 for n in range(50)]

    assert judged.difference(low, low) == (0.0, 0.0, 0.0)
    gain, least, most = judged.difference([value + 0.1 + value / 10 for value in low], low)
    assert 0.1 < least < gain < most < 0.15


def test_plain_bm25_prefers_the_rare_word() -> None:
    texts = [judged.Text(id=str(n), title="", text="marché public", language="fr") for n in range(5)]
    texts.append(judged.Text(id="vélo", title="Vélo", text="public", language="fr"))

    assert judged.PlainBM25(texts)("marché vélo")[0] == "vélo"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_set_is_whole(language: str) -> None:
    ours = judged.read(FOLDER, language)
    texts = {text.id for text in ours.texts}
    halves = [len(judged.read(FOLDER, language, half).questions) for half in ("tune", "held")]

    assert {text for question in ours.questions for text in question.grades} <= texts
    assert {grade for question in ours.questions for grade in question.grades.values()} == {1.0, 2.0, 3.0}
    assert sum(halves) == len(ours.questions) >= 60
    assert min(halves) > 25
