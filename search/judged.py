"""How well questions are answered, in numbers: a judged set in the BEIR layout, the measures, and what to beat.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and ``qrels/test.tsv``
(question, document, grade). Sets differ in small things; whatever can be read is.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DEPTH = 10
RESAMPLES = 2_000
MEASURES = ("ndcg10", "mrr10", "recall10", "no_result")

Ranking = Sequence[str]
Search = Callable[[str], Ranking]


class JudgedSetError(ValueError):
    """The folder cannot be read as a judged set; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    id: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    text: str
    # Grade by document; what is not in it is not relevant.
    grades: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    texts: list[Text]
    questions: list[Question]


def read(folder: Path, language: str, half: str = "") -> JudgedSet:
    """The judged set in ``folder``: questions in ``language`` that have a judgement.

    A text or question without a language of its own is in ``language``. With ``half`` only the questions of it.
    """
    grades = _grades(folder / "qrels" / "test.tsv")
    texts = [
        Text(
            id=str(row["_id"]),
            title=str(row.get("title") or ""),
            text=str(row.get("text") or ""),
            language=_language(row, language),
        )
        for row in _rows(folder / "corpus.jsonl")
    ]
    questions = [
        Question(id=str(row["_id"]), text=str(row.get("text") or ""), grades=grades[str(row["_id"])])
        for row in _rows(folder / "queries.jsonl")
        if grades.get(str(row["_id"]))
        and _language(row, language) == language
        and (not half or row.get("half") == half)
    ]
    if not texts or not questions:
        raise JudgedSetError(f"{folder} has {len(texts)} documents and {len(questions)} judged questions in {language}")
    return JudgedSet(texts, questions)


def _language(row: Mapping[str, object], default: str) -> str:
    found = row.get("language")
    return found if isinstance(found, str) and found in ("fr", "en") else default


def _rows(path: Path) -> Iterator[dict[str, object]]:
    if not path.is_file():
        raise JudgedSetError(f"{path} is missing")
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise JudgedSetError(f"{path}, line {number}: {error}") from error
            if not isinstance(row, dict) or "_id" not in row:
                raise JudgedSetError(f"{path}, line {number}: no _id")
            yield row


def _grades(path: Path) -> dict[str, dict[str, float]]:
    """Grades above 0 by question. Three columns, or the four of TREC; with a heading or without."""
    if not path.is_file():
        raise JudgedSetError(f"{path} is missing")
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            columns = line.rstrip("\r\n").split("\t") if "\t" in line else line.split()
            if len(columns) < 3:
                continue
            try:
                grade = float(columns[-1])
            except ValueError as error:
                if number == 1:
                    continue
                raise JudgedSetError(f"{path}, line {number}: no grade in {line!r}") from error
            if grade > 0:
                found[columns[0].strip()][columns[-2].strip()] = grade
    return found


# Measures: as trec_eval computes them, the gain of a document being its grade.


def measure(question: Question, ranking: Ranking) -> dict[str, float]:
    top = list(dict.fromkeys(ranking))[:DEPTH]
    gains = [question.grades.get(text, 0.0) for text in top]
    ideal = sorted(question.grades.values(), reverse=True)[:DEPTH]
    first = next((place for place, gain in enumerate(gains, 1) if gain), 0)
    return {
        "ndcg10": _discounted(gains) / _discounted(ideal),
        "mrr10": 1 / first if first else 0.0,
        "recall10": sum(1 for gain in gains if gain) / len(question.grades),
        "no_result": 0.0 if top else 1.0,
    }


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) if rows else 0.0 for name in MEASURES}


def difference(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """The mean difference over the same questions and its 95 % interval by paired bootstrap; always the same."""
    gains = [a - b for a, b in zip(ours, theirs, strict=True)]
    chance = random.Random(1)  # noqa: S311
    means = sorted(sum(chance.choices(gains, k=len(gains))) / len(gains) for _ in range(RESAMPLES))
    return sum(gains) / len(gains), means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


# What to beat.


class PlainBM25:
    """The textbook: lower-cased words as they stand, title and text as one, k1 1.2, b 0.75, any word is enough."""

    _WORD = re.compile(r"\w+")

    def __init__(self, texts: Sequence[Text]) -> None:
        self.postings: dict[str, dict[str, int]] = defaultdict(dict)
        self.lengths: dict[str, int] = {}
        for text in texts:
            words = Counter(self._words(f"{text.title} {text.text}"))
            self.lengths[text.id] = sum(words.values())
            for word, times in words.items():
                self.postings[word][text.id] = times
        self.average = sum(self.lengths.values()) / len(self.lengths) or 1.0

    def _words(self, text: str) -> list[str]:
        return self._WORD.findall(text.lower())

    def __call__(self, question: str) -> Ranking:
        scores: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(self._words(question)):
            held = self.postings.get(word, {})
            rarity = math.log(1 + (len(self.lengths) - len(held) + 0.5) / (len(held) + 0.5))
            for text, times in held.items():
                scores[text] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * self.lengths[text] / self.average))
        return sorted(scores, key=lambda text: (-scores[text], text))[:DEPTH]
