"""The line between processes: it wakes the others, and lets one at a time do what one must do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import asyncpg
import pytest

from desk.badge import Badge
from desk.bell import Bell
from desk.wakeup import Line, key_of
from models.engine.apart import connect_apart


@asynccontextmanager
async def a_process(url: str, badge: Badge | None = None) -> AsyncIterator[tuple[Line, Bell]]:
    """What each process has: a line and a bell."""
    bell = Bell()
    line = Line(partial(connect_apart, url), {"arrived": bell}, badge)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(line.run())
        assert await bell.heard(5)  # rung once when the line is laid
        yield line, bell
        running.cancel()


class Deed:
    """Work that says when it is being done, and never ends."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.begun.clear()


async def test_a_ring_is_heard_in_the_other_processes(shared: str) -> None:
    async with a_process(shared) as (_, one), a_process(shared) as (_, other):
        one.ring()
        assert await other.heard(5)
        assert await one.heard(0.1)
        assert not await one.heard(0.2)


async def test_one_process_at_a_time_does_the_work_and_the_other_takes_over(shared: str) -> None:
    mine, theirs = Deed(), Deed()
    async with (
        a_process(shared) as (one, _),
        a_process(shared) as (other, _),
        asyncio.TaskGroup() as tasks,
    ):
        first = tasks.create_task(one.alone("bot:a", mine))
        await mine.begun.wait()
        second = tasks.create_task(other.alone("bot:a", theirs))
        await asyncio.sleep(1.2)
        assert not theirs.begun.is_set()
        first.cancel()
        async with asyncio.timeout(3):
            await theirs.begun.wait()
        second.cancel()


async def test_whoever_loses_the_line_stops_then_begins_again_under_another_name(
    shared: str,
) -> None:
    """What could not be given back meanwhile is let go as a dead process's, before its lease ends."""
    deed, badge = Deed(), Badge()
    async with a_process(shared, badge) as (line, bell), asyncio.TaskGroup() as tasks:
        working = tasks.create_task(line.alone("bot:a", deed))
        await deed.begun.wait()
        claimed = badge.owner()
        assert badge.holds(claimed)
        await cut_every_line(shared)
        async with asyncio.timeout(10):
            while deed.times < 2:  # noqa: ASYNC110 - whatever happens meanwhile is no event of ours
                await asyncio.sleep(0.02)
        assert await bell.heard(1)
        assert not badge.holds(claimed)
        working.cancel()


async def test_work_that_ends_gives_its_name_back(shared: str) -> None:
    async def nothing() -> None:
        return

    async with a_process(shared) as (line, _):
        await line.alone("bot:a", nothing)
        async with asyncio.timeout(5):
            while await holders(shared, "bot:a"):  # noqa: ASYNC110 - the server rings no bell of ours
                await asyncio.sleep(0.05)


async def test_processes_that_start_together_share_the_names(shared: str) -> None:
    names = [f"bot:{number}" for number in range(10)]
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        lines = [(await stack.enter_async_context(a_process(shared)))[0] for _ in range(2)]
        deeds = [[Deed() for _ in names] for _ in lines]
        works = [
            tasks.create_task(line.alone(name, deed))
            for line, mine in zip(lines, deeds, strict=True)
            for name, deed in zip(names, mine, strict=True)
        ]
        async with asyncio.timeout(10):
            while sum(held(mine) for mine in deeds) < len(names):  # noqa: ASYNC110 - many events
                await asyncio.sleep(0.05)
        assert all(held(mine) >= 2 for mine in deeds)
        for work in works:
            work.cancel()


def held(deeds: list[Deed]) -> int:
    return sum(deed.begun.is_set() for deed in deeds)


async def cut_every_line(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%'"
        " AND pid <> pg_backend_pid()"
    )
    await connection.close()


async def holders(url: str, name: str) -> int:
    connection = await asyncpg.connect(url)
    key = key_of(name)
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND ((classid::bigint << 32) | objid::bigint) = $1",
                key,
            )
        )
    finally:
        await connection.close()


def test_a_name_has_one_number_everywhere() -> None:
    assert key_of("bot:a") == key_of("bot:a") != key_of("bot:b")
    assert pytest.approx(0, abs=2**63) == key_of("timers")
