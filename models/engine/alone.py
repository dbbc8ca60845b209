"""One process at a time: what must be done once, such as migrating, while others start too."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from models.engine.apart import connect
from models.engine.url import connections

#: Any number will do, as long as every process of ours takes the same one.
NUMBER = 6_714_552_013
#: Seconds between two looks at a folder that another process holds.
PATIENCE = 0.05


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Hold the database at `url` against the other processes that ask to be alone with it."""
    [(name, settings)] = connections(url)[1].items()
    credentials: dict[str, Any] = settings["credentials"]
    hold = _postgres if name == "guichet_postgres" else _sqlite
    async with hold(credentials):
        yield


@asynccontextmanager
async def _postgres(credentials: dict[str, Any]) -> AsyncIterator[None]:
    # A connection of its own: a pool gives locks back with the connection, at every statement.
    connection = await connect(credentials)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", NUMBER)
        yield
    finally:
        await connection.close()


@asynccontextmanager
async def _sqlite(credentials: dict[str, Any]) -> AsyncIterator[None]:
    # The folder, since the file may not exist yet, and a lock file would stay behind.
    folder = _folder_of(credentials["file_path"])
    try:
        while not _locked(folder):  # noqa: ASYNC110 - other processes ring no bell of ours
            await asyncio.sleep(PATIENCE)
        yield
    finally:
        os.close(folder)


def _folder_of(path: str) -> int:
    return os.open(Path(path).absolute().parent, os.O_RDONLY)


def _locked(folder: int) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
