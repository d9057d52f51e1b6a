from typing import Any

from django.core.management.base import BaseCommand

from search import services
from search.models import SearchOutbox


class Command(BaseCommand):
    help = "Looks at what has changed since search last looked. The worker does this; here it is by hand."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        done = services.drain()
        if verbosity:
            self.stdout.write(f"{done} sources looked at, {SearchOutbox.objects.count()} still waiting.")
