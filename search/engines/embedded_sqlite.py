"""SQLite: FTS5 holds the terms, its vocabulary table says how often each stands where."""

# Every value is a parameter; what is written into a statement comes from this package alone.
# ruff: noqa: S608
from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from search.engines.embedded import BODY, TITLE, EmbeddedEngine, Sql

# Tokenizer "ascii": terms come ready, parted by blanks; it leaves every other letter of the world alone.
# The trigger empties the index with the document, whoever deletes that: a page that goes takes all with it.
_TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5(title, body, tokenize = 'ascii')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_vocabulary USING fts5vocab(search_fts, instance)",
    "CREATE TRIGGER IF NOT EXISTS search_document_gone AFTER DELETE ON search_searchdocument "
    "BEGIN DELETE FROM search_fts WHERE rowid = old.id; END",
)


class SQLiteEngine(EmbeddedEngine):
    name = "sqlite"
    # Before 3.35 SQLite does not know the word, and does the same without.
    materialized = "MATERIALIZED " if sqlite3.sqlite_version_info >= (3, 35) else ""

    def prepare(self) -> None:
        with self.connection.cursor() as cursor:
            for statement in _TABLES:
                cursor.execute(statement)

    def write(self, rows: Sequence[tuple[int, list[str], list[str]]]) -> None:
        self.remove([row[0] for row in rows])
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fts (rowid, title, body) VALUES (%s, %s, %s)",
                [(pk, " ".join(title), " ".join(body)) for pk, title, body in rows],
            )

    def remove(self, ids: Sequence[int]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_fts WHERE rowid = %s", [(pk,) for pk in ids])

    def occurrences(self, terms: Sequence[str]) -> Sql:
        one = (
            "SELECT doc AS document_id, {} AS term, "
            f"CASE col WHEN 'title' THEN {TITLE} ELSE {BODY} END AS field, COUNT(*) AS frequency "
            "FROM search_vocabulary WHERE term = %s GROUP BY doc, col"
        )
        return " UNION ALL ".join(one.format(index) for index in range(len(terms))), list(terms)

    def holding(self, terms: Sequence[str]) -> Sql:
        match = " OR ".join(_quoted(term) for term in terms)
        return "SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [match]

    def holding_phrase(self, terms: Sequence[str]) -> Sql:
        return "SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [_quoted(" ".join(terms))]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
