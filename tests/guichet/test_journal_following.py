"""Following the journal loses no line, whatever the order in which they are committed."""

import asyncio
from datetime import datetime, timedelta

import asyncpg
import pytest

from desk.journal.following import PATIENCE, Follower
from desk.journal.reading import Wanted
from tests.guichet.lines import NOON, TOWN, write

pytestmark = pytest.mark.usefixtures("database")
INSERT = """
INSERT INTO journal (at, town, kind, channel, flow, step, detail)
VALUES (now(), $1, 'asked', '', '', '', '') RETURNING id
"""


class Watch:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def follower(watch: Watch | None = None, **asked: str) -> Follower:
    return Follower(Wanted(towns=None, **asked), watch or Watch())


async def ids(following: Follower) -> list[int]:
    return [line.id for line in await following.poll()]


async def test_it_begins_with_the_last_lines_then_tells_the_new_ones_once() -> None:
    rows = [await write(minute) for minute in range(3)]
    following = follower()
    assert [line.id for line in await following.start(2)] == [rows[1].id, rows[2].id]
    assert await ids(following) == []
    new = await write()
    assert await ids(following) == [new.id]
    assert await ids(following) == []


async def test_it_may_begin_with_nothing() -> None:
    following = follower()
    assert await following.start(10) == []
    first = await write()
    assert await ids(following) == [first.id]


async def test_a_smaller_id_that_is_committed_later_is_told() -> None:
    await write(id=1)
    following = follower()
    await following.start(10)
    await write(id=4)
    assert await ids(following) == [4]
    await write(id=3)
    assert await ids(following) == [3]
    await write(id=2)
    await write(id=5)
    assert await ids(following) == [2, 5]
    assert await ids(following) == []


async def test_what_was_not_committed_when_it_began_is_told() -> None:
    await write(id=1)
    await write(id=3)
    following = follower()
    assert [line.id for line in await following.start(10)] == [1, 3]
    await write(id=2, minutes=-60)
    assert await ids(following) == [2]


async def test_a_late_line_of_another_flow_is_not_told() -> None:
    await write(id=1)
    following = follower(flow="invitation")
    await following.start(10)
    await write(id=4, flow="terms")
    await write(id=2, flow="invitation")
    assert await ids(following) == [2]
    await write(id=3, flow="terms")
    assert await ids(following) == []


async def test_a_hole_is_forgotten_after_a_while() -> None:
    watch = Watch()
    await write(id=1)
    following = follower(watch)
    await following.start(0)
    await write(id=3)
    assert await ids(following) == [3]
    watch.now += PATIENCE + timedelta(seconds=1)
    await write(id=2)
    assert await ids(following) == []


async def test_a_jump_of_the_sequence_is_not_watched_for_ever() -> None:
    await write(id=1)
    following = follower()
    await following.start(0)
    await write(id=2_000_000_000)
    assert await ids(following) == [2_000_000_000]
    await write(id=1_999_999_999)
    assert await ids(following) == [1_999_999_999]


async def test_many_lines_come_in_several_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.journal.following.CHUNK", 2)
    following = follower()
    await following.start(0)
    rows = [await write() for _ in range(5)]
    told, behind = [], []
    for _ in range(3):
        told += await ids(following)
        behind.append(following.behind)
    assert told == [row.id for row in rows]
    assert behind == [True, True, False]


async def test_lines_found_while_the_database_leaves_are_told_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    following = follower()
    await following.start(0)
    row = await write()

    async def away(rows: object) -> list[object]:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("desk.journal.following.lines_of", away)
        with pytest.raises(ConnectionError):
            await following.poll()
    assert await ids(following) == [row.id]


async def test_two_transactions_that_cross_are_both_told(database: str) -> None:
    """The real thing: the first to take an id is the last to commit."""
    if not database.startswith("postgres"):
        pytest.skip("SQLite writes one transaction at a time")
    following = follower()
    await following.start(0)
    slow, fast = await asyncpg.connect(database), await asyncpg.connect(database)
    try:
        holding = slow.transaction()
        await holding.start()
        first = await slow.fetchval(INSERT, TOWN)
        second = await fast.fetchval(INSERT, TOWN)
        assert await ids(following) == [second]
        await holding.commit()
        assert await ids(following) == [first]
    finally:
        await asyncio.gather(slow.close(), fast.close())
