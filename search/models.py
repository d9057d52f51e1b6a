from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone

from search.engines import analysis

# What stands after it is neither found nor shown in passages: a book is not a search result.
MAX_BODY = 200_000


class SearchDocument(models.Model):
    """One thing that can be found, as its room describes it (``core.searchable.Document``), in a flat row.

    ``acl`` is a copy of the page's access keyword, changed in the transaction that changes the keyword: engines
    filter by it inside every query. Empty means nobody. What is only shown, never filtered, lies in
    ``SearchText``: these rows are walked through by the ten thousand and must stay small.
    """

    acl = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=30)
    device = models.CharField(max_length=20, blank=True)
    # Lengths in terms, as analysed: what ranking divides by.
    title_length = models.PositiveIntegerField(default=0)
    body_length = models.PositiveIntegerField(default=0)
    date = models.DateTimeField(null=True, blank=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=120, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    # What the row was made from; the same digest again means that there is nothing to do.
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=1000)
    any_language = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["acl", "language", "title_length", "body_length"], name="search_corpus"),
            models.Index(fields=["acl", "date"], name="search_by_date"),
        ]

    def __str__(self) -> str:
        return self.key


class SearchText(models.Model):
    """The words of a document: analysed by engines, cut into passages for its readers."""

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True, related_name="text")
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    # {"family": ["studies"], …}: as the room gave them; SearchFacet has them as rows to count.
    facets = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return str(self.document_id)

    def terms(self, document: SearchDocument) -> tuple[list[str], list[str]]:
        """The terms of the title and of all the rest; analysed once an instance."""
        if not hasattr(self, "_terms"):
            body = "\n".join([self.summary, " ".join(self.tags), self.body[:MAX_BODY]])
            self._terms = (
                analysis.terms(document.title, document.language),
                analysis.terms(body, document.language),
            )
        return self._terms


class SearchFacet(models.Model):
    """A value of a document by which results are counted and narrowed: a tag, a family, a level, a cause."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facet_rows")
    name = models.CharField(max_length=30)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "name", "value"], name="one_facet_value_once"),
        ]
        indexes = [models.Index(fields=["name", "value", "document"], name="search_facet_value")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class SearchOutbox(models.Model):
    """Something that changed and that search has not looked at yet: written in the transaction of the change.

    One row a source. ``version`` changes with every change, so that a worker which has just looked takes the
    row away only if nothing happened meanwhile. No worker holds a lock on it while an engine is at work: a slow
    engine never makes a save wait.
    """

    source = models.CharField(max_length=120, unique=True)
    version = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["claimed_until"], name="search_outbox_due")]

    def __str__(self) -> str:
        return self.source


class Posting(models.Model):
    """PostgreSQL only: how often a term stands in a field of a document. What matching, counts and ranking read.

    No foreign key: a trigger empties it with the document, whoever deletes that and however
    (``engines.embedded_postgresql``).
    """

    document_id = models.BigIntegerField(db_index=True)
    field = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=50)
    frequency = models.PositiveIntegerField()

    class Meta:
        required_db_vendor = "postgresql"
        indexes = [
            models.Index(fields=["term"], include=["document_id", "field", "frequency"], name="search_posting_term")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.term}"


class TermVector(models.Model):
    """PostgreSQL only: the terms of a document with their places. What phrases read."""

    document_id = models.BigIntegerField(primary_key=True)
    terms = SearchVectorField()

    class Meta:
        required_db_vendor = "postgresql"
        indexes = [GinIndex(fields=["terms"], name="search_terms")]

    def __str__(self) -> str:
        return str(self.document_id)
