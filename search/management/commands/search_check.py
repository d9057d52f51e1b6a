from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import server, services
from search.models import SearchOutbox

SHOWN = 50


class Command(BaseCommand):
    help = "Compares what search and the search server have with what the site says. Exit code 1 where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = services.differences()
        try:
            wrong |= server.differences()
        except server.Trouble as error:
            raise CommandError(f"The search server does not answer: {error}") from error
        for key, what in sorted(wrong.items())[:SHOWN]:
            self.stdout.write(f"{what}: {key}")
        waiting = f"{SearchOutbox.objects.count()} sources wait to be looked at"
        if unsent := server.waiting():
            waiting += f", {unsent} documents to be sent to the search server"
        if wrong:
            raise CommandError(
                f"{len(wrong)} documents differ, {waiting}. Run search_drain, or search_rebuild to begin anew."
            )
        self.stdout.write(f"Search has what the site says; {waiting}.")
