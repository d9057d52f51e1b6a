from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import services
from search.models import SearchOutbox

SHOWN = 50


class Command(BaseCommand):
    help = "Compares what search has with what the site says. Exit code 1 where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = services.differences()
        for key, what in sorted(wrong.items())[:SHOWN]:
            self.stdout.write(f"{what}: {key}")
        waiting = SearchOutbox.objects.count()
        if wrong:
            raise CommandError(
                f"{len(wrong)} documents differ, {waiting} sources wait to be looked at. "
                "Run search_drain, or search_rebuild to begin anew."
            )
        self.stdout.write(f"Search has what the site says; {waiting} sources wait to be looked at.")
