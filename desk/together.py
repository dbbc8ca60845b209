"""Work that shares a commit: whatever is asked for while one commit is being made is done in the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from tortoise.transactions import in_transaction

from models.engine.settled import settled

T = TypeVar("T")
#: Pieces of work in one commit.
MOST = 64
#: What is done inside a piece of work is part of it.
_inside = ContextVar("inside", default=False)


@dataclass(slots=True, eq=False)
class _Asked:
    """One piece of work, and what became of it."""

    work: Callable[[], Awaitable[Any]]
    done: bool = False
    answer: Any = None
    error: Exception | None = None


class Together:
    """Those who wait for the same commit. The first of them writes for all."""

    def __init__(self) -> None:
        self._asked: list[_Asked] = []
        self._writing = asyncio.Lock()

    async def write(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` in a transaction, perhaps with others. When this returns, it is committed.

        Raises what `work` raises when done alone, or the database's own errors.
        """
        if _inside.get():
            return await work()
        mine = _Asked(work)
        self._asked.append(mine)
        try:
            async with self._writing:
                if not mine.done:
                    round_, self._asked = self._asked[:MOST], self._asked[MOST:]
                    await settled(_write(round_))
        finally:
            if mine in self._asked:  # we were stopped while others were writing
                self._asked.remove(mine)
        if mine.error:
            raise mine.error
        answer: T = mine.answer
        return answer


async def _write(asked: Sequence[_Asked]) -> None:
    """All in one commit; when it fails, each alone, so that one harms no other."""
    _inside.set(True)
    try:
        async with in_transaction():
            answers = [await one.work() for one in asked]
    except Exception as error:  # noqa: BLE001 - each alone tells which one failed, and how
        if len(asked) == 1:
            asked[0].error, asked[0].done = error, True
        else:
            for one in asked:
                await _write([one])
        return
    for one, answer in zip(asked, answers, strict=True):
        one.answer, one.done = answer, True
