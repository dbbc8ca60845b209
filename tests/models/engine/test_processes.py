"""Several processes on one SQLite file."""

import asyncio
import sys
from pathlib import Path

from tests.models.engine.tables import Family, opened

PROCESSES, TIMES = 4, 60


async def test_four_processes_read_then_write_and_none_is_refused(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/guichet.db"
    async with opened(url):
        await Family.create(id=1, name="0")
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.models.engine.writer",
            url,
            str(TIMES),
            stderr=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        for _ in range(PROCESSES)
    ]
    said = [(await process.communicate())[1] for process in running]
    assert said == [b""] * PROCESSES
    async with opened(url):
        assert (await Family.get(id=1)).name == str(PROCESSES * TIMES)
