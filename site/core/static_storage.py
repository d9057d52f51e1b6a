"""Static files on a server: named by their content, compressed, and the style sheet in one piece."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import\s+url\("(?P<path>[^"]+)"\)\s+layer\((?P<layer>[\w-]+)\);')
_URL = re.compile(r'url\("(?P<path>[^":]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

MAIN = "css/main.css"


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Writes the sheets that ``css/main.css`` imports into it when static files are collected.

    In development the browser follows the imports, so that a rule is found in the file it stands in; a visitor
    would pay for each of them with a request (52 instead of 1).
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if MAIN in paths and not dry_run:
            sheet = self._read(MAIN)
            bundled = _IMPORT.sub(lambda match: self._layer(match["path"], match["layer"]), sheet)
            self.delete(MAIN)
            self._save(MAIN, ContentFile(_COMMENT.sub("", bundled).encode()))
            paths[MAIN] = (self, MAIN)
        yield from super().post_process(paths, dry_run, **options)

    def _layer(self, path: str, layer: str) -> str:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(MAIN), path))

        def from_main(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))
            return f'url("{posixpath.relpath(target, posixpath.dirname(MAIN))}")'

        return f"@layer {layer} {{\n{_URL.sub(from_main, self._read(name))}\n}}"

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()
