"""A PostgreSQL server of one test's own, to be killed with -9 and started again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TRIES = 50


class Server:
    """Its folder, its port, and the programs that Debian keeps out of PATH."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._folder = folder
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port: int = one.getsockname()[1]
        self._run("initdb", "-A", "trust", "-U", "postgres")
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Again and again: a server just killed is in the way until its last process is gone."""
        how = f"-h 127.0.0.1 -p {self.port} -k {self._folder}"
        words = ("-w", "-s", "-l", str(self._folder / "log"), "-o", how, "start")
        for _ in range(TRIES):
            if self._run("pg_ctl", *words, check=False) == 0:
                return
            time.sleep(0.2)
        raise ChildProcessError("PostgreSQL does not start again")

    def kill(self) -> None:
        """The postmaster and whoever serves a connection, at once."""
        first = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        # Fixed words, and the number of our own child.
        asked = ["ps", "-o", "pid=", "--ppid", str(first)]
        told = subprocess.run(asked, check=False, capture_output=True, text=True)  # noqa: S603 - as above
        for pid in (first, *map(int, told.stdout.split())):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def stop(self) -> None:
        self._run("pg_ctl", "-s", "-m", "immediate", "stop", check=False)

    def _run(self, program: str, *words: str, check: bool = True) -> int:
        owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*owner, str(self._programs / program), "-D", str(self._data), *words]
        quiet = subprocess.DEVNULL
        done = subprocess.run(command, check=check, stdout=quiet, stderr=quiet, timeout=60)  # noqa: S603 - fixed words
        return done.returncode


@contextmanager
def private_server() -> Iterator[Server]:
    """Skips where PostgreSQL is not installed."""
    found = shutil.which("initdb") or max(
        map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=""
    )
    if not found:
        pytest.skip("PostgreSQL is not installed: its server cannot be killed here")
    folder = Path(tempfile.mkdtemp())
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(Path(found).parent, folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
