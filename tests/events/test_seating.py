from __future__ import annotations

import pytest

from events.seating import Claim, Seats, seated_in_turn


def claims(*specs: str) -> list[Claim]:
    """``"2m"`` is two people of a very small firm, ``"1"`` one person of another."""
    return [
        Claim(key=number, persons=int(spec.rstrip("m")), micro=spec.endswith("m"))
        for number, spec in enumerate(specs, start=1)
    ]


@pytest.mark.parametrize(
    ("seats", "queue", "seated"),
    [
        pytest.param(Seats(capacity=2), ["1", "1", "1"], [1, 2], id="first come"),
        pytest.param(Seats(capacity=2, taken=1), ["2", "1"], [], id="a pair is not overtaken"),
        pytest.param(Seats(capacity=3, taken=1), ["2", "1"], [1], id="a pair takes both"),
        pytest.param(Seats(capacity=2, taken=5), ["1"], [], id="lowered below what is taken"),
        pytest.param(Seats(capacity=3, reserved=1), ["1", "1", "1", "1m"], [1, 2, 4], id="reserved for small"),
        pytest.param(Seats(capacity=3, reserved=1), ["1m", "1m", "1m"], [1, 2, 3], id="small firms sit anywhere"),
        pytest.param(Seats(capacity=3, reserved=3), ["1", "1m"], [2], id="all reserved"),
        pytest.param(Seats(capacity=3, reserved=1, taken=2), ["2", "1m"], [], id="too large stops all"),
        pytest.param(Seats(capacity=3, reserved=1, taken=2), ["1", "2m", "1m"], [], id="small pair not overtaken"),
    ],
)
def test_seated_in_turn(seats: Seats, queue: list[str], seated: list[int]) -> None:
    assert [claim.key for claim in seated_in_turn(seats, claims(*queue))] == seated


def test_nobody_is_ever_seated_beyond_the_places() -> None:
    specs = ["1", "2", "1m", "2m"]
    for capacity in range(7):
        for reserved in range(capacity + 1):
            for queue in ([a, b, c, d] for a in specs for b in specs for c in specs for d in specs):
                seated = seated_in_turn(Seats(capacity=capacity, reserved=reserved), claims(*queue))

                assert sum(claim.persons for claim in seated) <= capacity
                assert sum(claim.persons for claim in seated if not claim.micro) <= capacity - reserved


@pytest.mark.parametrize(
    ("seats", "free", "free_for_all", "kept"),
    [
        pytest.param(Seats(capacity=30, reserved=4, taken=23), 7, 3, 4, id="some kept"),
        pytest.param(Seats(capacity=30, reserved=4, taken=23, taken_by_micro=4), 7, 7, 0, id="reserve used"),
        pytest.param(Seats(capacity=30, reserved=4, taken=26), 4, 0, 4, id="only kept ones left"),
        pytest.param(Seats(capacity=30, reserved=4, taken=30, taken_by_micro=4), 0, 0, 0, id="full"),
        pytest.param(Seats(capacity=10, taken=12), 0, 0, 0, id="over after lowering"),
    ],
)
def test_places_in_words_add_up(seats: Seats, free: int, free_for_all: int, kept: int) -> None:
    assert (seats.free, seats.free_for_all, seats.kept_for_micro) == (free, free_for_all, kept)
