"""PostgreSQL: ``Posting`` rows answer which documents hold a word and how often, a ``tsvector`` whether words follow
one another.

``ts_rank`` is not asked: it knows nothing of how rare a word is, and reads the whole vector of every match.
"""

# Every value is a parameter; what is written into a statement comes from this package alone.
# ruff: noqa: S608
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from search.engines.embedded import BODY, TITLE, EmbeddedEngine, Sql

# PostgreSQL keeps places up to this one; later words are found, only not in phrases.
_MAX_PLACE = 16_383
# Between the title and the text, so that no phrase runs from one into the other.
_GAP = 10

_TRIGGER = (
    """
    CREATE OR REPLACE FUNCTION search_document_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM search_posting WHERE document_id = OLD.id;
        DELETE FROM search_termvector WHERE document_id = OLD.id;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS search_document_gone ON search_searchdocument",
    """
    CREATE TRIGGER search_document_gone AFTER DELETE ON search_searchdocument
    FOR EACH ROW EXECUTE FUNCTION search_document_gone()
    """,
)


class PostgreSQLEngine(EmbeddedEngine):
    name = "postgresql"

    def prepare(self) -> None:
        with self.connection.cursor() as cursor:
            for statement in _TRIGGER:
                cursor.execute(statement)

    def write(self, rows: Sequence[tuple[int, list[str], list[str]]]) -> None:
        self.remove([row[0] for row in rows])
        postings = []
        vectors = []
        for pk, title, body in rows:
            for field, terms in ((TITLE, title), (BODY, body)):
                postings += [(pk, field, term, times) for term, times in Counter(terms).items()]
            vectors.append((pk, _vector(title, body)))
        with self.connection.cursor() as cursor:
            with cursor.copy("COPY search_posting (document_id, field, term, frequency) FROM STDIN") as copy:
                for posting in postings:
                    copy.write_row(posting)
            cursor.executemany("INSERT INTO search_termvector (document_id, terms) VALUES (%s, %s::tsvector)", vectors)

    def remove(self, ids: Sequence[int]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_posting WHERE document_id = ANY(%s)", [list(ids)])
            cursor.execute("DELETE FROM search_termvector WHERE document_id = ANY(%s)", [list(ids)])

    def occurrences(self, terms: Sequence[str]) -> Sql:
        values = ", ".join(f"({index}, %s)" for index in range(len(terms)))
        return (
            "SELECT p.document_id, v.number AS term, p.field, p.frequency FROM search_posting p "
            f"JOIN (VALUES {values}) AS v (number, term) ON p.term = v.term",
            list(terms),
        )

    def holding(self, terms: Sequence[str]) -> Sql:
        # Not from the vectors: to look into one PostgreSQL fetches all of it, and thinks that this costs nothing.
        return f"SELECT document_id FROM search_posting WHERE term IN ({', '.join(['%s'] * len(terms))})", list(terms)

    def holding_phrase(self, terms: Sequence[str]) -> Sql:
        words = list(dict.fromkeys(terms))
        asked = " <-> ".join(_quoted(term) for term in terms)
        return (
            "SELECT v.document_id FROM search_termvector v JOIN ("
            f"SELECT document_id FROM search_posting WHERE term IN ({', '.join(['%s'] * len(words))}) "
            "GROUP BY document_id HAVING COUNT(DISTINCT term) = %s OFFSET 0"
            ") AS held ON held.document_id = v.document_id WHERE v.terms @@ %s::tsquery",
            [*words, len(words), asked],
        )


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    """A ``tsvector`` as text, made by hand: PostgreSQL's own reader of text would cut our terms again."""
    places: dict[str, list[int]] = {}
    for offset, terms in ((1, title), (len(title) + _GAP, body)):
        for index, term in enumerate(terms):
            places.setdefault(term, []).append(min(offset + index, _MAX_PLACE))
    return " ".join(f"{_quoted(term)}:{','.join(map(str, at[:255]))}" for term, at in places.items())


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
