"""Who may sit: arithmetic on counts, without a database, so that the rule can be read and proved on its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Claim:
    """A registration that asks for ``persons`` places; ``micro`` firms may sit on the reserved ones too."""

    key: int
    persons: int
    micro: bool


@dataclass(frozen=True, slots=True)
class Seats:
    """The places of one event as they stand: taken, held or offered counts as taken."""

    capacity: int
    reserved: int = 0
    taken: int = 0
    taken_by_micro: int = 0
    waiting: int = 0

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def free_for_all(self) -> int:
        """Places that a firm of any size may take."""
        taken_by_others = self.taken - self.taken_by_micro
        return max(0, min(self.free, self.capacity - self.reserved - taken_by_others))

    @property
    def kept_for_micro(self) -> int:
        return self.free - self.free_for_all

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def shown_taken(self) -> int:
        """For the bar: never more than it can show, even after a capacity was lowered."""
        return min(self.taken, self.capacity)

    def free_for(self, claim: Claim) -> int:
        return self.free if claim.micro else self.free_for_all

    def fits(self, claim: Claim) -> bool:
        return claim.persons <= self.free_for(claim)

    def seat(self, claim: Claim) -> Seats:
        micro = claim.persons if claim.micro else 0
        return replace(self, taken=self.taken + claim.persons, taken_by_micro=self.taken_by_micro + micro)


def seated_in_turn(seats: Seats, queue: Iterable[Claim]) -> list[Claim]:
    """Those of ``queue`` who get a place now, in order; nobody overtakes.

    Whoever does not fit stops everybody behind them, with one exception: when only reserved places are left, firms
    that may not have them wait, and those that may have them go on.
    """
    seated = []
    others_wait = False
    for claim in queue:
        if others_wait and not claim.micro:
            continue
        if seats.fits(claim):
            seats = seats.seat(claim)
            seated.append(claim)
        elif claim.micro or claim.persons > seats.free:
            break
        else:
            others_wait = True
    return seated
