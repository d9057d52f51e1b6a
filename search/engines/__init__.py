"""Engines find documents. What a document is, who may see it and how it is shown is decided above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.engines.base import Engine

if TYPE_CHECKING:
    from search.engines.embedded import EmbeddedEngine


def embedded_engine(using: str = "default") -> EmbeddedEngine:
    """The engine inside the site's own database: always there, always up to date."""
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(using)


def current_engine() -> Engine:
    """The engine that answers readers."""
    return embedded_engine()
