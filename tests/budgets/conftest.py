from __future__ import annotations

from collections.abc import Callable

import pytest

_measured: list[tuple[str, str, str]] = []


@pytest.fixture
def budget() -> Callable[..., None]:
    """``budget("queries of the front page", 9, at_most=15)``: kept for the summary, and held to."""

    def keep(what: str, value: float, *, at_most: float, unit: str = "") -> None:
        shown = f"{value:,.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        _measured.append((what, f"{shown}{unit}", f"≤ {at_most:g}{unit}"))
        assert value <= at_most, f"{what}: {shown}{unit}"

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _measured:
        return
    terminalreporter.section("budgets")
    width = max(len(what) for what, _value, _bound in _measured)
    for what, value, bound in sorted(_measured):
        terminalreporter.write_line(f"{what:<{width}}  {value:>12}   {bound}")
