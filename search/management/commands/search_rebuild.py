from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search import services


class Command(BaseCommand):
    help = "Asks every page, article, criterion, proposal and comment anew what search may find of it."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        def progress(walk: Iterable, total: int) -> Iterable:
            return tqdm(walk, total=total, unit=" sources", disable=None if verbosity else True)

        written, removed = services.rebuild(progress)
        if verbosity:
            self.stdout.write(f"{written} documents written, {removed} taken away.")
