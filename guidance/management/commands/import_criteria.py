from pathlib import Path

from core.imports import ImportCommand, Report
from guidance.imports import import_criteria


class Command(ImportCommand):
    help = "Make drafts of guidance pages from the index of the EU green public procurement criteria."

    def load(self, path: Path, *, quiet: bool) -> Report:
        return import_criteria(path, quiet=quiet)
