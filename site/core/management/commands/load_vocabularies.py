from typing import Any

from django.core.management.base import BaseCommand

from core.imports import load_vocabularies


class Command(BaseCommand):
    help = "Add the steps of a purchase and the purchase families a new site begins with."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        report = load_vocabularies(quiet=True)
        if verbosity:
            self.stdout.write(str(report))
