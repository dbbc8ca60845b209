"""A database for a test, on SQLite and on PostgreSQL, its tables made once for all tests."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.migrations.api import migrate

from models.database import configuration
from tests.postgres import fresh_database

_DELETIONS = """
SELECT string_agg(format('DELETE FROM %I', tablename), '; ') AS all_of_them FROM pg_tables
WHERE schemaname = current_schema() AND tablename NOT LIKE '%migration%'
"""
_FROM_ONE_AGAIN = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences
WHERE schemaname = current_schema() AND sequencename NOT LIKE '%migration%'
AND last_value IS NOT NULL
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why tests were skipped, each reason once."""
    reasons = Counter(str(one.longrepr[2]) for one in terminalreporter.stats.get("skipped", []))
    for reason, how_many in reasons.items():
        terminalreporter.write_line(f"{how_many} × {reason.removeprefix('Skipped: ')}")


@pytest.fixture(autouse=True)
def _fresh_statements() -> None:
    # Tortoise keeps its INSERTs by connection and table: the engine's tests have a `child` too.
    EXECUTOR_CACHE.clear()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing in them, to copy."""
    path = tmp_path_factory.mktemp("template") / "guichet.db"
    asyncio.run(_make_tables(f"sqlite://{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """One PostgreSQL database for the session, emptied after each test that used it."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = runner.run(stack.enter_async_context(fresh_database()))
        runner.run(_make_tables(url))
        yield url
        runner.run(stack.aclose())


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with its tables."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    template: Path = request.getfixturevalue("sqlite_template")
    shutil.copy(template, tmp_path / "guichet.db")
    return f"sqlite://{tmp_path}/guichet.db"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, opened for Tortoise; gives its address."""
    await Tortoise.init(config=configuration(database_url), _enable_global_fallback=True)
    try:
        yield database_url
        if database_url.startswith("postgres"):
            await _empty()
    finally:
        await Tortoise.close_connections()


async def _make_tables(url: str) -> None:
    # Nobody else is there: no need of the lock that `models.database.opened` takes.
    try:
        await migrate(config=configuration(url))
    finally:
        await Tortoise.close_connections()


async def _empty() -> None:
    # Not TRUNCATE, which makes new files for each table and index: a hundred times as long, for few rows.
    client = get_connection("guichet_postgres")
    [deletions] = await client.execute_query_dict(_DELETIONS)
    await client.execute_script(
        "SET session_replication_role = replica;"  # in any order of the tables
        f"{deletions['all_of_them']};{_FROM_ONE_AGAIN};RESET session_replication_role"
    )
