"""The repository as git sees it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from config.paths import REPOSITORY_DIR


@cache
def tracked_files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = [REPOSITORY_DIR / name for name in listed.split("\0") if name]
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def texts(*suffixes: str) -> list[tuple[str, str]]:
    """(path in the repository, text) of every text file, or of those with these endings."""
    found = []
    for path in tracked_files():
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            found.append((path.relative_to(REPOSITORY_DIR).as_posix(), path.read_text()))
        except UnicodeDecodeError:
            continue
    return found
