"""How often one address or one network may write to us without an account. Counted in the cache, never stored."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest

HOUR = 3600
# A class of trainees behind one address of their school must get through; a script must not.
PER_NETWORK = 40
PER_ADDRESS = 6


def allows(request: HttpRequest, *, what: str, email: str = "") -> bool:
    """Count one more attempt; False when the network or the e-mail address has had its share of the hour."""
    network_free = _count(f"{what}:net:{_network(request)}", PER_NETWORK)
    address_free = not email or _count(f"{what}:to:{email.lower()}", PER_ADDRESS)
    return network_free and address_free


def _count(name: str, limit: int) -> bool:
    key = "throttle:" + hashlib.sha256(name.encode()).hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) <= limit
    except ValueError:  # expired in between
        cache.set(key, 1, HOUR)
        return True


def _network(request: HttpRequest) -> str:
    """The /24 or /64 that the request comes from: one subscriber, not one machine."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    prefix = 24 if address.version == 4 else 64
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
