"""A migrated database in a moment: migrations run once, are kept under ``var/test/`` and copied for each run.

The copy is keyed by everything that decides what migrating yields. On SQLite most of it comes ready made
(``core.starter``), so that a changed model of ours costs a second, not half a minute.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from core import starter

REPOSITORY_DIR = Path(__file__).resolve().parent.parent
CACHE_DIR = REPOSITORY_DIR / "var" / "test"
KEPT = 12


def migrations_key() -> str:
    digest = hashlib.sha256(f"{connection.vendor} {starter.key()}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if starter.is_ours(config):
            for path in starter.migration_files(config):
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    CACHE_DIR.mkdir(parents=True, exist_ok=True)
    with (CACHE_DIR / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _forget_old() -> None:
    kept = sorted(CACHE_DIR.glob("migrated-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[KEPT:]:
        path.unlink(missing_ok=True)


class SqliteDatabases:
    """Files: a copy is a copy."""

    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self.wrapper = wrapper
        self.directory = Path(tempfile.mkdtemp(prefix="cahier-test-"))
        self.file = self.directory / "test-0.sqlite3"
        self.turn = 0
        self.run_template = self.directory / "template.sqlite3"
        wrapper.settings_dict["OPTIONS"] = {
            **wrapper.settings_dict["OPTIONS"],
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
        }

    def _use(self, path: Path) -> None:
        connections.close_all()
        self.wrapper.settings_dict["NAME"] = str(path)

    def prepare(self) -> None:
        with _one_at_a_time():
            migrated = CACHE_DIR / f"migrated-{migrations_key()}.sqlite3"
            if not migrated.exists():
                self._migrate(migrated)
            os.utime(migrated)
            shutil.copyfile(migrated, self.run_template)
            _forget_old()
        self._use(self.run_template)

    def _migrate(self, target: Path) -> None:
        work = self.directory / "work.sqlite3"
        self._use(work)
        starter.load()
        call_command("migrate", verbosity=0, interactive=False)
        self._keep(work, target)
        work.unlink()

    def _keep(self, work: Path, target: Path) -> None:
        connections.close_all()  # the last to close writes the journal into the file
        partial = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copyfile(work, partial)
        partial.replace(target)

    def open(self) -> None:
        """Start the run's database from what ``prepare`` left and what was added to it since."""
        self.reset()

    def snapshot(self, name: str, fill: Callable[[], object]) -> None:
        """Keep the base with what ``fill`` adds to it, for ``reset(name)``."""
        self.reset()
        fill()
        connections.close_all()
        shutil.copyfile(self.file, self.directory / f"{name}.sqlite3")
        self.reset()

    def reset(self, name: str = "template") -> None:
        """Under another name each time: a late answer of a test server, with a journal of its own, must not meet it."""
        connections.close_all()
        old = self.file
        self.turn += 1
        self.file = self.directory / f"test-{self.turn}.sqlite3"
        shutil.copyfile(self.directory / f"{name}.sqlite3", self.file)
        self.wrapper.settings_dict["NAME"] = str(self.file)
        for suffix in ("", "-wal", "-shm", "-journal"):
            old.with_name(old.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        connections.close_all()
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgresqlDatabases:
    """A dump of the migrated database is kept; each run restores it and clones it as often as it likes."""

    def __init__(self, wrapper: BaseDatabaseWrapper, suffix: str) -> None:
        self.wrapper = wrapper
        self.name = f"cahier_test_{os.getpid()}_{suffix}"
        self.template = f"{self.name}_template"
        self.snapshots = ["template"]

    def _maintenance(self, *statements: str) -> None:
        import psycopg

        connections.close_all()
        parameters = {**self.wrapper.get_connection_params(), "dbname": "postgres"}
        for key in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(key, None)
        with psycopg.connect(**parameters, autocommit=True) as maintenance:
            for statement in statements:
                maintenance.execute(statement.encode())

    def _use(self, name: str) -> None:
        connections.close_all()
        self.wrapper.settings_dict["NAME"] = name

    def _client(self, program: str, *arguments: str) -> None:
        chosen = self.wrapper.settings_dict
        address = [
            f"--host={chosen['HOST']}",
            f"--port={chosen['PORT']}",
            f"--username={chosen['USER']}",
            f"--dbname={self.template}",
        ]
        subprocess.run(
            [program, *address, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PGPASSWORD": chosen["PASSWORD"], "PGOPTIONS": "-c client_min_messages=error"},
        )

    def prepare(self) -> None:
        self._maintenance(f'CREATE DATABASE "{self.template}" TEMPLATE template0')
        self._use(self.template)
        with _one_at_a_time():
            dump = CACHE_DIR / f"migrated-{migrations_key()}.pg.sql"
            if dump.exists():
                self._client("psql", "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(dump))
            else:
                call_command("migrate", verbosity=0, interactive=False)
                partial = dump.with_name(f"{dump.name}.{os.getpid()}")
                self._client("pg_dump", "--no-owner", "--no-privileges", f"--file={partial}")
                partial.replace(dump)
            os.utime(dump)
            _forget_old()

    def open(self) -> None:
        self._maintenance(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self._use(self.name)

    def snapshot(self, name: str, fill: Callable[[], object]) -> None:
        self.reset()
        fill()
        self._maintenance(f'CREATE DATABASE "{self.name}_{name}" TEMPLATE "{self.name}"')
        self.snapshots.append(name)
        self.reset()

    def reset(self, name: str = "template") -> None:
        self._maintenance(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.name}_{name}"',
        )

    def close(self) -> None:
        self._maintenance(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            *(f'DROP DATABASE IF EXISTS "{self.name}_{name}" WITH (FORCE)' for name in self.snapshots),
        )


def databases(suffix: str) -> SqliteDatabases | PostgresqlDatabases:
    wrapper = connections["default"]
    return SqliteDatabases(wrapper) if wrapper.vendor == "sqlite" else PostgresqlDatabases(wrapper, suffix)
