from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from core import periodic


class Command(BaseCommand):
    help = "Do the periodic work that is due. Call it every minute, or keep it running with --forever."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="stay, and look every half minute")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            try:
                for name in periodic.run_due():
                    if options["verbosity"] > 1:
                        self.stdout.write(name)
            except OperationalError as error:
                if not options["forever"]:
                    raise
                self.stderr.write(f"The database does not answer: {error}")
            if not options["forever"]:
                return
            close_old_connections()
            time.sleep(30)
