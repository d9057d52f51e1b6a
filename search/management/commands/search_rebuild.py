from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import crew, server, services


class Command(BaseCommand):
    help = (
        "Asks every page, article, criterion, proposal and comment anew what search may find of it; "
        "then builds the search server's index anew, where there is one."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=crew.cores(),
            help="how many read and analyse, this one included, where there is much to do; one a core, at most four",
        )

    def handle(self, *args: Any, processes: int, verbosity: int = 1, **options: Any) -> None:
        def progress(unit: str) -> server.Progress:
            def walk(things: Iterable, total: int) -> Iterable:
                return tqdm(things, total=total, unit=f" {unit}", disable=None if verbosity else True)

            return walk

        written, removed = services.rebuild(progress("sources"), processes=processes)
        if verbosity:
            self.stdout.write(f"{written} documents written, {removed} taken away.")
        try:
            sent = server.rebuild(progress("documents"))
        except server.Busy as error:
            raise CommandError("Another process is at work on the search server; try again in a moment.") from error
        except server.Trouble as error:
            raise CommandError(f"The search server's index could not be built: {error}") from error
        if verbosity and sent is not None:
            self.stdout.write(f"{sent} documents in the search server's new index.")
