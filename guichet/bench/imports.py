"""A town's families brought in, with every awkwardness of a real file: time and memory, beside bare inserts."""

import asyncio
import csv
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from guichet.bench.households import write
from guichet.bench.report import Measure
from guichet.errors import ExitCode

_TOWN = "val-mesure"
_ENDS = frozenset({ExitCode.SETTINGS, 0})
_SETTINGS = f"""
[towns.{_TOWN}]
name = "Val-Mesure"
mail_address = "guichet@val-mesure.example"
contact = "accueil@val-mesure.example"
phone = "01 00 00 00 00"
hours = "du lundi au vendredi"
site = "https://val-mesure.example"
privacy_contact = "dpo@val-mesure.example"
"""


async def imported(households: int) -> list[Measure]:
    """The real command on SQLite, once on an empty database, once on what it wrote."""
    return await asyncio.to_thread(_imported, households)


def _imported(households: int) -> list[Measure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(_SETTINGS, "utf-8")
        file = folder / "foyers.csv"
        lines = write(file, households)
        bare = _bare(folder, file)
        told = f"sqlite3 nu, une table, un commit : {lines / bare:.0f} lignes/s"
        return [
            _measure(f"import de {households} foyers, {which}", lines, _run(folder, file), told)
            for which in ("base vide", "relancé")
        ]


def _measure(name: str, lines: int, ran: tuple[float, float], told: str) -> Measure:
    seconds, megabytes = ran
    figures = {
        "lines": lines,
        "seconds": round(seconds, 1),
        "per_second": round(lines / seconds),
        "peak_mb": round(megabytes),
    }
    return Measure(name=name, figures=figures, reference=told)


def _run(folder: Path, file: Path) -> tuple[float, float]:
    """Seconds, and the most memory that it held, in MB."""
    command = ("--config", "config.toml", "import", str(file), "--town", _TOWN)
    started = time.monotonic()
    child = _start(folder, command)
    _, status, used = os.wait4(child, 0)
    # Some lines are made to be refused: that is what 2 says.
    if (code := os.waitstatus_to_exitcode(status)) not in _ENDS:
        raise RuntimeError(f"the import ended with {code}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return time.monotonic() - started, used.ru_maxrss / unit


def _start(folder: Path, command: Sequence[str]) -> int:
    """The command in that folder, its answer thrown away. wait4 tells what this one alone has used."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]
    code = f"import os, runpy, sys; os.chdir({str(folder)!r}); sys.argv[0] = 'guichet'; "
    code += "runpy.run_module('guichet.cli', run_name='__main__')"
    arguments = [sys.executable, "-c", code, *command]
    given = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    return os.posix_spawn(sys.executable, arguments, given, file_actions=quiet)


def _bare(folder: Path, file: Path) -> float:
    """Seconds that the driver alone takes to read and keep the same lines."""
    started = time.monotonic()
    with (
        closing(sqlite3.connect(folder / "nu.db")) as base,
        file.open(encoding="utf-8-sig") as rows,
    ):
        read = csv.reader(rows, delimiter=";")
        heading = next(read)
        base.execute(f"CREATE TABLE line ({', '.join(heading)})")
        marks = ", ".join("?" * len(heading))
        base.executemany(f"INSERT INTO line VALUES ({marks})", read)  # noqa: S608 - question marks
        base.commit()
    return time.monotonic() - started
