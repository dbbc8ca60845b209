"""Small transactions, one after the other, with room between them for whoever else writes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from models.engine import Busy

#: Rows written in one transaction.
BATCH = 200
#: Seconds between two: SQLite has one writer at a time, and the doors must have their turn.
PAUSE = 0.02
#: Times that the same transaction is begun again when another one was faster.
MOST_TRIES = 8

Done = TypeVar("Done")
#: Rows of any table.
Rows = QuerySet[Any]
#: Writes the rows of those ids; answers how many.
Act = Callable[[list[int]], Awaitable[int]]
#: Told how many rows have just been written.
Told = Callable[[int], None]


def silently(_many: int) -> None:
    """Nobody watches."""


async def together(work: Callable[[], Awaitable[Done]]) -> Done:
    """All of it or nothing; begun again when the database was busy. Raises `Busy` in the end."""
    for _ in range(MOST_TRIES - 1):
        try:
            async with in_transaction():
                return await work()
        except Busy:
            await asyncio.sleep(PAUSE)
    async with in_transaction():
        return await work()


async def each_batch(rows: Rows, act: Act, told: Told = silently) -> int:
    """Give every row of `rows` to `act`, which must take it out of them. Answers how many there were."""
    total = 0
    while found := await _ids(rows):

        async def write(ids: list[int] = found) -> int:
            return await act(ids)

        written = await together(write)
        if not written:  # another process was faster, or `act` leaves them be
            break
        total += written
        told(written)
        await asyncio.sleep(PAUSE)
    return total


async def _ids(rows: Rows) -> list[int]:
    return [int(str(row)) for row in await rows.limit(BATCH).values_list("id", flat=True)]
