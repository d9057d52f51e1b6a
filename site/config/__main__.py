"""`python -m config` and the console command: manage.py where there is no checkout."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Whoever sets up a server needs the sentences, not the way through our code.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
