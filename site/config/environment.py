"""What a server's environment must say before the portal starts there. Imports nothing of Django's set-up.

Each variable is missing or weak in its own way, and says so in its own sentence: what is wrong, and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Environment = Mapping[str, str]

MINIMUM_SECRET = 50
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
_HOST = re.compile(r"^\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$|^\[[0-9a-f:]+\]$", re.I)
# Addresses of this very machine.
_HERE = {"localhost", "127.0.0.1", "::1"}
_DOMAIN = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", re.I)
# Anybody can have an address there, and would be taken for a civil servant.
_PUBLIC_MAIL = {
    "free.fr",
    "gmail.com",
    "gmx.fr",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.fr",
    "mail.pf",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """``check`` gets what is set (never empty) and the whole environment; it returns what is wrong, or None."""

    name: str
    meaning: str
    example: str
    check: Callable[[str, Environment], str | None]
    required: bool = True


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _secret_key(value: str, environment: Environment) -> str | None:
    if any(mark in value.lower() for mark in ("insecure", "dev-only", "test-only", "changeme", "change-me")):
        return "is an example that anybody can read"
    if len(value) < MINIMUM_SECRET:
        return f"has {len(value)} characters and needs at least {MINIMUM_SECRET}"
    if len(set(value)) < 10:
        return "repeats too few different characters"
    return None


def _allowed_hosts(value: str, environment: Environment) -> str | None:
    for host in words(value):
        if host == "*":
            return "must name each host: * lets anybody put another host into the mails' links"
        if not _HOST.match(host):
            return f"names “{host}”, which is not a host name (no scheme, no port, no path)"
    return None if words(value) else "names no host"


def _base_url(value: str, environment: Environment) -> str | None:
    parts = urlsplit(value)
    if parts.scheme != "https":
        return "must begin with https://: log-ins and links in mails would travel unprotected"
    if not parts.hostname or parts.path not in {"", "/"} or parts.query:
        return "must be an address without a path, as https://achats.example.eu"
    allowed = environment.get("ALLOWED_HOSTS", "")
    hosts = [] if _allowed_hosts(allowed, environment) else words(allowed)
    host = parts.hostname
    if hosts and not any(host == known or (known[0] == "." and f".{host}".endswith(known)) for known in hosts):
        return f"names {host}, which is not in ALLOWED_HOSTS"
    return None


def _database_url(value: str, environment: Environment) -> str | None:
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        # Four slashes: an absolute path. A relative one would be another database in each directory.
        return None if parts.path.startswith("//") else "must give SQLite's file by its full path (sqlite:////srv/…)"
    if parts.scheme not in {"postgres", "postgresql", "psql", "pgsql"}:
        return f"begins with “{parts.scheme}:”; PostgreSQL and SQLite are supported"
    return None if parts.path.strip("/") else "names no database"


def _email_url(value: str, environment: Environment) -> str | None:
    parts = urlsplit(value)
    if parts.scheme in {"consolemail", "filemail", "memorymail", "dummymail"}:
        return f"begins with “{parts.scheme}:”, which sends no mail to anybody"
    if parts.scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl"}:
        return f"begins with “{parts.scheme}:”; smtp, smtp+tls and smtp+ssl are supported"
    return None if parts.hostname else "names no mail server"


def _from_email(value: str, environment: Environment) -> str | None:
    _name, address = parseaddr(value)
    _local, _at, domain = address.partition("@")
    if not _DOMAIN.match(domain):
        return "is not an e-mail address"
    if re.search(r"(^|\.)example(\.(org|com|net|eu))?$", domain, re.I):
        return "is an example, from which no mail arrives"
    return None


def _cache_url(value: str, environment: Environment) -> str | None:
    scheme, _sep, rest = value.partition("://")
    if scheme in {"locmemcache", "dummycache"}:
        return "is not shared between processes: each would count log-in attempts for itself"
    if scheme not in {"redis", "rediss", "rediscache", "dbcache"}:
        return f"begins with “{scheme}:”; redis, rediss and dbcache are supported"
    return None if rest.strip("/") else "names no server and no table"


def _data_dir(value: str, environment: Environment) -> str | None:
    return None if PurePath(value).is_absolute() else "must be a full path: uploaded files are kept there"


def _truth(value: str, environment: Environment) -> str | None:
    return None if value.lower() in _TRUE | _FALSE else "must be true or false"


def _debug(value: str, environment: Environment) -> str | None:
    if value.lower() in _FALSE:
        return None
    return "must not be set here: error pages would show the settings to everybody"


def _agent_domains(value: str, environment: Environment) -> str | None:
    for domain in words(value):
        if not _DOMAIN.match(domain):
            return f"names “{domain}”, which is not a domain (write it without @)"
        if domain.lower() in _PUBLIC_MAIL:
            return f"names {domain}, where anybody can have an address and would be taken for an agent"
    return None


def _search_url(value: str, environment: Environment) -> str | None:
    parts = urlsplit(value)
    try:
        host, secret = parts.hostname, parts.password or environment.get("ELASTICSEARCH_API_KEY", "").strip()
        parts.port  # noqa: B018  a port that is no number is refused here
    except ValueError:
        return "has a port that is not a number"
    if parts.scheme not in {"http", "https"} or not host:
        return "must be an address, as https://search.internal:9200"
    if parts.username and not parts.password:
        return "names a user and no password"
    if secret and parts.scheme == "http" and host not in _HERE:
        return "must begin with https:// where a password or a key travels along"
    return None


def _search_key(value: str, environment: Environment) -> str | None:
    if not environment.get("ELASTICSEARCH_URL", "").strip():
        return "is set, and ELASTICSEARCH_URL is not"
    if "@" in environment["ELASTICSEARCH_URL"]:
        return "is one way to log in, and the user in ELASTICSEARCH_URL another: keep one of them"
    return None if re.fullmatch(r"[A-Za-z0-9+/=_-]{20,}", value) else "is not an API key in its encoded form"


def _search_authority(value: str, environment: Environment) -> str | None:
    if not environment.get("ELASTICSEARCH_URL", "").startswith("https://"):
        return "needs an ELASTICSEARCH_URL that begins with https://"
    if not PurePath(value).is_absolute():
        return "must be a full path"
    return None if Path(value).is_file() else "names a file that is not there"


def _search_prefix(value: str, environment: Environment) -> str | None:
    if re.fullmatch(r"[a-z][a-z0-9-]{1,60}", value):
        return None
    return "must be small letters, digits and hyphens, and begin with a letter"


def _search_flavour(value: str, environment: Environment) -> str | None:
    return None if value in {"auto", "elasticsearch", "opensearch"} else "must be auto, elasticsearch or opensearch"


def _seconds(value: str, environment: Environment) -> str | None:
    return None if value.isdecimal() else "must be a whole number of seconds"


def _processes(value: str, environment: Environment) -> str | None:
    return None if value.isdecimal() else "must be a whole number of proxies"


VARIABLES = (
    Variable(
        "SECRET_KEY",
        "Signs sessions and links. Kept secret, the same on every machine.",
        'python3 -c "import secrets; print(secrets.token_urlsafe(50))"',
        _secret_key,
    ),
    Variable(
        "ALLOWED_HOSTS", "The host names the portal answers to, with commas.", "achats.example.eu", _allowed_hosts
    ),
    Variable("BASE_URL", "The portal's public address, for links in mails.", "https://achats.example.eu", _base_url),
    Variable(
        "DATABASE_URL",
        "PostgreSQL 15 or newer; an SQLite file for a trial.",
        "postgresql://cahier:…@127.0.0.1:5432/cahier",
        _database_url,
    ),
    Variable("DATA_DIR", "Where uploaded files and collected static files lie.", "/srv/cahier/data", _data_dir),
    Variable("EMAIL_URL", "The mail server.", "smtp+tls://user:…@mail.example.eu:587", _email_url),
    Variable(
        "DEFAULT_FROM_EMAIL",
        "The sender of every mail.",
        "Cahier commun <ne-pas-repondre@achats.region.tld>",
        _from_email,
    ),
    Variable(
        "REDIS_URL",
        "A cache that all processes share: Redis, or a table of the database.",
        "redis://127.0.0.1:6379/0 or dbcache://cache_entries",
        _cache_url,
    ),
    Variable(
        "BEHIND_PROXY",
        "true when a proxy ends TLS and always sets X-Forwarded-Proto itself; false when gunicorn does.",
        "true",
        _truth,
    ),
    Variable(
        "PROXY_COUNT",
        "How many proxies add to X-Forwarded-For; log-in attempts are counted per address behind them.",
        "1 (the default behind a proxy)",
        _processes,
        required=False,
    ),
    Variable(
        "AGENT_EMAIL_DOMAINS",
        "Whoever has an address there is an agent, with commas. None: by invitation only.",
        "region.tld,ville.tld",
        _agent_domains,
        required=False,
    ),
    Variable(
        "ELASTICSEARCH_URL",
        "A search server. Without one, search runs in the database.",
        "https://search.internal:9200",
        _search_url,
        required=False,
    ),
    Variable(
        "ELASTICSEARCH_API_KEY",
        "The key to log in to the search server with; or a user and a password in its address.",
        "the “encoded” value that the server gives when it makes the key",
        _search_key,
        required=False,
    ),
    Variable(
        "ELASTICSEARCH_CA_CERTS",
        "The authority that signed the search server's certificate, where the system does not know it.",
        "/etc/ssl/search-ca.pem",
        _search_authority,
        required=False,
    ),
    Variable(
        "ELASTICSEARCH_PREFIX",
        "The beginning of the names of this portal's indices, where several share a search server.",
        "cahier-commun (the default)",
        _search_prefix,
        required=False,
    ),
    Variable(
        "ELASTICSEARCH_FLAVOUR",
        "Which search server is meant: elasticsearch refuses an answer from anything else.",
        "auto (the default), elasticsearch or opensearch",
        _search_flavour,
        required=False,
    ),
    Variable(
        "HSTS_SECONDS",
        "How long browsers remember to come by https only.",
        "31536000 (the default)",
        _seconds,
        required=False,
    ),
    Variable(
        "PAGE_CACHE_SECONDS",
        "How long anonymous readers may see what only time changes as it was; 0 keeps no pages.",
        "60 (the default)",
        _seconds,
        required=False,
    ),
    Variable("DEBUG", "Never true on a server.", "not set", _debug, required=False),
)


def problems(environment: Environment) -> list[str]:
    """What keeps the portal from starting with this environment, a sentence each."""
    found = []
    for variable in VARIABLES:
        value = environment.get(variable.name, "").strip()
        if not value and not variable.required:
            continue
        wrong = variable.check(value, environment) if value else "is not set"
        if wrong:
            found.append(f"{variable.name} {wrong}. Set it as: {variable.example}")
    return found


def require(environment: Environment) -> None:
    """Refuse to go on unless the environment is complete and strong."""
    found = problems(environment)
    if found:
        head = f"The portal does not start. {len(found)} setting(s) to mend (docs/operations.md has them all):"
        raise ImproperlyConfigured("\n".join([head, *(f"  - {problem}" for problem in found)]))
