"""The tests' own PostgreSQL server. Run as a module it says whether one can be had."""

from __future__ import annotations

import sys

from search.local_postgresql import Server, Unavailable, programs

__all__ = ["Server", "Unavailable", "programs"]

if __name__ == "__main__":
    try:
        print(f"PostgreSQL {programs().parent.name} can be started")
    except Unavailable as reason:
        sys.exit(str(reason))
