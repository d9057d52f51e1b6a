from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import filling


class Command(BaseCommand):
    help = "Adds a large made-up corpus (spaces, drafts, comments) to this database, to measure search on."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--pages", type=int, default=50_000)
        parser.add_argument("--comments", type=int, default=200_000)
        parser.add_argument("--private", type=float, default=0.2, help="the share of spaces that are not public")
        parser.add_argument("--yes", action="store_true", help="also where DEBUG is off")

    def handle(
        self, *args: Any, pages: int, comments: int, private: float, yes: bool, verbosity: int = 1, **options: Any
    ) -> None:
        if not 0 <= private <= 1 or pages < 1 or comments < 0:
            raise CommandError("Pages from 1, comments from 0, and a share between 0 and 1.")
        name = settings.DATABASES["default"]["NAME"]
        what = f"{pages} made-up drafts in new spaces and {comments} comments"
        if not settings.DEBUG and not yes:
            raise CommandError(f"This would add {what} to the database {name}. Say --yes if that is meant.")

        def progress(walk: Iterable[int], of: str) -> Iterable[int]:
            return tqdm(list(walk), desc=of, disable=None if verbosity else True)

        filling.fill(pages, comments, private, progress)
        if verbosity:
            self.stdout.write(f"Added {what} to {name}. Now run search_rebuild.")
