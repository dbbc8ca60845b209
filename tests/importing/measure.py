"""How long an import takes, what it holds in memory, and how long a door beside it waits.

    python -m tests.importing.measure 100000
"""  # fmt: skip

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from guichet.bench.households import write
from tests.guichet.conftest import TOWN

COMMAND = (sys.executable, "-m", "guichet.cli", "import", "foyers.csv", "--town", "saint-denis")


def main(how_many: int) -> None:
    """Import, import again, try: on SQLite, or where `GUICHET_DATABASE__URL` says."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("config.toml").write_text(TOWN, "utf-8")
        written = write(Path("foyers.csv"), how_many)
        size = Path("foyers.csv").stat().st_size / 1e6
        _say(f"{how_many} households, {written} lines, {size:.1f} MB")
        for words in (("--report", "rapport.csv"), (), ("--dry-run",)):
            _once(*words)


def _once(*words: str) -> None:
    waits: list[float] = []
    stop = threading.Event()
    door = threading.Thread(target=_door, args=(stop, waits), daemon=True)
    door.start()
    started = time.monotonic()
    ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    took = time.monotonic() - started
    stop.set()
    door.join()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    _say(f"\nimport {' '.join(words)}: {took:.1f} s, peak {peak:.0f} MB, exit {ran.returncode}")
    if waits:
        longest, middle = max(waits) * 1000, sorted(waits)[len(waits) // 2] * 1000
        _say(
            f"{len(waits)} writes beside it: {middle:.0f} ms in the middle, {longest:.0f} ms at most"
        )
    _say("\n".join(ran.stdout.splitlines()[-9:]) + ran.stderr)


def _door(stop: threading.Event, waits: list[float]) -> None:
    """Takes SQLite's write lock ten times a second, as a message that arrives does."""
    while not stop.wait(0.1):
        if not Path("var/guichet.db").exists():
            continue
        base = sqlite3.connect("var/guichet.db", timeout=30, isolation_level=None)
        started = time.monotonic()
        base.execute("BEGIN IMMEDIATE")
        waits.append(time.monotonic() - started)
        base.execute("ROLLBACK")
        base.close()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
