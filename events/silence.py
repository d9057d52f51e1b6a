from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Silence:
    """Days on which nothing may be said to a firm; both ends count, and no last day means without end."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first is not None and self.first <= day and (self.last is None or day <= self.last)
