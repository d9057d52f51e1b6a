from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# An ordinary space before these lets a line begin with the mark; so does one inside French quotation marks.
_BREAKABLE = re.compile(r" [;:!?»%]|« ")


class Command(BaseCommand):
    help = "Fail on a French string that is missing, fuzzy or badly set, and on a catalogue behind the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-words", action="store_true", help="do not compare the catalogue with the code")

    def handle(self, *args: Any, **options: Any) -> None:
        locale_dir = Path(settings.LOCALE_PATHS[0])
        problems: list[str] = []
        for path in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
            problems += [f"{path.name}: {problem}" for problem in problems_of(polib.pofile(str(path)))]
        if not options["only_words"]:
            problems += self._behind(locale_dir)
        if problems:
            raise CommandError("\n".join([*problems, f"{len(problems)} to mend in the catalogues."]))
        self.stdout.write("The catalogues are complete.")

    def _behind(self, locale_dir: Path) -> list[str]:
        """What extracting the strings anew would change; the files are put back as they were."""
        if shutil.which("xgettext") is None:
            self.stdout.write("Not compared with the code: gettext's programs are not installed.")
            return []
        with tempfile.TemporaryDirectory() as kept:
            shutil.copytree(locale_dir, kept, dirs_exist_ok=True)
            try:
                call_command("makemessages", verbosity=0)
                return [
                    f"{path.relative_to(locale_dir)}: not what the code says; run `make messages`"
                    for path in sorted(locale_dir.glob("*/LC_MESSAGES/*.po"))
                    if path.read_bytes() != (Path(kept) / path.relative_to(locale_dir)).read_bytes()
                ]
            finally:
                for path in Path(kept).glob("*/LC_MESSAGES/*.po"):
                    shutil.copy2(path, locale_dir / path.relative_to(kept))


def problems_of(catalogue: polib.POFile) -> list[str]:
    """What is wrong with the words of a catalogue, one sentence each."""
    problems = []
    for entry in catalogue:
        if entry.obsolete:
            problems.append(f"dead entry “{entry.msgid[:60]}”")
            continue
        if entry.fuzzy:
            problems.append(f"fuzzy: “{entry.msgid[:60]}”")
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if not all(texts):
            problems.append(f"not translated: “{entry.msgid[:60]}”")
            continue
        wanted = set(_PLACEHOLDER.findall(entry.msgid)) | set(_PLACEHOLDER.findall(entry.msgid_plural))
        found = {name for text in texts for name in _PLACEHOLDER.findall(text)}
        if wanted != found:
            problems.append(f"other placeholders {sorted(wanted ^ found)}: “{entry.msgid[:60]}”")
        if any(_BREAKABLE.search(_PLACEHOLDER.sub("", text)) for text in texts):
            problems.append(f"ordinary space where French wants a no-break one: “{texts[0][:60]}”")
    return problems
