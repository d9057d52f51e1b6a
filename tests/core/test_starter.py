"""The ready-made database is used only where it is what the migrations of today yield, or yielded before newer ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import starter


def test_what_is_kept_fits() -> None:
    assert starter.read() is not None


def test_a_newer_migration_of_ours_runs_on_top(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newer = tmp_path / "0099_newer.py"
    newer.write_text("")
    known = starter.our_migrations() | {"spaces.0099_newer": newer}
    monkeypatch.setattr(starter, "our_migrations", lambda: known)

    assert starter.read() is not None


@pytest.mark.parametrize("change", ["another text", "gone"])
def test_a_changed_migration_of_ours_makes_it_unfit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: str
) -> None:
    known = starter.our_migrations()
    name = "spaces.0001_initial"
    if change == "gone":
        del known[name]
    else:
        known[name] = tmp_path / "0001_initial.py"
        known[name].write_text("# " + change)
    monkeypatch.setattr(starter, "our_migrations", lambda: known)

    assert starter.read() is None


def test_other_packages_make_it_unfit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "key", lambda: "another")

    assert starter.read() is None
