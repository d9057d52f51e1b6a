"""Django's makemessages with one way to write, so that two branches' catalogues differ only where the words do."""

from __future__ import annotations

from typing import Any

import polib
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    help = "Bring the catalogues up to date: sorted, without places, without dead entries, nothing guessed."

    # A guess from a similar sentence is a wrong translation that looks like a right one.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["locale"] and not options["all"]:
            options["locale"] = ["fr"]
        options["ignore_patterns"] += [".venv", "var", "node_modules", "tests", "dist", "docs"]
        options["no_obsolete"] = True
        options["no_location"] = True
        options["add_location"] = None
        super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        for path in self.locale_paths:
            tidy(f"{path}/{locale}/LC_MESSAGES/{self.domain}.po", locale)


def tidy(name: str, locale: str) -> None:
    """Sort the entries and drop the headers that change by the minute."""
    try:
        catalogue = polib.pofile(name, wrapwidth=100)
    except OSError:
        return
    for header in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "X-Generator",
        "Report-Msgid-Bugs-To",
    ):
        catalogue.metadata.pop(header, None)
    catalogue.metadata["Project-Id-Version"] = "Cahier commun"
    catalogue.metadata["Language"] = locale
    catalogue.header = "Written by `make messages`; the translations are made by hand."
    catalogue.metadata_is_fuzzy = 0
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(name)
