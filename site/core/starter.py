"""An empty database, ready made: what a new SQLite database begins with, so that `make run` need not wait.

Migrating from nothing runs some 260 migrations, whose outcome never changes until they do. ``make starter`` runs them
for real, once, and keeps the outcome; its first lines say what it was made of, and so whether it still fits. What is
newer than the starter, of ours, runs on top of it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sqlite3
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection

FILE = Path(__file__).with_name("starter.sql.gz")
# When a migration ran, and the random keys of the two pages that Wagtail makes.
_CHANCE = re.compile(r"'\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?'|'[0-9a-f]{32}'")


def is_ours(config: AppConfig) -> bool:
    """Whether an application is this project's and not an installed package's."""
    return config.name.partition(".")[0] in settings.OUR_APPS


def migration_files(config: AppConfig) -> list[Path]:
    return sorted((Path(config.path) / "migrations").glob("*.py"))


def key() -> str:
    """What decides the packages' part: their migrations by name."""
    # Codes, not names: a name reads otherwise where no catalogue has been compiled yet.
    languages = [code for code, _name in settings.LANGUAGES]
    digest = hashlib.sha256(f"{settings.INSTALLED_APPS} {languages}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if not is_ours(config):
            digest.update(f"{config.name}: {[path.name for path in migration_files(config)]}".encode())
    return digest.hexdigest()[:16]


def our_migrations() -> dict[str, Path]:
    """Each by the name that Django knows it by: ``spaces.0001_initial``."""
    return {
        f"{config.label}.{path.stem}": path
        for config in apps.get_app_configs()
        if is_ours(config)
        for path in migration_files(config)
        if path.stem != "__init__"
    }


def _digest_of(names: list[str]) -> str:
    """Of our migrations of these names as they are today; "" if one is gone."""
    known = our_migrations()
    if not set(names) <= known.keys():
        return ""
    return hashlib.sha256(b"".join(known[name].read_bytes() for name in names)).hexdigest()[:16]


def dump(database: Path) -> str:
    """The whole of an SQLite file as statements; the first lines are the key and our migrations it was made of."""
    names = sorted(our_migrations())
    with sqlite3.connect(database) as source:
        head = [f"-- {key()}", f"-- {_digest_of(names)} {' '.join(names)}"]
        return "\n".join([*head, *source.iterdump(), ""])


def without_chance(statements: str) -> str:
    """For comparing: what differs from one run to the next is not what the migrations do."""
    return _CHANCE.sub("''", statements)


def write(statements: str) -> None:
    FILE.write_bytes(gzip.compress(statements.encode(), mtime=0))


def read() -> str | None:
    """The statements, if what they were made of is what it was."""
    if not FILE.exists():
        return None
    statements = gzip.decompress(FILE.read_bytes()).decode()
    first, second, _rest = statements.split("\n", 2)
    digest, *names = second.removeprefix("-- ").split()
    return statements if first == f"-- {key()}" and digest == _digest_of(names) else None


def load() -> bool:
    """Fill an empty SQLite database with what is kept; False if there is nothing that fits."""
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    statements = read()
    if statements is None:
        return False
    connection.close()
    # Not through Django's connection, which checks foreign keys while their tables are yet to come.
    with sqlite3.connect(connection.settings_dict["NAME"]) as empty:
        empty.executescript(statements)
    empty.close()
    return True
