"""What a transaction promises, on both databases."""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError, TransactionManagementError
from tortoise.transactions import in_transaction

from models.engine import Busy
from tests.models.engine.tables import Child, Family, config, database, opened

both = pytest.mark.parametrize("kind", ["sqlite", "postgres"])


async def nothing() -> None:
    """Go on."""


async def fail() -> None:
    raise KeyError


async def write_a_name_twice() -> None:
    with contextlib.suppress(IntegrityError):
        await Family.create(name="Arpège")


async def cut_the_line(url: str) -> None:
    """The server closes our connection, as when it restarts."""
    [row] = await get_connection("guichet_postgres").execute_query_dict(
        "SELECT pg_backend_pid() AS pid"
    )
    other = await asyncpg.connect(url)
    await other.execute("SELECT pg_terminate_backend($1)", row["pid"])
    await other.close()
    await Family.exists()


async def names() -> set[str]:
    return set(await Family.all().values_list("name", flat=True))


@both
async def test_a_transaction_keeps_all_or_nothing(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        async with in_transaction():
            await Family.create(name="Arpège")
        with pytest.raises(KeyError):
            await write_in_a_transaction("Perdue", then=fail)
        assert await names() == {"Arpège"}


@both
async def test_a_nested_transaction_is_undone_alone(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        async with in_transaction():
            await Family.create(name="Arpège")
            with pytest.raises(IntegrityError):
                await write_in_a_transaction("Arpège")
            await write_in_a_transaction("Testa")
        assert await names() == {"Arpège", "Testa"}


@both
async def test_a_transaction_can_be_ended_by_hand(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        async with in_transaction() as transaction:
            await Family.create(name="Arpège")
            await transaction.rollback()
        assert await names() == set()


@both
async def test_relations_are_prefetched_inside_a_transaction(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url), in_transaction():
        family = await Family.create(name="Arpège")
        await Child.create(name="Léa", family=family)
        found = await Family.all().prefetch_related("children__family")
        assert [child.family.name for child in found[0].children] == ["Arpège"]


@both
async def test_many_rows_are_all_written_or_none(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        with pytest.raises(IntegrityError):
            await Family.bulk_create([Family(name="Arpège"), Family(name="Arpège")])
        assert await names() == set()
        await Family.bulk_create([Family(name="Arpège"), Family(name="Testa")])
        assert await names() == {"Arpège", "Testa"}


@both
async def test_a_task_made_inside_a_transaction_cannot_write_in_it(
    kind: str, tmp_path: Path
) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        async with in_transaction():
            await Family.create(name="Arpège")
            careless = asyncio.create_task(Family.create(name="Perdue"))
            with pytest.raises(TransactionManagementError, match="another task"):
                await careless
            nested = asyncio.create_task(write_in_a_transaction("Perdue"))
            with pytest.raises(TransactionManagementError, match="another task"):
                await nested
        assert await names() == {"Arpège"}


@both
async def test_a_task_that_outlives_its_transaction_is_told_so(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url):
        over = asyncio.Event()

        async def late() -> None:
            await over.wait()
            await Family.create(name="Perdue")

        async with in_transaction():
            task = asyncio.create_task(late())
            await asyncio.sleep(0)
        over.set()
        with pytest.raises(TransactionManagementError, match="has ended"):
            await task


async def write_in_a_transaction(name: str, then: Callable[[], Awaitable[None]] = nothing) -> None:
    async with in_transaction():
        await Family.create(name=name)
        await then()


async def test_a_locked_file_is_busy_and_then_works(tmp_path: Path) -> None:
    async with opened(f"sqlite://{tmp_path}/guichet.db") as client:
        await client.execute_script("PRAGMA busy_timeout=0")
        other = sqlite3.connect(tmp_path / "guichet.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="locked"):
            await write_in_a_transaction("Arpège")
        other.execute("COMMIT")
        other.close()
        await write_in_a_transaction("Arpège")


async def test_sqlite_keeps_its_promises_to_the_disk(tmp_path: Path) -> None:
    async with opened(f"sqlite://{tmp_path}/guichet.db") as client:
        found = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            [row] = await client.execute_query_dict(f"PRAGMA {pragma}")
            [found[pragma]] = row.values()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


async def test_a_swallowed_failure_is_not_taken_for_a_commit(tmp_path: Path) -> None:
    async with database("postgres", tmp_path) as url, opened(url):
        await write_in_a_transaction("Arpège")
        with pytest.raises(TransactionManagementError, match="nothing was written"):
            await write_in_a_transaction("Perdue", then=write_a_name_twice)
        assert await names() == {"Arpège"}


async def test_a_deadlock_is_busy(tmp_path: Path) -> None:
    async with database("postgres", tmp_path) as url, opened(url):
        await Family.bulk_create([Family(id=1, name="Arpège"), Family(id=2, name="Testa")])
        meet = asyncio.Barrier(2)

        async def rename(first: int, second: int) -> None:
            async with in_transaction():
                await Family.filter(id=first).update(name=f"{first}")
                await meet.wait()
                await Family.filter(id=second).update(name=f"{second}")

        ends = await asyncio.gather(rename(1, 2), rename(2, 1), return_exceptions=True)
        assert [type(end) for end in ends if end] == [Busy]


async def test_a_server_that_drops_us_is_busy_and_the_pool_heals(tmp_path: Path) -> None:
    async with database("postgres", tmp_path) as url, opened(url):
        with pytest.raises(Busy):
            await write_in_a_transaction("Perdue", then=partial(cut_the_line, url))
        await write_in_a_transaction("Arpège")
        assert await names() == {"Arpège"}


async def test_no_server_at_all_is_busy(unused_tcp_port: int) -> None:
    url = f"postgres://postgres@127.0.0.1:{unused_tcp_port}/guichet"
    async with TortoiseContext() as context:
        await context.init(config=config(url))
        with pytest.raises(Busy):
            await write_in_a_transaction("Perdue")


def test_a_busy_database_says_what_to_do() -> None:
    assert re.search("again", Busy.hint)
