from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import environment, paths

GOOD = {
    "SECRET_KEY": "kJ8-vQ2_xL5pR9tYw3nB6mC1zD4fG7hS0aEuIoKqWrTyPlMxNbVcXs",
    "ALLOWED_HOSTS": "achats.region.test",
    "BASE_URL": "https://achats.region.test",
    "DATABASE_URL": "postgresql://cahier:secret@127.0.0.1:5432/cahier",
    "DATA_DIR": "/srv/cahier",
    "EMAIL_URL": "smtp+tls://user:secret@mail.region.test:587",
    "DEFAULT_FROM_EMAIL": "Cahier commun <ne-pas-repondre@achats.region.test>",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "BEHIND_PROXY": "true",
}


def sentences(**changes: str | None) -> list[str]:
    """What is wrong, without the advice that follows."""
    changed = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return [problem.split(". Set it as: ")[0] for problem in environment.problems(changed)]


def test_a_complete_environment_starts() -> None:
    assert sentences() == []


@pytest.mark.parametrize("name", [v.name for v in environment.VARIABLES if v.required])
def test_each_missing_value_has_its_sentence(name: str) -> None:
    assert sentences(**{name: None}) == [f"{name} is not set"]
    assert sentences(**{name: "  "}) == [f"{name} is not set"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY has 5 characters and needs at least 50"),
        ("SECRET_KEY", "x" * 60, "SECRET_KEY repeats too few different characters"),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "SECRET_KEY is an example that anybody can read"),
        (
            "ALLOWED_HOSTS",
            "*",
            "ALLOWED_HOSTS must name each host: * lets anybody put another host into the mails' links",
        ),
        (
            "ALLOWED_HOSTS",
            "https://achats.region.test",
            "ALLOWED_HOSTS names “https://achats.region.test”, which is not a host name (no scheme, no port, no path)",
        ),
        (
            "BASE_URL",
            "http://achats.region.test",
            "BASE_URL must begin with https://: log-ins and links in mails would travel unprotected",
        ),
        (
            "BASE_URL",
            "https://achats.region.test/portail",
            "BASE_URL must be an address without a path, as https://achats.example.eu",
        ),
        ("BASE_URL", "https://other.test", "BASE_URL names other.test, which is not in ALLOWED_HOSTS"),
        (
            "DATABASE_URL",
            "sqlite:///db.sqlite3",
            "DATABASE_URL must give SQLite's file by its full path (sqlite:////srv/…)",
        ),
        (
            "DATABASE_URL",
            "mysql://u:p@h/db",
            "DATABASE_URL begins with “mysql:”; PostgreSQL and SQLite are supported",
        ),
        ("DATABASE_URL", "postgresql://u:p@h", "DATABASE_URL names no database"),
        ("DATA_DIR", "var", "DATA_DIR must be a full path: uploaded files are kept there"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL begins with “consolemail:”, which sends no mail to anybody"),
        (
            "EMAIL_URL",
            "http://mail",
            "EMAIL_URL begins with “http:”; smtp, smtp+tls and smtp+ssl are supported",
        ),
        ("EMAIL_URL", "smtp://", "EMAIL_URL names no mail server"),
        ("DEFAULT_FROM_EMAIL", "Cahier", "DEFAULT_FROM_EMAIL is not an e-mail address"),
        (
            "DEFAULT_FROM_EMAIL",
            "a@example.org",
            "DEFAULT_FROM_EMAIL is an example, from which no mail arrives",
        ),
        (
            "REDIS_URL",
            "locmemcache://",
            "REDIS_URL is not shared between processes: each would count log-in attempts for itself",
        ),
        ("REDIS_URL", "redis://", "REDIS_URL names no server and no table"),
        ("REDIS_URL", "memcache://h", "REDIS_URL begins with “memcache:”; redis, rediss and dbcache are supported"),
        ("BEHIND_PROXY", "perhaps", "BEHIND_PROXY must be true or false"),
        ("PROXY_COUNT", "-1", "PROXY_COUNT must be a whole number of proxies"),
        (
            "AGENT_EMAIL_DOMAINS",
            "region.test, gmail.com",
            "AGENT_EMAIL_DOMAINS names gmail.com, where anybody can have an address and would be taken for an agent",
        ),
        (
            "AGENT_EMAIL_DOMAINS",
            "@region.test",
            "AGENT_EMAIL_DOMAINS names “@region.test”, which is not a domain (write it without @)",
        ),
        ("ELASTICSEARCH_URL", "search:9200", "ELASTICSEARCH_URL must be an address, as https://search.internal:9200"),
        ("ELASTICSEARCH_URL", "https://search:port", "ELASTICSEARCH_URL has a port that is not a number"),
        ("ELASTICSEARCH_URL", "https://cahier@search:9200", "ELASTICSEARCH_URL names a user and no password"),
        (
            "ELASTICSEARCH_URL",
            "http://cahier:p@search:9200",
            "ELASTICSEARCH_URL must begin with https:// where a password or a key travels along",
        ),
        ("ELASTICSEARCH_API_KEY", "x" * 60, "ELASTICSEARCH_API_KEY is set, and ELASTICSEARCH_URL is not"),
        (
            "ELASTICSEARCH_CA_CERTS",
            "/etc/ssl/ca.pem",
            "ELASTICSEARCH_CA_CERTS needs an ELASTICSEARCH_URL that begins with https://",
        ),
        (
            "ELASTICSEARCH_PREFIX",
            "Achats!",
            "ELASTICSEARCH_PREFIX must be small letters, digits and hyphens, and begin with a letter",
        ),
        ("ELASTICSEARCH_FLAVOUR", "solr", "ELASTICSEARCH_FLAVOUR must be auto, elasticsearch or opensearch"),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS must be a whole number of seconds"),
        ("DEBUG", "true", "DEBUG must not be set here: error pages would show the settings to everybody"),
    ],
)
def test_each_weak_value_has_its_sentence(name: str, value: str, sentence: str) -> None:
    assert sentences(**{name: value}) == [sentence]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:////srv/cahier/db.sqlite3"),
        ("REDIS_URL", "dbcache://cache_entries"),
        ("ALLOWED_HOSTS", ".region.test"),
        ("AGENT_EMAIL_DOMAINS", "region.test,ville.test"),
        ("ELASTICSEARCH_URL", "https://search.internal:9200"),
        ("DEBUG", "false"),
    ],
)
def test_what_is_right_is_let_through(name: str, value: str) -> None:
    assert sentences(**{name: value}) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ELASTICSEARCH_API_KEY": "secret"}, "ELASTICSEARCH_API_KEY is not an API key in its encoded form"),
        (
            {"ELASTICSEARCH_URL": "https://u:p@search:9200", "ELASTICSEARCH_API_KEY": "x" * 60},
            "ELASTICSEARCH_API_KEY is one way to log in, and the user in ELASTICSEARCH_URL another: keep one of them",
        ),
        ({"ELASTICSEARCH_CA_CERTS": "ca.pem"}, "ELASTICSEARCH_CA_CERTS must be a full path"),
        ({"ELASTICSEARCH_CA_CERTS": "/nowhere/ca.pem"}, "ELASTICSEARCH_CA_CERTS names a file that is not there"),
        ({"ELASTICSEARCH_API_KEY": "x" * 60, "ELASTICSEARCH_CA_CERTS": __file__}, None),
        ({"ELASTICSEARCH_URL": "http://u:p@127.0.0.1:9200"}, None),
    ],
)
def test_settings_of_a_search_server_agree(changes: dict[str, str], sentence: str | None) -> None:
    given = {"ELASTICSEARCH_URL": "https://search.internal:9200", **changes}

    assert sentences(**given) == ([sentence] if sentence else [])


def test_every_variable_is_in_the_manual() -> None:
    manual = (paths.REPOSITORY_DIR / "docs" / "operations.md").read_text()
    assert [v.name for v in environment.VARIABLES if f"| `{v.name}` |" not in manual] == []


def start(tmp_path: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """`python -m config …` with a server's environment and nothing else of ours."""
    ours = {"TEST_DATABASE", *GOOD}
    # A browser test before this one leaves DJANGO_ALLOW_ASYNC_UNSAFE in the process; no server has it.
    kept = {key: value for key, value in os.environ.items() if key not in ours and not key.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "-m", "config", *arguments],
        env={
            **kept,
            **GOOD,
            "DATA_DIR": str(tmp_path),
            "PYTHONPATH": f"{paths.SITE_DIR}{os.pathsep}{paths.REPOSITORY_DIR}",
            **changes,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_weak_value_stops_the_start_with_its_sentence_and_nothing_else(tmp_path: Path) -> None:
    outcome = start(tmp_path, "check", SECRET_KEY="short", BEHIND_PROXY="")

    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert outcome.stderr.splitlines() == [
        "The portal does not start. 2 setting(s) to mend (docs/operations.md has them all):",
        "  - SECRET_KEY has 5 characters and needs at least 50. Set it as: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(50))"',
        "  - BEHIND_PROXY is not set. Set it as: true",
    ]


def test_the_deployment_check_is_silent(tmp_path: Path) -> None:
    outcome = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )
