from typing import Any

from django.core.management.base import BaseCommand

from home.services import ensure_site


class Command(BaseCommand):
    help = "Create the two front pages, the five places and the editors' rights, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        home = ensure_site()
        self.stdout.write(f"The site is served from “{home.title}” ({home.url_path}).")
