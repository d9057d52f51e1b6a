"""What search finds, made without the rooms it comes from."""

from __future__ import annotations

from itertools import count

import factory
from django.db import transaction

from core.searchable import Document
from search import services
from search.models import SearchDocument

_sources = count(1)


class DocumentFactory(factory.Factory):
    """A room's description of something that can be found; ``page_id`` decides who may see it."""

    class Meta:
        model = Document

    key = factory.Sequence(lambda n: f"test:{n}")
    kind = "page"
    language = "fr"
    title = factory.Sequence(lambda n: f"Titre {n}")
    url = factory.LazyAttribute(lambda document: f"/fr/{document.key.replace(':', '-')}/")


def put(*documents: Document) -> list[SearchDocument]:
    """Have search hold ``documents``, each of a source of its own."""
    with transaction.atomic():
        services.store({f"tests.thing:{next(_sources)}": [document] for document in documents})
    rows = SearchDocument.objects.in_bulk([document.key for document in documents], field_name="key")
    return [rows[document.key] for document in documents]
