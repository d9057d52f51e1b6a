"""Engines find documents. What a document is, who may see it and how it is shown is decided above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.base import Engine

if TYPE_CHECKING:
    from search.engines.elastic import ElasticEngine
    from search.engines.embedded import EmbeddedEngine

# Seconds that a reader waits for the server; then the embedded engine answers, and they have both within one.
PATIENCE = 0.4


def embedded_engine(using: str = "default") -> EmbeddedEngine:
    """The engine inside the site's own database: always there, always up to date."""
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(using)


def server_alias() -> str:
    """The name under which the search server knows this site's documents."""
    return f"{settings.ELASTICSEARCH_PREFIX}-documents"


def server_engine(patience: float = PATIENCE) -> ElasticEngine | None:
    """The engine on the site's search server, whether that is well or not; None where there is no server."""
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic_client import Address, client

    address = Address.from_settings()
    if address is None:
        return None
    return ElasticEngine(client(address), server_alias(), aliased=True, patience=patience)


def current_engine() -> Engine:
    """The engine that answers readers."""
    embedded = embedded_engine()
    server = server_engine()
    if server is None:
        return embedded
    from search.engines.fallback import FallbackEngine

    return FallbackEngine(server, embedded, server_alias())
