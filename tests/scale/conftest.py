"""A database that several processes share, and the processes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from tortoise import Tortoise

from models.database import configuration, opened
from tests.postgres import fresh_database


@pytest.fixture
async def shared() -> AsyncIterator[str]:
    """The address of a PostgreSQL database with its tables, open in the test too."""
    async with fresh_database() as url:
        async with opened(url):
            pass
        await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
        try:
            yield url
        finally:
            await Tortoise.close_connections()


class Crew:
    """Processes that share one database and one folder."""

    def __init__(self, stack: AsyncExitStack, url: str, folder: Path) -> None:
        self.stack = stack
        self.url = url
        self.folder = folder

    async def start(self, parts: str) -> asyncio.subprocess.Process:
        return await self.stack.enter_async_context(self._running(parts))

    @asynccontextmanager
    async def _running(self, parts: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.scale.part",
            self.url,
            str(self.folder),
            parts,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            assert process.stdout is not None
            assert await process.stdout.readline() == b"ready\n"
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


@pytest.fixture
async def crew(shared: str, tmp_path: Path) -> AsyncIterator[Crew]:
    async with AsyncExitStack() as stack:
        yield Crew(stack, shared, tmp_path)
