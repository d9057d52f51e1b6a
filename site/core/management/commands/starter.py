from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from core import starter


class Command(BaseCommand):
    help = "Keep what all migrations yield, for the first `make run` (or check what is kept)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if it does not fit")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("The starter is for SQLite; unset DATABASE_URL.")
        kept = starter.read()
        with tempfile.TemporaryDirectory() as folder:
            connections.close_all()
            before = connection.settings_dict["NAME"]
            connection.settings_dict["NAME"] = str(Path(folder) / "starter.sqlite3")
            try:
                call_command("migrate", verbosity=0)
                connections.close_all()
                made = starter.dump(Path(folder) / "starter.sqlite3")
            finally:
                connection.settings_dict["NAME"] = before
        same = kept is not None and starter.without_chance(kept) == starter.without_chance(made)
        if options["check"]:
            if not same:
                raise CommandError("The starter is not what the migrations yield: make starter.")
            self.stdout.write("The starter fits.")
        elif not same:
            starter.write(made)
            self.stdout.write(f"Wrote {starter.FILE.name}.")
