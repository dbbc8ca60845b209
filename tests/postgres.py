"""A PostgreSQL database of one's own, for one test."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

ADMIN = os.environ.get("GUICHET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@asynccontextmanager
async def fresh_database() -> AsyncIterator[str]:
    """The address of a new empty database, dropped afterwards; skips when no server answers."""
    name = f"guichet_test_{secrets.token_hex(6)}"
    await _administer(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(ADMIN)._replace(path=f"/{name}"))
    finally:
        await _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def _administer(statement: str) -> None:
    try:
        connection = await asyncpg.connect(ADMIN, timeout=60)
    except (OSError, TimeoutError) as error:
        pytest.skip(f"no PostgreSQL answers (GUICHET_TEST_POSTGRES): {type(error).__name__}")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
