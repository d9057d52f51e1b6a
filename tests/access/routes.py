"""Every address of the portal, as the URLconf has it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Wagtail's own: one rule for each in the table's tests, not a line per address.
BY_PREFIX = ("admin/", "documents/")


def named_routes() -> set[str]:
    return {name for name, route in _walk(get_resolver()) if not route.startswith(BY_PREFIX)}


def admin_routes() -> list[str]:
    """The editors' addresses that take no argument."""
    routes = {route for _name, route in _walk(get_resolver()) if route.startswith("admin/")}
    return sorted(f"/{route}" for route in routes if not set(route) & set("<(^"))


def _walk(resolver: URLResolver, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, "" if "LocalePrefix" in type(pattern.pattern).__name__ else route)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or route}", route
