from __future__ import annotations

import uuid

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
    # Lengths in terms, as analysed.
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

    def __str__(self) -> str:
        return self.key


class SearchText(models.Model):
    """The words of a document: analysed by engines, cut into passages for its readers."""

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True, related_name="text")
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    # {"family": ["studies"], …}: as the room gave them.
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


class SearchSegment(models.Model):
    """Some documents of the embedded engine, as they were when it was made (``engines.segments``). Never changed.

    The key is drawn by lot: a number that a rolled-back transaction gave back could come again with other content,
    and processes keep by the key what they have read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of two segments that hold a document, the one with the higher number is right.
    number = models.BigIntegerField(unique=True)
    documents = models.PositiveIntegerField()
    # A small segment has its words with it; those of a large one are rows of SearchPosting by this name.
    postings = models.UUIDField(default=uuid.uuid4, editable=False)
    columns = models.BinaryField()
    words = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.number}: {self.documents}"


class SearchPosting(models.Model):
    """In which documents of a large segment a term stands, how often and where. Written and read in bulk."""

    pk = models.CompositePrimaryKey("postings", "term")
    postings = models.UUIDField()
    term = models.CharField(max_length=50)
    data = models.BinaryField()
    # Only phrases ask for them: last, so that a database need not read them.
    places = models.BinaryField()

    def __str__(self) -> str:
        return self.term


class SearchOverride(models.Model):
    """What has happened to documents since their segment was made: another access keyword, or gone (null).

    Written by a trigger in the transaction of the change, whoever makes it; read whole by every search; the later row
    is right. Worked into the segments by ``EmbeddedEngine.tidy``. Never updated, so nobody waits for anybody.
    """

    document_id = models.BigIntegerField()
    acl = models.CharField(max_length=40, null=True)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.acl}"
