from __future__ import annotations

import site
import tomllib

from django.apps import apps

from config.paths import REPOSITORY_DIR, SITE_DIR
from core.starter import is_ours

PROJECT = tomllib.loads((REPOSITORY_DIR / "pyproject.toml").read_text())


def test_our_site_folder_does_not_hide_pythons_module() -> None:
    assert not (SITE_DIR / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")


def test_every_room_is_in_the_wheel_in_the_layers_and_in_the_types() -> None:
    rooms = {config.name.partition(".")[0] for config in apps.get_app_configs() if is_ours(config)}
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried = {name.removeprefix("site/") for name in wheel["only-include"]}
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    layered = {name.strip() for layer in layers for name in layer.split("|")}

    assert rooms - carried == set()
    assert layered == rooms | {"config"}
    assert set(PROJECT["tool"]["mypy"]["packages"]) == rooms | {"config"}


def test_a_package_of_the_frame_has_its_place_in_the_wheel() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    framed = {name for name in wheel["only-include"] if "/" in name}

    assert {f"site/{path.parent.name}" for path in SITE_DIR.glob("*/__init__.py")} <= framed
    assert framed <= set(wheel["sources"])


def test_there_is_no_drawer_for_what_has_no_name() -> None:
    drawers = [
        path.relative_to(REPOSITORY_DIR).as_posix()
        for config in apps.get_app_configs()
        if is_ours(config)
        for name in ("utils", "helpers", "misc")
        for path in REPOSITORY_DIR.glob(f"**/{config.label}/**/{name}.py")
        if ".venv" not in path.parts
    ]
    assert drawers == []
