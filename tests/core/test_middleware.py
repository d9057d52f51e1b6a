from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import Clients

pytestmark = pytest.mark.django_db


def directives(policy: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in policy.split("; ") if " " in part)


def test_the_site_has_a_strict_policy(client: Client) -> None:
    policy = directives(client.get("/fr/account/login/")["Content-Security-Policy"])

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not any("unsafe" in sources or "http" in sources for sources in policy.values())


def test_only_the_editors_side_has_a_looser_one(clients: Clients) -> None:
    admin = directives(clients["admin"].get("/admin/")["Content-Security-Policy"])
    site = directives(clients["admin"].get("/fr/")["Content-Security-Policy"])

    assert "'unsafe-inline'" in admin["script-src"]
    assert "unsafe" not in site["script-src"]
    assert not any("http" in sources for sources in admin.values())


@pytest.mark.parametrize("path", ["/fr/", "/fr/search/", "/fr/account/login/", "/sitemap.xml", "/healthz"])
def test_whoever_only_reads_gets_no_cookie(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert {name for name in response.cookies if name != "csrftoken" or "login" not in path} == set()


def test_what_a_member_sees_is_kept_out_of_caches(clients: Clients) -> None:
    assert clients["agent"].get("/fr/")["Cache-Control"] == "private, no-store"
    assert "no-store" not in clients["anonymous"].get("/fr/").get("Cache-Control", "")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_is_guarded(client: Client, header: str, value: str) -> None:
    assert client.get("/fr/")[header] == value
    assert client.get("/fr/nowhere/")[header] == value


@pytest.mark.parametrize(("path", "answer"), [("/healthz", {"status": "ok"}), ("/readyz", {"status": "ok"})])
def test_the_portal_says_that_it_is_well(client: Client, path: str, answer: dict[str, str]) -> None:
    response = client.get(path)

    assert (response.status_code, response.json()) == (200, answer)
    assert "no-store" in response["Cache-Control"]
