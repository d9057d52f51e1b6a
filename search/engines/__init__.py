"""Engines find documents. What a document is, who may see it and how it is shown is decided above them."""

from __future__ import annotations

from django.db import connections

from search.engines.base import Engine


def embedded_engine(using: str = "default") -> Engine:
    """The engine inside the site's own database: always there, always up to date."""
    vendor = connections[using].vendor
    if vendor == "sqlite":
        from search.engines.embedded_sqlite import SQLiteEngine

        return SQLiteEngine(using)
    if vendor == "postgresql":
        from search.engines.embedded_postgresql import PostgreSQLEngine

        return PostgreSQLEngine(using)
    raise NotImplementedError(f"no embedded search engine for {vendor}")


def current_engine() -> Engine:
    """The engine that answers readers."""
    return embedded_engine()
