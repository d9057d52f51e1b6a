"""Fixtures of the tests that drive a browser; tests/conftest.py makes them known to all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.driver import ARGUMENTS, Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Without one, browser tests are left out and the summary says so; in CI they fail."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None and os.environ.get("CI"):
        pytest.fail("Chromium is not installed, and what lands must have been seen in a browser.")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    # Playwright's loop and our tests share a thread; nothing of Django runs inside the loop.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def reader(chromium: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Callable[..., Reader]]:
    """``reader("agent@demo.example", javascript=False)``: somebody in a browser, anonymous without an address.

    The test fails if the browser complained or if a page asked another host for anything.
    """
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    readers: list[Reader] = []

    def make(email: str | None = None, **options: Any) -> Reader:
        readers.append(Reader(chromium, live_server.url, email=email, **options))
        return readers[-1]

    yield make
    for person in readers:
        person.close()
    complaints = [complaint for person in readers for complaint in person.complaints]
    if complaints:
        pytest.fail("The browser complained:\n" + "\n".join(complaints))
