from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from home.demo.load import load


class Command(BaseCommand):
    help = "Load the demo content: a fictional region, its people and two years of its purchasing. Idempotent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="No progress bar.")

    def handle(self, *args: Any, **options: Any) -> None:
        made = load(quiet=options["quiet"] or options["verbosity"] == 0)
        if options["verbosity"]:
            self.stdout.write(f"Demo: {len(made)} items added." if made else "Demo: everything is there already.")
