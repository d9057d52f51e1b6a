from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from home.services import ensure_site


class Command(BaseCommand):
    help = "Create the two front pages, the five places and the editors' rights, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        home = ensure_site(hostname=address.hostname or "localhost", port=port)
        self.stdout.write(f"The site is served from “{home.title}” ({home.url_path}).")
