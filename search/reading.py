"""The words of one file, in a process of its own. Started by ``search.extraction``, never imported by the site.

What people attach is the one thing here that nobody has checked: a file may be a bomb, or crash what reads it. So this
process gets the file on its standard input and no path, may not write, and has only so much memory and time; it knows
neither Django nor the database. It answers with one JSON object on its standard output.

Usage: reading.py pdf|docx|odt LENGTH PAGES MEGABYTES SECONDS < FILE
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator

# Unpacked, of one part of a .docx or .odt; a text of that size is a library.
MAX_PART = 40_000_000
MAX_MEMBERS = 5_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Locked(Exception):
    """The file asks for a password."""


class Broken(Exception):
    """The file is not what it says."""


def limit(megabytes: int, seconds: int) -> None:
    size = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf(data: bytes, pages: int) -> Iterator[str]:
    import logging

    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        # Many files are only kept from being changed: they open without a password.
        try:
            opened = reader.decrypt("") != PasswordType.NOT_DECRYPTED
        except (DependencyError, NotImplementedError):
            opened = False
        if not opened:
            raise Locked
    for number, page in enumerate(reader.pages):
        if number >= pages:
            return
        yield page.extract_text()


def docx(data: bytes) -> Iterator[str]:
    archive = _archive(data)
    parts = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"]
    found = [part for part in parts if part in archive.namelist()]
    if not found:
        raise Broken
    for part in found:
        yield from _paragraphs(_part(archive, part), {f"{_WORD}p"}, {f"{_WORD}t"}, {f"{_WORD}tab", f"{_WORD}br"})


def odt(data: bytes) -> Iterator[str]:
    archive = _archive(data)
    if "content.xml" not in archive.namelist():
        raise Broken
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise Locked
    blanks = {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}
    yield from _paragraphs(_part(archive, "content.xml"), {f"{_TEXT}p", f"{_TEXT}h"}, set(), blanks)


def _archive(data: bytes) -> zipfile.ZipFile:
    # What Office locks with a password is no archive any more but its older container.
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Locked
    archive = zipfile.ZipFile(io.BytesIO(data))
    if len(archive.infolist()) > MAX_MEMBERS:
        raise Broken
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked as far as it may be long: what an archive says of its sizes is not believed."""
    with archive.open(name) as member:
        content = member.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise Broken
    return content


def _paragraphs(xml: bytes, blocks: set[str], texts: set[str], blanks: set[str]) -> Iterator[str]:
    """The words of each paragraph. Without ``texts``, all that stands inside a paragraph is text."""
    from defusedxml.ElementTree import iterparse

    words: list[str] = []
    depth = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth += element.tag in blocks
            continue
        if element.tag in blanks:
            if texts:
                words.append(" ")
            else:
                element.text = " "
        elif element.tag in texts:
            words.append(element.text or "")
        elif element.tag in blocks:
            depth -= 1
            if depth:
                words.append(" ")
                continue
            yield "".join(words if texts else element.itertext())
            words = []
            element.clear()


READERS = {"pdf": pdf, "docx": lambda data, pages: docx(data), "odt": lambda data, pages: odt(data)}


def read(kind: str, data: bytes, *, length: int, pages: int) -> dict[str, str]:
    parts: list[str] = []
    left = length
    try:
        for part in READERS[kind](data, pages):
            parts.append(part[:left])
            left -= len(part) + 1
            if left <= 0:
                break
    except Locked:
        return {"state": "locked"}
    except RecursionError:
        return {"state": "broken", "note": "nested too deep"}
    except MemoryError:
        return {"state": "broken", "note": "too large"}
    except Exception as error:
        # Whatever a file makes a reader do: it is the file that is broken. What was read before is kept.
        if not any(part.strip() for part in parts):
            return {"state": "broken", "note": type(error).__name__}
    return {"state": "read", "text": "\n".join(parts)}


if __name__ == "__main__":
    wanted, characters, most_pages, memory, time = sys.argv[1], *map(int, sys.argv[2:6])
    limit(memory, time)
    answer = json.dumps(read(wanted, sys.stdin.buffer.read(), length=characters, pages=most_pages))
    # A pipe is no file: the limit on what may be written does not count for it.
    sys.stdout.write(answer)
