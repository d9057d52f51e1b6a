"""Databases for a moment, to measure in: each engine gets a process of its own, and the site's is never touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection

from search import local_postgresql

SQLITE, POSTGRESQL, SERVER = "embedded-sqlite", "embedded-postgresql", "server"


class Unavailable(Exception):
    """This engine cannot be had here; the text says why."""


@contextmanager
def environment_of(name: str) -> Iterator[dict[str, str]]:
    """The environment of a process with a database of its own, gone afterwards."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="cahier-bench-") as folder:
        environment["DATABASE_URL"] = f"sqlite:///{folder}/scratch.sqlite3"
        if name == SERVER:
            if not os.environ.get("ELASTICSEARCH_URL"):
                raise Unavailable("ELASTICSEARCH_URL is not set.")
            environment["ELASTICSEARCH_PREFIX"] = f"bench-{uuid4().hex[:12]}"
            yield environment
            return
        environment.pop("ELASTICSEARCH_URL", None)
        if name == POSTGRESQL:
            with _postgresql() as address:
                yield {**environment, "DATABASE_URL": address}
            return
        yield environment


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server for a moment where its programs are; else a scratch database on the configured one."""
    try:
        server = local_postgresql.Server()
        server.start()
    except local_postgresql.Unavailable as reason:
        if connection.vendor != "postgresql":
            raise Unavailable(str(reason)) from reason
        with _database_beside() as address:
            yield address
        return
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def _database_beside() -> Iterator[str]:
    name = f"bench_search_{uuid4().hex[:12]}"
    address = os.environ["DATABASE_URL"]
    head, _slash, tail = address.rpartition("/")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{head}/{name}{tail[tail.index('?') :] if '?' in tail else ''}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
