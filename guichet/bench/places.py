"""Databases of one's own to measure on, gone afterwards."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg


@contextmanager
def sqlite_place() -> Iterator[tuple[str, Path]]:
    """A file in a folder of its own, under the working folder: a temporary one may live in memory."""
    with tempfile.TemporaryDirectory(prefix="guichet-bench-", dir=".") as folder:
        path = Path(folder).absolute() / "bench.db"
        yield f"sqlite://{path}", path


@asynccontextmanager
async def postgres_place(server: str) -> AsyncIterator[str]:
    """A new database on that server."""
    name = f"guichet_bench_{secrets.token_hex(6)}"
    await administer(server, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def answers(server: str) -> bool:
    """Whether a server is there to be measured."""
    try:
        await administer(server, "SELECT 1")
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    return True


async def administer(server: str, statement: str) -> None:
    """One statement, on a connection of its own."""
    connection = await asyncpg.connect(server, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
