"""Whether the search server is asked at all: not, for a moment, once it has failed. All processes share it."""

from __future__ import annotations

from django.core.cache import cache

# Nobody asks while this is there.
_DOWN = "search:server:down"
# After it has failed, and until it has answered: one reader in a while tries, the others do not wait with them.
_DOUBT = "search:server:doubt"
_TRIAL = "search:server:trial"

REST = 15
_LONG = 24 * 3600


def allows() -> bool:
    known = cache.get_many([_DOWN, _DOUBT])
    if _DOWN in known:
        return False
    return _DOUBT not in known or bool(cache.add(_TRIAL, 1, REST))


def failed() -> None:
    cache.set_many({_DOUBT: 1}, _LONG)
    cache.set(_DOWN, 1, REST)


def answered() -> None:
    cache.delete_many([_DOWN, _DOUBT, _TRIAL])


def doubts() -> bool:
    """Whether the server has failed and not answered since."""
    return cache.get(_DOUBT) is not None
