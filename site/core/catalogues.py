"""Compiled message catalogues, made where gettext's programs are not installed.

Imports Django only where it is already set up.
"""

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


def compile_and_read(locale_dir: Path) -> list[Path]:
    """``compile_stale`` for a process whose Django is already set up: it forgets what it had read before.

    Without this, a checkout that had no compiled catalogue speaks English until it is started again.
    """
    from django.utils.translation.reloader import translation_file_changed

    written = compile_stale(locale_dir)
    for path in written:
        translation_file_changed(sender=None, file_path=path)
    return written
