from pathlib import Path

from core.imports import ImportCommand, Report, import_cpv


class Command(ImportCommand):
    help = "Import the Common Procurement Vocabulary: code,check_digit,level,label_en,label_fr."

    def load(self, path: Path, *, quiet: bool) -> Report:
        return import_cpv(path, quiet=quiet)
