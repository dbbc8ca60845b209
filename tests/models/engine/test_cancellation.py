"""A thousand tasks cancelled at any moment; the lock stays free and the pool whole."""

import asyncio
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from tests.models.engine.tables import Child, Family, database, opened

ROUNDS, AT_ONCE = 125, 8


async def life(name: str, kept: set[str]) -> None:
    """Read, write, write in a nested transaction; then say that it was kept."""
    async with in_transaction():
        await Family.filter(name=name).count()
        family = await Family.create(name=name)
        async with in_transaction():
            await Child.create(name=name, family=family)
    kept.add(name)


async def cancel_some(tasks: set["asyncio.Task[Any]"], dice: random.Random) -> None:
    """Let the tasks go on for a random number of turns of the loop between cancellations."""
    for task in dice.sample(sorted(tasks, key=id), k=dice.randint(1, len(tasks))):
        for _ in range(dice.randrange(dice.choice((3, 30, 300)))):
            await asyncio.sleep(0)
        task.cancel()
        if dice.random() < 0.2:
            await asyncio.sleep(0)
            task.cancel()


async def check_whole(client: Any, folder: Path) -> None:
    """Nobody holds anything any more."""
    if client.capabilities.dialect == "sqlite":
        assert not client._lock.locked()
        assert not client._connection.in_transaction
        other = sqlite3.connect(folder / "guichet.db", isolation_level=None, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()
    else:
        pool = client._pool
        assert pool.get_idle_size() == pool.get_size()
        async with asyncio.timeout(10):
            every = [await pool.acquire() for _ in range(pool.get_max_size())]
        for connection in every:
            assert not connection.is_in_transaction()
            await pool.release(connection)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_thousand_cancellations_leave_nothing_held(kind: str, tmp_path: Path) -> None:
    dice = random.Random(20200609)
    kept: set[str] = set()
    async with database(kind, tmp_path) as url, opened(url) as client:
        for turn in range(ROUNDS):
            tasks = {asyncio.create_task(life(f"{turn}.{one}", kept)) for one in range(AT_ONCE)}
            await cancel_some(tasks, dice)
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            assert {type(end) for end in ends} <= {type(None), asyncio.CancelledError}
        await check_whole(client, tmp_path)
        written = set(await Family.all().values_list("name", flat=True))
        children = set(await Child.all().values_list("name", flat=True))
    assert 50 < len(kept) < ROUNDS * AT_ONCE - 50
    assert kept <= written
    assert children == written


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_statement_alone_can_be_cancelled_too(kind: str, tmp_path: Path) -> None:
    dice = random.Random(829)
    async with database(kind, tmp_path) as url, opened(url) as client:
        for turn in range(40):
            batch = [Family(name=f"{turn}.{row}") for row in range(20)]
            tasks: set[asyncio.Task[Any]] = {
                asyncio.create_task(client.execute_query("SELECT 1")),
                asyncio.create_task(write_batch(batch)),
            }
            await cancel_some(tasks, dice)
            await asyncio.gather(*tasks, return_exceptions=True)
        await check_whole(client, tmp_path)
        assert await Family.all().count() % 20 == 0


async def write_batch(batch: list[Family]) -> None:
    await Family.bulk_create(batch)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_connecting_can_be_cancelled(kind: str, tmp_path: Path) -> None:
    dice = random.Random(1984)
    async with database(kind, tmp_path) as url:
        for _ in range(10):
            async with opened(url) as client:
                await client.close()
                task: asyncio.Task[Any] = asyncio.create_task(write_batch([]))
                first: asyncio.Task[Any] = asyncio.create_task(client.execute_query("SELECT 1"))
                await cancel_some({task, first}, dice)
                await asyncio.gather(task, first, return_exceptions=True)
                await client.execute_query("SELECT 1")
                await check_whole(client, tmp_path)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_time_limit_gives_back_and_tells(kind: str, tmp_path: Path) -> None:
    async with database(kind, tmp_path) as url, opened(url) as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), in_transaction():
                await Family.create(name="Perdue")
        await check_whole(client, tmp_path)
        assert not await Family.exists()
