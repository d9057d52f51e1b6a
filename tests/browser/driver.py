"""A reader in a real browser: one headless Chromium per run, a fresh profile per reader."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Reader:
    """One person with one browser. What the browser complains about is kept, and fails the test at its end."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        email: str | None = None,
        javascript: bool = True,
        width: int = 1280,
        dark: bool = False,
        language: str = "fr",
    ) -> None:
        self.address = address
        self.language = language
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            timezone_id="Europe/Paris",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        if email is not None:
            self._log_in(email)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _log_in(self, email: str) -> None:
        client = Client()
        client.force_login(get_user_model()._default_manager.get(email=email))
        self.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": self.address,
                }
            ]
        )

    def _console(self, message: ConsoleMessage) -> None:
        # The browser reports an answer that says no (404, 409, 422) as an error of the page; the test knows better.
        # Axe tries inline styles of its own, which the policy stops: they come from no file. A page's come from one.
        own = "Applying inline style violates" in message.text and not message.location.get("url")
        if message.type == "error" and "the server responded with a status of 4" not in message.text and not own:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"asked another host: {request.url}")

    def visit(self, path: str, *, status: int = 200) -> Page:
        """Open ``path`` and expect ``status``."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def violations(self) -> list[str]:
        """What axe finds on the page that is open, a line for each element."""
        # Through the debugger: a script element would be stopped by our own content policy.
        self.page.evaluate(AXE)
        report: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{violation['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:240]})"
            for violation in report["violations"]
            for node in violation["nodes"]
        ]

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def close(self) -> None:
        # A request that is still under way would meet the next test's database.
        self.page.wait_for_load_state("networkidle")
        self.context.close()
