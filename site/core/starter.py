"""The packages' tables, ready made: what a new SQLite database begins with, so that `make run` need not wait.

Migrating an empty database runs some 250 migrations of packages, whose outcome never changes until the packages do.
``make starter`` runs them for real, once, and keeps the outcome; a key over their names says whether it still fits. Our
own migrations always run.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sqlite3
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FILE = Path(__file__).with_name("starter.sql.gz")
# When a migration ran, and the random keys of the two pages that Wagtail makes.
_CHANCE = re.compile(r"'\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?'|'[0-9a-f]{32}'")


def is_ours(config: AppConfig) -> bool:
    """Whether an application is this project's and not an installed package's."""
    return config.name.partition(".")[0] in settings.OUR_APPS


def migration_files(config: AppConfig) -> list[Path]:
    return sorted((Path(config.path) / "migrations").glob("*.py"))


def key() -> str:
    """What decides the outcome: the packages' migrations by name, and the user model that they all point at."""
    # Codes, not names: a name reads otherwise where no catalogue has been compiled yet.
    languages = [code for code, _name in settings.LANGUAGES]
    digest = hashlib.sha256(f"{settings.INSTALLED_APPS} {languages}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if not is_ours(config):
            digest.update(f"{config.name}: {[path.name for path in migration_files(config)]}".encode())
    for path in migration_files(apps.get_app_config("accounts")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def migrate_packages() -> None:
    """Apply the packages' migrations, and of ours only those that they depend on (the user model)."""
    executor = MigrationExecutor(connection)
    theirs = {config.label for config in apps.get_app_configs() if not is_ours(config)}
    emit_pre_migrate_signal(0, False, connection.alias)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in theirs])


def dump(database: Path) -> str:
    """The whole of an SQLite file as statements, the first line being the key it was made under."""
    with sqlite3.connect(database) as source:
        return "\n".join([f"-- {key()}", *source.iterdump(), ""])


def without_chance(statements: str) -> str:
    """For comparing: what differs from one run to the next is not what the migrations do."""
    return _CHANCE.sub("''", statements)


def write(statements: str) -> None:
    FILE.write_bytes(gzip.compress(statements.encode(), mtime=0))


def read() -> str | None:
    """The statements, if they were made under the key of today."""
    if not FILE.exists():
        return None
    statements = gzip.decompress(FILE.read_bytes()).decode()
    return statements if statements.startswith(f"-- {key()}\n") else None


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
