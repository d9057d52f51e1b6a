"""The engine inside the site's database: what SQLite and PostgreSQL share, which is nearly all.

Ranking is BM25 over the title and the text apart, added, the title three times. It is computed here and not by the
database's own function for one reason beside quality: the numbers it rests on (how many documents there are, how
many hold a word, how long they are) are those of the documents that this reader may see. With numbers over all
documents the order of public results would change with what private ones say.
"""

# Every value is a parameter; what is written into a statement comes from this package alone.
# ruff: noqa: S608
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.db import connections

from search.engines import analysis, base
from search.engines.base import Engine, EngineResult, SearchQuery
from search.models import SearchDocument

TITLE, BODY = 0, 1
# The facets that are columns of the document; the others are rows of SearchFacet.
COLUMNS = ("kind", "device", "language")
# A facet with more values than this shows the most frequent ones.
MAX_VALUES = 1_000

Sql = tuple[str, list[Any]]


def _any(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


class EmbeddedEngine(Engine):
    materialized = "MATERIALIZED "

    def __init__(self, using: str = "default") -> None:
        self.using = using

    @property
    def connection(self) -> Any:
        return connections[self.using]

    # What the two databases do differently.

    @abstractmethod
    def write(self, rows: Sequence[tuple[int, list[str], list[str]]]) -> None:
        """Store (document, terms of the title, terms of the text) in place of what was stored."""

    @abstractmethod
    def occurrences(self, terms: Sequence[str]) -> Sql:
        """Rows (document_id, term, field, frequency), ``term`` being its place in ``terms``."""

    @abstractmethod
    def holding(self, terms: Sequence[str]) -> Sql:
        """Rows (document_id) of the documents that hold any of ``terms``."""

    @abstractmethod
    def holding_phrase(self, terms: Sequence[str]) -> Sql:
        """Rows (document_id) of the documents where ``terms`` follow one another."""

    # What they do alike.

    def index(self, documents: Sequence[SearchDocument]) -> None:
        self.write([(document.pk, *document.text.terms(document)) for document in documents])

    def search(self, query: SearchQuery) -> EngineResult:
        plan = _Plan(self, query)
        if plan.hopeless:
            return EngineResult()
        total, facets = self._counts(plan)
        last = max(1, -(-min(total, base.MAX_RESULTS) // query.per_page))
        page = min(query.page, last)
        ids = self._page(plan, page) if total else ()
        return EngineResult(ids=ids, total=total, page=page, facets=facets)

    def _counts(self, plan: _Plan) -> tuple[int, dict[str, dict[str, int]]]:
        """The total and every facet in one statement over one set of matches."""
        matched, params = plan.matched()
        parts = [f"SELECT '' AS name, '' AS value, COUNT(*) AS number FROM matched m {plan.where()}"]
        parts += [
            f"SELECT '{column}', m.{column}, COUNT(*) FROM matched m {plan.where(but=column)} GROUP BY m.{column}"
            for column in COLUMNS
        ]
        rows = "FROM matched m JOIN search_searchfacet f ON f.document_id = m.id"
        chosen = [name for name in plan.query.filters if name not in COLUMNS]
        others = plan.where(f"f.name NOT IN ({_any(chosen)})" if chosen else "")
        parts.append(
            f"SELECT * FROM (SELECT f.name, f.value, COUNT(*) AS number {rows} {others} "
            f"GROUP BY f.name, f.value ORDER BY COUNT(*) DESC, f.name, f.value LIMIT {MAX_VALUES}) AS other"
        )
        params += chosen
        for name in chosen:
            parts.append(
                f"SELECT * FROM (SELECT f.name, f.value, COUNT(*) AS number {rows} "
                f"{plan.where('f.name = %s', but=name)} "
                f"GROUP BY f.name, f.value ORDER BY COUNT(*) DESC, f.name, f.value LIMIT {MAX_VALUES}) AS chosen"
            )
            params.append(name)
        total = 0
        facets: dict[str, dict[str, int]] = {}
        sql = f"WITH matched AS {self.materialized}({matched}) " + " UNION ALL ".join(parts)
        for name, value, number in self._rows(sql, params):
            if not name:
                total = number
            elif value:
                facets.setdefault(name, {})[value] = number
        return total, {
            name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
            for name, values in sorted(facets.items())
        }

    def _page(self, plan: _Plan, page: int) -> tuple[int, ...]:
        query = plan.query
        params: list[Any] = []
        conditions, held = plan.conditions(matching=plan.by_date)
        tests, values = plan.filter_tests()
        rest = f"WHERE {' AND '.join([*conditions, *tests])} ORDER BY {plan.order()} LIMIT %s OFFSET %s"
        if plan.by_date:
            sql = f"SELECT d.id FROM search_searchdocument d {rest}"
        else:
            scored, params = self._scores(plan)
            sql = f"WITH {scored} SELECT d.id FROM scored s JOIN search_searchdocument d ON d.id = s.document_id {rest}"
        params = [*params, *held, *values, *plan.order_params(), query.per_page, (page - 1) * query.per_page]
        return tuple(row[0] for row in self._rows(sql, params))

    def _scores(self, plan: _Plan) -> Sql:
        occurrences, params = self.occurrences(plan.terms)
        acl = _any(plan.keywords)
        real = "CAST({} AS DOUBLE PRECISION)".format
        number, held = real("c.documents"), real("COUNT(*)")
        title, body = real("c.title"), real("c.body")
        sql = f"""
            found AS {self.materialized}(
                SELECT o.document_id, o.term, o.field, o.frequency, d.language,
                       CASE o.field WHEN {TITLE} THEN d.title_length ELSE d.body_length END AS length
                FROM ({occurrences}) AS o JOIN search_searchdocument d ON d.id = o.document_id
                WHERE d.acl IN ({acl})
            ),
            corpus AS {self.materialized}(
                SELECT language, COUNT(*) AS documents, AVG(title_length) AS title, AVG(body_length) AS body
                FROM search_searchdocument WHERE acl IN ({acl}) GROUP BY language
            ),
            held AS {self.materialized}(SELECT DISTINCT document_id, term, language FROM found),
            weight AS {self.materialized}(
                SELECT h.term, LN(1.0 + ({number} - {held} + 0.5) / ({held} + 0.5)) AS worth
                FROM held h JOIN corpus c ON c.language = h.language GROUP BY h.term, c.documents
            ),
            scored AS {self.materialized}(
                SELECT p.document_id, SUM(p.terms) AS terms, SUM(p.score) AS score FROM (
                    SELECT h.document_id, 1 AS terms, w.worth * {base.PRESENCE} AS score
                    FROM held h JOIN weight w ON w.term = h.term
                    UNION ALL
                    SELECT f.document_id, 0, w.worth * f.frequency * {base.K1 + 1}
                        * CASE f.field WHEN {TITLE} THEN {base.TITLE_WEIGHT} ELSE 1.0 END
                        / (f.frequency + {base.K1} * ({1 - base.B} + {base.B} * f.length
                            / CASE f.field WHEN {TITLE} THEN {title} ELSE {body} END))
                    FROM found f JOIN weight w ON w.term = f.term JOIN corpus c ON c.language = f.language
                ) AS p GROUP BY p.document_id
            )"""
        return sql, [*params, *plan.keywords, *plan.keywords]

    def _rows(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


class _Plan:
    """A query, taken apart into SQL. Values are always parameters, never text of the statement."""

    def __init__(self, engine: EmbeddedEngine, query: SearchQuery) -> None:
        self.engine = engine
        self.query = query
        self.keywords = sorted(query.keywords)
        self.wanted = {code: query.words.terms(code) for code in analysis.LANGUAGES}
        self.terms = [term for terms in self.wanted.values() for term in terms]
        self.filters = list(query.filters)

    @property
    def hopeless(self) -> bool:
        """Nobody to answer, or words of which none says anything."""
        asked = self.query.words.wanted or self.query.words.phrases
        return not self.keywords or bool(asked and not self.terms)

    def matched(self) -> Sql:
        """The documents that hold what is asked and that the reader may see; one 0/1 column a filter."""
        tests, params = self.filter_tests()
        flags = "".join(f", CASE WHEN {test} THEN 1 ELSE 0 END AS f{index}" for index, test in enumerate(tests))
        conditions, held = self.conditions(matching=True)
        return (
            f"SELECT d.id, d.kind, d.device, d.language{flags} FROM search_searchdocument d "
            f"WHERE {' AND '.join(conditions)}",
            [*params, *held],
        )

    def filter_tests(self) -> tuple[list[str], list[Any]]:
        """One condition a filter on a document ``d``, in the order of ``filters``."""
        tests, params = [], []
        for name, values in self.query.filters.items():
            if name in COLUMNS:
                tests.append(f"d.{name} IN ({_any(values)})")
            else:
                tests.append(
                    "EXISTS (SELECT 1 FROM search_searchfacet x WHERE x.document_id = d.id "
                    f"AND x.name = %s AND x.value IN ({_any(values)}))"
                )
                params.append(name)
            params += values
        return tests, params

    def conditions(self, *, matching: bool) -> tuple[list[str], list[Any]]:
        """What a document ``d`` must be, whatever the filters: the reader's, with the phrases, without the refused.

        And with one of the words at least, if ``matching``: what has been ranked has one.
        """
        conditions = [f"d.acl IN ({_any(self.keywords)})"]
        params: list[Any] = list(self.keywords)
        if matching and self.terms:
            sql, held = self.engine.holding(self.terms)
            conditions.append(f"d.id IN ({sql})")
            params += held
        for phrase in self.query.words.phrases:
            tests = []
            for code in analysis.LANGUAGES:
                if following := analysis.terms(phrase, code):
                    sql, held = self.engine.holding_phrase(following)
                    tests.append(f"d.id IN ({sql})")
                    params += held
            if tests:
                conditions.append(f"({' OR '.join(tests)})")
        refused = [term for code in analysis.LANGUAGES for term in self.query.words.refused_terms(code)]
        if refused:
            sql, held = self.engine.holding(refused)
            conditions.append(f"d.id NOT IN ({sql})")
            params += held
        return conditions, params

    def where(self, extra: str = "", but: str = "") -> str:
        tests = [f"m.f{index} = 1" for index, name in enumerate(self.filters) if name != but]
        tests += [extra] if extra else []
        return f"WHERE {' AND '.join(tests)}" if tests else ""

    def order(self) -> str:
        if self.by_date:
            return "d.date IS NULL, d.date DESC, d.id"
        share = " ".join(
            f"WHEN d.language = '{code}' THEN 1.0 + s.terms * {1 / len(terms)}"
            for code, terms in self.wanted.items()
            if terms
        )
        # Whole numbers: the last digits of a sum depend on the order in which a database adds.
        score = (
            f"CAST(s.score * 1000000 * (CASE {share} ELSE 1.0 END)"
            f" * (CASE WHEN d.language = %s THEN 1.0 ELSE {base.OTHER_LANGUAGE} END) AS BIGINT)"
        )
        return f"{score} DESC, d.date IS NULL, d.date DESC, d.id"

    def order_params(self) -> list[Any]:
        return [] if self.by_date else [self.query.language]

    @property
    def by_date(self) -> bool:
        return self.query.sort == base.DATE or not self.terms
