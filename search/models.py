from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.visibility import PUBLIC
from search.engines import analysis
from search.enums import Alert, Reading
from search.querysets import QueryCountQuerySet

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

    def tokens(self, document: SearchDocument) -> tuple[list[str], list[str]]:
        """Those of the title and of all the rest (``analysis.said``); analysed once an instance."""
        if not hasattr(self, "_tokens"):
            title, rest = pieces(document.title, self.summary, self.tags, self.body)
            self._tokens = (analysis.said(title, document.language), analysis.said(rest, document.language))
        return self._tokens


def pieces(title: str, summary: str, tags: Iterable[str], body: str) -> tuple[list[str], list[str]]:
    """The words of a document's title, and those of all the rest that is found by: what is analysed."""
    return title.split(), "\n".join([summary, " ".join(tags), body[:MAX_BODY]]).split()


class ServerIndex(models.Model):
    """The index on the site's search server, as we know it: one row, where there is a server.

    While there is a row, triggers write a ``ServerChange`` for whatever happens to a document
    (``search.engines.changes``).
    """

    alias = models.CharField(max_length=120, unique=True)
    # What answers under the alias; empty until it has been built.
    index = models.CharField(max_length=200, blank=True)
    # Whoever writes to the server has it until then; another one waits or leaves it to them.
    held_until = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(blank=True)
    # When it was last seen that the index is there and made as this code makes it.
    checked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.index or self.alias


class ServerChange(models.Model):
    """A document that changed and that the search server has not heard of yet: written by the database itself.

    ``was`` is the access keyword that the document has lost, if it has: whoever holds it could still find it there.
    Rows are only ever added in the transactions of changes: nobody who saves waits for whoever sends.
    """

    document_id = models.BigIntegerField()
    was = models.CharField(max_length=40, blank=True)
    # Why the server does not take it; it then has nothing of the document.
    refused = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["was"], condition=~models.Q(was=""), name="search_server_hides"),
            models.Index(fields=["document_id"], name="search_server_document"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class Rebuild(models.Model):
    """The last time that the index was made anew, one row: how far it is, or how it ended, and by which rules."""

    # Whoever has not been heard of for so long has died, and somebody else may begin.
    SILENCE = timedelta(minutes=10)
    ONLY = 1

    heard_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    on_server = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    # ``sources.rules()`` of when everything was last asked: after an upgrade they may be others.
    rules = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    @property
    def under_way(self) -> bool:
        return self.ended_at is None and self.heard_at > timezone.now() - self.SILENCE


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


class SearchPromotion(models.Model):
    """A page that staff set above the results of certain words. Shown only to those who may read it."""

    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_(
            "What people type, separated by commas: cahier des charges, CCTP. The page is shown where just these words "
            "are asked for; accents, plurals and their order do not matter."
        ),
    )
    language = models.CharField(_("language of the words"), max_length=5, choices=settings.LANGUAGES, default="fr")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("Shown only to those who may read it."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("One sentence under the title: why this page answers.")
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        expressions = [part.strip() for part in self.words.split(",") if part.strip()]
        # Looked at as the search looks at them (``results``): what says nothing there would never be met.
        idle = [part for part in expressions if not analysis.terms(part, self.language)]
        if idle:
            raise ValidationError(
                {"words": _("“%(words)s” says nothing to the search: nearly every text has it.") % {"words": idle[0]}}
            )
        if not expressions:
            raise ValidationError({"words": _("Write the words for which the page is to be shown.")})

    @property
    def readers(self) -> str:
        """In words, who is shown the page."""
        access = getattr(self.page, "access", None)
        public = self.page.live and access is not None and access.keyword == PUBLIC
        return str(_("everybody") if public else _("those who may read it only"))


class QueryCount(models.Model):
    """How often something was searched for on a day, by nobody in particular.

    No person, no address, no hour. Rows are read only in sums of ``services.SHOWN_FROM`` and more.
    """

    day = models.DateField()
    language = models.CharField(max_length=5)
    words = models.CharField(max_length=80)
    asked = models.PositiveIntegerField(default=0)
    without_result = models.PositiveIntegerField(default=0)

    objects = QueryCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "words"], name="one_count_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"


class SavedSearch(models.Model):
    """A question that somebody keeps, and is told of when it has new answers, if they want to be."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=100)
    # The question as its address has it, without the page: q=…&kind=…
    query = models.CharField(max_length=2000)
    language = models.CharField(max_length=5)
    alert = models.CharField(_("mail"), max_length=10, choices=Alert.choices, default=Alert.NONE)
    created_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)
    # Keys of the documents that were found when it was last looked: what is not among them is new.
    seen = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["alert", "looked_at"], name="search_alerts_due")]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")

    def __str__(self) -> str:
        return self.name


class AlertLetter(models.Model):
    """What a mail about saved searches tells of, as keys: its words are written when it is sent."""

    mail = models.OneToOneField("core.OutgoingMail", on_delete=models.CASCADE, primary_key=True, related_name="+")
    # [[key of the saved search, [keys of the documents, the latest first]], …]
    told = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.mail_id)


class AttachedText(models.Model):
    """The words of an attached file, read once by the worker; also that it could not be read, and why."""

    document = models.OneToOneField(
        "core.SiteDocument", on_delete=models.CASCADE, primary_key=True, related_name="attached_text"
    )
    # The name of the stored file that was read: another file under the same document is read anew.
    file = models.CharField(max_length=255)
    # What it is attached to, and is looked at again when the words are there.
    sources = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=Reading.choices, default=Reading.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class SearchWord(models.Model):
    """A word that some document holds or once held, whoever may see it: where the right spelling is looked for.

    Rows are only ever added, until ``search_rebuild`` takes away those that no document holds. So nothing may be shown
    or searched for because it is here: ``search.expansion`` asks each time whether the reader's documents hold it.
    """

    language = models.CharField(max_length=5)
    folded = models.CharField(max_length=40)
    term = models.CharField(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folded", "language", "term"], name="one_search_word")]

    def __str__(self) -> str:
        return self.folded


class SearchSynonym(models.Model):
    """Expressions that mean the same: whoever asks for one finds the others too, in both languages.

    Seeded from ``search/data/synonyms.csv``; what staff change is never written over, and a group that they do not
    want is switched off, for a deleted one would come back.
    """

    # What ``load_synonyms`` knows a group of its list by; made of the first expression where staff write one.
    code = models.SlugField(max_length=60, unique=True, editable=False)
    fr = models.CharField(
        _("in French"),
        max_length=1000,
        blank=True,
        help_text=_("Expressions separated by |, for example: cahier des charges | CCTP"),
    )
    en = models.CharField(
        _("in English"),
        max_length=1000,
        blank=True,
        help_text=_("Expressions separated by |, for example: specification | terms of reference"),
    )
    active = models.BooleanField(_("used by the search"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("group of synonyms of the search")
        verbose_name_plural = _("synonyms of the search")

    def __str__(self) -> str:
        return " · ".join(part for part in (self.fr, self.en) if part) or self.code

    def clean(self) -> None:
        super().clean()
        said, meant = self.expressions(), self.meant()
        if self.active and len(meant) < 2:
            raise ValidationError(
                _(
                    "Write at least two expressions that mean the same, parted by | in one language, or one in each "
                    "language."
                )
            )
        for language, expression in said:
            if not analysis.terms(expression, language):
                raise ValidationError(
                    {
                        language: _("“%(expression)s” stands in nearly every text and cannot stand for anything.")
                        % {"expression": expression}
                    }
                )

        for other in SearchSynonym.objects.filter(active=True).exclude(pk=self.pk) if self.active else ():
            if meant <= other.meant():
                raise ValidationError(
                    _("Another group says this already: %(group)s. Add to that one.") % {"group": other}
                )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            first = next((expression for _language, expression in self.expressions()), "")
            stem = slugify(first)[:50] or "group"
            taken = set(SearchSynonym.objects.filter(code__startswith=stem).values_list("code", flat=True))
            names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
            self.code = next(name for name in names if name not in taken)
        super().save(*args, **kwargs)

    def meant(self) -> set[tuple[str, ...]]:
        """Each expression as the search knows it: « vélo » and « Vélos » are one."""
        return {(language, *analysis.terms(expression, language)) for language, expression in self.expressions()}

    def expressions(self) -> list[tuple[str, str]]:
        """(language, expression), for each."""
        return [
            (language, expression)
            for language, held in (("fr", self.fr), ("en", self.en))
            for part in held.split("|")
            if (expression := part.strip())
        ]
