from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.core.servers.basehttp import run as serve
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from core import starter
from core.catalogues import compile_and_read

ACCOUNTS = {
    "editor@demo.example": "communications officer",
    "agent@demo.example": "agent",
    "facilitator@demo.example": "agent who leads a space",
    "outsider@demo.example": "agent who is in no space",
    "provider@demo.example": "provider",
    "admin@demo.example": "administrator",
}


class Command(BaseCommand):
    """The portal on a developer's machine: database, demo, server, worker and timer in one.

    One process loads the code, then forks: the first page is there as soon as the code is. When a file of ours
    changes, the children are stopped and the command starts itself again.
    """

    help = "Migrate, load the demo if there is nothing yet, then serve the site and run its tasks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("run_dev is for development settings; docs/operations.md says how to serve.")
        self.port: int = options["port"]
        # Taken first: what is saved while the site starts is a change too.
        self.before = snapshot()
        self._refuse_taken_port()
        if "BASE_URL" not in os.environ:
            # Mails link to where this very site is served.
            settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{self.port}"
        compile_and_read(Path(settings.LOCALE_PATHS[0]))
        restarted = os.environ.pop("RUN_DEV_RESTARTED", "") == "1"
        self._migrate()
        if not restarted:
            self._load_demo()
        # What the first request would otherwise wait for.
        application = get_internal_wsgi_application()
        call_command("check", stdout=StringIO())
        connections.close_all()
        sys.stdout.flush()
        self.children = [
            fork(lambda: self._serve(application, quiet=restarted)),
            fork(lambda: call_command("db_worker", verbosity=0, startup_delay=False, reload=False)),
            fork(lambda: call_command("run_periodic", forever=True)),
        ]
        self._watch()

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                raise CommandError(
                    f"Port {self.port} is taken or not allowed. Choose another: make run PORT={self.port + 1}"
                ) from error

    def _migrate(self) -> None:
        if starter.load():
            self.stdout.write("Preparing the database…")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database…")
            call_command("migrate", verbosity=0, interactive=False)

    def _load_demo(self) -> None:
        from django.contrib.auth import get_user_model

        # There while loading: what was interrupted is taken up again, loading twice adds nothing twice.
        unfinished = Path(settings.DATA_DIR) / "demo-is-loading"
        if get_user_model()._default_manager.exists() and not unfinished.exists():
            return
        if "load_demo" not in get_commands():
            self.stdout.write("There is no demo content yet.")
            return
        self.stdout.write("Loading the demo…")
        unfinished.touch()
        call_command("load_demo")
        unfinished.unlink()

    def _serve(self, application: WSGIHandler, *, quiet: bool) -> None:
        def banner(port: str) -> None:
            address = f"http://127.0.0.1:{port}/"
            if quiet:
                print(f"The code has changed; served anew on {address}", flush=True)
                return
            people = "\n".join(f"    {email:<26}{role}" for email, role in ACCOUNTS.items())
            print(
                f"\n  Cahier commun    {address}\n"
                f"  Mails            {address}dev/mail/\n"
                f"  Editors' side    {address}admin/\n\n"
                f"  Demo accounts, password “demo”:\n{people}\n\n"
                "  Ctrl-C stops everything.\n",
                flush=True,
            )

        serve("127.0.0.1", self.port, application, threading=True, on_bind=banner)

    def _watch(self) -> None:
        """Wait for the end: Ctrl-C, a signal, a child that dies, or a changed file (then start again)."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while True:
                time.sleep(1)
                for pid in self.children:
                    if os.waitpid(pid, os.WNOHANG)[0]:
                        self.children.remove(pid)
                        raise CommandError("A part of the site has stopped; the lines above say why.")
                if snapshot() != self.before:
                    wait_for_quiet()
                    self._stop()
                    os.environ["RUN_DEV_RESTARTED"] = "1"
                    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            self._stop()

    def _stop(self) -> None:
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while self.children and time.monotonic() < deadline:
            self.children = [pid for pid in self.children if not os.waitpid(pid, os.WNOHANG)[0]]
            time.sleep(0.05)
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.children = []


def fork(work: Callable[[], Any]) -> int:
    """Run ``work`` in a child that ends with its parent, however that ends; returns the child's number."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
    try:
        work()
    except SystemExit:
        pass
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def snapshot() -> dict[str, int]:
    """When each file that is read once per process was last changed: code, templates and catalogues, not styles."""
    return {str(path): path.stat().st_mtime_ns for path in watched_files()}


def wait_for_quiet() -> None:
    """Until a second has gone by without a change: a catalogue caught while it is being written cannot be read."""
    before: dict[str, int] = {}
    after = snapshot()
    while before != after:
        time.sleep(1)
        before, after = after, snapshot()


def watched_files() -> Iterator[Path]:
    locale_dir = Path(settings.LOCALE_PATHS[0])
    for name in SOURCES:
        yield from (locale_dir.parent / name).rglob("*.py")
    yield from locale_dir.rglob("*.po")
    directories: Any = settings.TEMPLATES[0]["DIRS"]
    for templates in directories:
        for kind in ("*.html", "*.txt"):
            yield from Path(templates).rglob(kind)


SOURCES = {"site", "home", "search", "visits", "events", "lessons", "spaces", "guidance"}
