"""Does the wheel carry what the portal needs? Build it, install it alone, ask a page from an empty directory.

`python -m tests.wheel`; a part of `make check`. The packages come from this environment, so it takes seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

REPOSITORY_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY_DIR / "site"))

ASK = """
import sqlite3, shutil, sys
import django
django.setup()
import config
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

assert "site-packages" in config.__file__, config.__file__
call_command("migrate", verbosity=0)
answer = Client().get("/fr/account/login/")
assert answer.status_code == 200, answer.status_code
text = answer.content.decode()
assert '<html lang="fr">' in text
with translation.override("fr"):
    assert translation.gettext("Search") != "Search", "the French catalogue is missing"
assert finders.find("css/main.css"), "the static files are missing"
loose = {"site", "templates", "static", "tests", "locale", "docs"} & {
    path.name for path in __import__("pathlib").Path(config.__file__).parent.parent.iterdir()
}
assert not loose, loose
print("The wheel answers.")
"""


def main() -> None:
    from core.catalogues import compile_stale

    compile_stale(REPOSITORY_DIR / "locale")
    with tempfile.TemporaryDirectory(prefix="cahier-wheel-") as name:
        work = Path(name)
        run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(REPOSITORY_DIR))
        [wheel] = work.glob("*.whl")
        venv.create(work / "venv", with_pip=False)
        python = work / "venv" / "bin" / "python"
        packages = Path(
            subprocess.run(
                [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
        )
        (packages / "this_environment.pth").write_text(sysconfig.get_path("purelib") + "\n")
        run("-m", "uv", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(packages), str(wheel))
        empty = work / "empty"
        empty.mkdir()
        # The test settings: the same templates, catalogues and static files as on a server, without its secrets.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATA_DIR": str(work / "data"),
            "DATABASE_URL": f"sqlite:///{work / 'db.sqlite3'}",
        }
        subprocess.run([str(python), "-c", ASK], check=True, cwd=empty, env=environment)


def run(*arguments: str) -> None:
    outcome = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if outcome.returncode:
        sys.exit(outcome.stdout + outcome.stderr)


if __name__ == "__main__":
    main()
