from pathlib import Path

from core.imports import ImportCommand, Report, import_code_lists


class Command(ImportCommand):
    help = "Import the EU notice code lists, or the NUTS regions; the header of the file tells which."

    def load(self, path: Path, *, quiet: bool) -> Report:
        return import_code_lists(path, quiet=quiet)
