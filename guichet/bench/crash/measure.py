"""The deaths at every boundary, as measures: one line for each scene and database."""

import asyncio
import json
import sys
from pathlib import Path

from guichet.bench.report import Figures, Measure

_REFERENCE = "an undisturbed run"


async def at_every_boundary(folder: Path, step: int, server: str = "") -> list[Measure]:
    """Each `step`-th of them, on SQLite in that folder, or on that PostgreSQL server."""
    words = (sys.executable, "-m", "guichet.bench.crash.killing", str(folder), str(step), server)
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    if process.returncode:
        raise ChildProcessError("a life of the desk failed: its error stands above")
    kind = "postgresql" if server else "sqlite"
    return [_measure(kind, json.loads(line)) for line in told.splitlines()]


def _measure(kind: str, told: dict[str, int | str]) -> Measure:
    figures: Figures = {name: value for name, value in told.items() if name != "scene"}
    return Measure(name=f"crash {kind}, {told['scene']}", figures=figures, reference=_REFERENCE)
