"""A PostgreSQL server for a moment, for tests and measurements: Debian's programs, a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class Unavailable(Exception):
    """There is no server to be had here; the text says why."""


def programs() -> Path:
    """The folder of the newest server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise Unavailable("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    def __init__(self) -> None:
        self.bin = programs()
        # The server refuses to run as root: then it runs as the user that its package made.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.directory = Path(tempfile.mkdtemp(prefix="cahier-postgresql-"))
        self.port = _free_port()
        self.version = self.bin.parent.name

    @property
    def url(self) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        outcome = subprocess.run(  # noqa: S603
            [str(self.bin / program), *arguments],
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if outcome.returncode:
            raise Unavailable(f"{program} failed: {outcome.stderr.strip()[-500:]}")

    def start(self) -> None:
        try:
            if self.user:
                shutil.chown(self.directory, self.user, self.user)
            data = str(self.directory / "data")
            self._run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            options = (
                f"-p {self.port} -h 127.0.0.1 -k {self.directory} -F "
                "-c synchronous_commit=off -c full_page_writes=off -c max_connections=120 -c jit=off"
            )
            self._run("pg_ctl", "start", "-w", "-D", data, "-o", options, "-l", str(self.directory / "log"))
        except (Unavailable, OSError, LookupError) as error:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise Unavailable(str(error)) from error

    def stop(self) -> None:
        try:
            self._run("pg_ctl", "stop", "-m", "immediate", "-w", "-D", str(self.directory / "data"))
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)
