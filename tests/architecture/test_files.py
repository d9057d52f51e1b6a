"""What no file of the repository may hold, whoever wrote it."""

from __future__ import annotations

import re

import pytest

from config.paths import REPOSITORY_DIR
from tests.architecture.tree import texts

# In two halves, or this file would be the first to hold one.
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "registry." + "npmjs",
    "npmjs" + ".org",
    "yarnpkg" + ".com",
]
INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=|\son(click|load|submit|change|input|error)\s*=|href\s*=\s*["']javascript:""", re.I
)
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(application/(ld\+)?json)\")", re.I)
FOREIGN = re.compile(
    r"""<(?:script|img|link|iframe|source|video|audio)\b[^>]*\b(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I
)
RULES = {"inline style or handler": INLINE, "inline script": SCRIPT, "other host": FOREIGN}


def test_no_file_names_where_packages_are_downloaded_from() -> None:
    found = [
        f"{path}: {host}"
        for path, text in texts()
        for host in REGISTRY_HOSTS
        if host in text and not path.startswith("site/static/vendor/")
    ]
    assert found == []


@pytest.mark.parametrize(
    "rule", [INLINE, SCRIPT, FOREIGN], ids=["inline style or handler", "inline script", "other host"]
)
def test_templates_hold_nothing_that_the_content_policy_stops(rule: re.Pattern[str]) -> None:
    found = [
        f"{path}: {match.group()[:80]}"
        for path, text in texts(".html")
        # A mail carries its style in itself: mail programs fetch nothing.
        if not path.startswith("templates/mail/")
        for match in rule.finditer(text)
    ]
    assert found == []


def test_style_sheets_ask_no_other_host() -> None:
    found = [
        f"{path}: {match}"
        for path, text in texts(".css")
        for match in re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\s)]*", text)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-uv"])
def test_a_lock_file_holds_what_is_asked_for_with_hashes_and_without_a_host(name: str) -> None:
    wanted = {
        normal(re.split(r"[\[<>=~!;\s]", line.strip(), maxsplit=1)[0])
        for line in (REPOSITORY_DIR / f"{name}.in").read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-"))
    }
    locked = (REPOSITORY_DIR / f"{name}.txt").read_text()
    entries = re.findall(r"^([A-Za-z0-9._-]+)==\S+((?:.*\\\n.*)*)", locked, re.M)

    assert wanted - {normal(entry) for entry, _rest in entries} == set()
    assert [entry for entry, rest in entries if "--hash=sha256:" not in rest] == []
    assert "://" not in locked


def test_what_the_wheel_asks_for_is_what_is_locked() -> None:
    """pyproject.toml and requirements.in name the same packages in the same ranges."""
    import tomllib

    project = tomllib.loads((REPOSITORY_DIR / "pyproject.toml").read_text())["project"]
    asked = {
        line.strip()
        for line in (REPOSITORY_DIR / "requirements.in").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    }
    assert set(project["dependencies"]) == asked


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
