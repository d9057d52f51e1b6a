from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models import PageAccess
from search import services
from search.models import SearchDocument
from tests.factories.core import StandardPageFactory


@pytest.fixture
def empty(db: None) -> None:
    """Search holds nothing: what the front pages of the base database gave it is gone."""
    SearchDocument.objects.all().delete()


@pytest.fixture
def page(home_fr: object) -> Callable[..., object]:
    """``page("Titre", to="space:7")``: a published page that search has looked at."""

    def make(title: str, *, to: str = "public", **fields: object) -> object:
        made = StandardPageFactory(parent=fields.pop("parent", home_fr), title=title, **fields)
        if to != "public":
            PageAccess(page_id=made.pk, keyword=to).save()
        services.drain()
        return made

    return make
