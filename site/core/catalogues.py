"""Compiled message catalogues, made where gettext's programs are not installed. Imports nothing of Django."""

from __future__ import annotations

import os
from pathlib import Path

import polib


def compile_stale(locale_dir: Path) -> list[Path]:
    """Compile every ``.po`` below ``locale_dir`` that is newer than its ``.mo``; returns those it wrote.

    Fuzzy entries are left out, as msgfmt does: a wrong sentence is worse than an English one. The file
    appears whole or not at all, so that a process that is reading never meets half a catalogue.
    """
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        partial = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(partial))
        partial.replace(target)
        written.append(target)
    return written
