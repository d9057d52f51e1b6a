from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from core.models import PageAccess
from search import services, vocabulary
from search.engines.elastic_client import Address, client
from search.models import SearchDocument
from tests import search_server
from tests.factories.core import StandardPageFactory


@pytest.fixture(autouse=True)
def _forget_words() -> None:
    """A database put back counts its rows as another one did: what a process keeps of the words goes with it."""
    vocabulary.forget()


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


@pytest.fixture
def public(home_fr: object) -> int:
    """A page that everybody may read, for documents to hang on."""
    return StandardPageFactory(parent=home_fr, title="La page").pk


@pytest.fixture
def members(home_fr: object) -> int:
    """A page that only the members of space 7 may read."""
    page = StandardPageFactory(parent=home_fr, title="Le secret")
    PageAccess(page_id=page.pk, keyword="space:7").save()
    return page.pk


@pytest.fixture(scope="session")
def opensearch() -> str:
    """The address of a real search server, one for the whole run. Without Java or Maven these tests are left out and
    the summary says so; in CI they fail."""
    search_server.skip_where_it_was_tried()
    # All parallel processes of a run have one parent, which outlives them.
    owner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    try:
        return search_server.shared(owner)
    except search_server.Unavailable as error:
        if os.environ.get("CI"):
            pytest.fail(f"What lands must have met a search server: {error}")
        pytest.skip(f"No search server: {error}")


@pytest.fixture
def on_server(opensearch: str, settings: Settings) -> Iterator[Settings]:
    """The site has a search server, with an index of this test's own, which is built when it is first followed."""
    settings.ELASTICSEARCH_URL = opensearch
    settings.ELASTICSEARCH_PREFIX = f"test-{secrets.token_hex(4)}"
    yield settings
    address = Address(opensearch)
    for index in client(address).indices.get(index=f"{settings.ELASTICSEARCH_PREFIX}-*").body:
        client(address).indices.delete(index=index)
