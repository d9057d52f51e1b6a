"""The way to a search server: one client a process, for Elasticsearch 8 and 9 and for OpenSearch 2 and 3."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3
from django.conf import settings
from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport._node._base import NodeApiResponse
from elastic_transport.client_utils import DEFAULT
from elasticsearch import Elasticsearch

ELASTICSEARCH = "elasticsearch"
# Seconds to get a connection at all, with its handshake, where somebody waits and where nobody does.
CONNECT, CONNECT_SLOWLY = 0.3, 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and who we are to it. Never shown: it may hold a password."""

    url: str = field(repr=False)
    api_key: str = field(default="", repr=False)
    ca_certs: str = ""
    flavour: str = "auto"

    @classmethod
    def from_settings(cls) -> Address | None:
        """None where the site has no search server."""
        if not settings.ELASTICSEARCH_URL:
            return None
        return cls(
            settings.ELASTICSEARCH_URL,
            settings.ELASTICSEARCH_API_KEY,
            settings.ELASTICSEARCH_CA_CERTS,
            settings.ELASTICSEARCH_FLAVOUR,
        )


class PlainNode(Urllib3HttpNode):
    """Speaks plain JSON, which every version understands: the client's own media type is refused by the version
    before its own and by OpenSearch. And a request ends when its time is over, its connection included."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> NodeApiResponse:
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            if kind := plain.get(name):
                plain[name] = "application/x-ndjson" if "ndjson" in kind else "application/json"
        if isinstance(request_timeout, int | float):
            connect = CONNECT if request_timeout <= 1 else CONNECT_SLOWLY
            request_timeout = urllib3.Timeout(connect=min(request_timeout, connect), total=request_timeout)
        return super().perform_request(method, target, body, plain, request_timeout)


class AnyNode(PlainNode):
    """The client asks each answer whether it comes from Elasticsearch, and OpenSearch cannot say so; what we use of
    the two they do alike."""

    def perform_request(self, *args: Any, **options: Any) -> NodeApiResponse:
        meta, data = super().perform_request(*args, **options)
        headers = HttpHeaders({**meta.headers, "x-elastic-product": "Elasticsearch"})
        return NodeApiResponse(replace(meta, headers=headers), data)


def client(address: Address) -> Elasticsearch:
    return _client(address, os.getpid())


@lru_cache(maxsize=8)
def _client(address: Address, process: int) -> Elasticsearch:
    """Connections are not for sharing between processes: a child makes its own."""
    parts = urlsplit(address.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    options: dict[str, Any] = {}
    if address.api_key:
        options["api_key"] = address.api_key
    elif parts.username:
        options["basic_auth"] = (unquote(parts.username), unquote(parts.password or ""))
    if parts.scheme == "https" and address.ca_certs:
        options["ca_certs"] = address.ca_certs
    return Elasticsearch(
        f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}",
        node_class=PlainNode if address.flavour == ELASTICSEARCH else AnyNode,
        # Whoever calls decides whether to try again, and for how long.
        max_retries=0,
        retry_on_timeout=False,
        connections_per_node=32,
        **options,
    )
