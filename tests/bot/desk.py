"""A stand-in for the desk, a bot that polls for it, and pauses that do not last."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.client import Client
from bot.listening import Listener
from bot.polling import Poll
from desk.received import Heard, Received, What

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
NO_GROUPS = "Je ne parle qu’en privé."
PATIENCE = 50.0


class Pauses(list[float]):
    """The seconds that one was asked to wait; nobody waits."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


class Desk:
    """Stores in memory. It may fail first, take its time, or find a secret."""

    def __init__(self) -> None:
        self.stored: list[Received] = []
        self.tried = 0
        #: Times that somebody else took the bot's messages.
        self.rivals = 0
        #: What storing raises, one for each try, before it works again.
        self.failures: list[Exception] = []
        self.secret: Callable[[What], bool] = lambda _what: False
        self.open = asyncio.Event()
        self.open.set()
        self._changed = asyncio.Condition()

    async def meet(self) -> None:
        self.rivals += 1

    async def keep(self, received: Received) -> bool:
        async with self._changed:
            self.tried += 1
            self._changed.notify_all()
        await self.open.wait()
        if self.failures:
            raise self.failures.pop(0)
        async with self._changed:
            self.stored.append(received)
            self._changed.notify_all()
        return self.secret(_nameless(received.what))

    @property
    def heard(self) -> list[What]:
        """What was kept, without the names that the chat gives to messages."""
        return [_nameless(received.what) for received in self.stored]

    @property
    def words(self) -> list[str]:
        return [what.text for what in self.heard if isinstance(what, Heard)]

    async def has(self, number: int) -> list[What]:
        """What was stored, once there are so many."""
        return await self._until(lambda: len(self.stored) >= number)

    async def was_asked(self, times: int = 1) -> list[What]:
        """What was stored, once so many were tried."""
        return await self._until(lambda: self.tried >= times)

    async def _until(self, ready: Callable[[], bool]) -> list[What]:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(ready)
        return self.heard


def _nameless(what: What) -> What:
    return replace(what, receipt="") if isinstance(what, Heard) else what


def listener(client: Client, desk: Desk) -> Listener:
    return Listener(client, "lumeville", keep=desk.keep, clock=lambda: NOON, no_groups=NO_GROUPS)


@asynccontextmanager
async def polling(client: Client, desk: Desk) -> AsyncIterator[None]:
    """The bot hears, until the end of the block."""
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(Poll(client, listener(client, desk), "lumeville", desk.meet).run())
        yield
        poll.cancel()
