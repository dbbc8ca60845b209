"""One line from each process to PostgreSQL: it carries the bells, and holds what only one process may do.

Neither is needed to be right. A ring that is lost is made up for by the polls; two processes that do
the same for a moment find each other's rows done. The line makes it quick, and spares the second one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import randbelow
from typing import Any

from desk.badge import Badge
from desk.bell import Bell

log = logging.getLogger(__name__)

Work = Coroutine[Any, Any, None]
Begin = Callable[[], Work]
#: Does some work, named, while no other process does.
Alone = Callable[[str, Begin], Work]

CHANNEL = "guichet"
#: Seconds between two tries to take what another process holds, and between two lines.
ROUND = 0.5
#: At each try a process takes one free name in five at most: those that start together share them.
SHARE = 5
#: Seconds that the server may take to answer before the line is believed dead.
PATIENCE = 5.0
#: Rings that come within so many seconds are told together.
GATHER = 0.005
#: What dies with the line; asyncpg also raises errors of its own, which say no more.
_LOST = "the line to PostgreSQL is lost (%s): work is found by polling. Calling again"

_TAKE = "SELECT key FROM unnest($1::bigint[]) AS key WHERE pg_try_advisory_lock(key)"


async def by_oneself(_name: str, begin: Begin) -> None:
    """The only process there is waits for nobody."""
    await begin()


@dataclass(slots=True, eq=False)
class _Wanted:
    """A name that some task waits to hold, and whether it does."""

    key: int
    held: asyncio.Event = field(default_factory=asyncio.Event)
    lost: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """Run it in a task; it calls again when it is cut, and whoever held a name stops meanwhile."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[Any]],
        bells: Mapping[str, Bell],
        badge: Badge | None = None,
    ) -> None:
        self._connect = connect
        self._badge = badge or Badge()
        self._bells = bells
        self._to_tell: set[str] = set()
        self._stir = asyncio.Event()
        self._wanted: list[_Wanted] = []
        self._left: list[int] = []
        self._next_take = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        told = False
        for name, bell in self._bells.items():
            bell.tells(lambda name=name: self._tell(name))  # type: ignore[misc]  # its own name
        while True:
            try:
                await self._hold_one()
            except Exception as error:  # noqa: BLE001 - whatever cut the line, it is laid again
                if not told:
                    log.warning(_LOST, type(error).__name__)
                told = True
            else:
                told = False
            await asyncio.sleep(ROUND)

    async def alone(self, name: str, begin: Begin) -> None:
        """Work while no other process does; begin again if the line was cut. Ends with the work."""
        wanted = _Wanted(key_of(name))
        # In no order, so that two processes do not ask for the same ones at each round.
        self._wanted.insert(randbelow(len(self._wanted) + 1), wanted)
        try:
            while True:
                await wanted.held.wait()
                if await _until_lost(begin, wanted):
                    return
        finally:
            self._wanted.remove(wanted)
            if wanted.held.is_set():
                self._left.append(wanted.key)
                self._stir.set()

    def _tell(self, name: str) -> None:
        self._to_tell.add(name)
        self._stir.set()

    async def _hold_one(self) -> None:
        """Raises when the line is cut."""
        connection = await self._connect()
        connection.add_termination_listener(lambda _connection: self._stir.set())
        try:
            await connection.add_listener(CHANNEL, self._hear)
            # A claim that could not be given back while the server was away must not wait for the
            # end of its lease: under another name, what the old one holds is let go like a dead one's.
            self._badge.renew()
            key = key_of(f"process:{self._badge.name}")
            self._badge.shown = await connection.fetchval("SELECT pg_try_advisory_lock($1)", key)
            # Whatever was rung while nobody listened.
            for bell in self._bells.values():
                bell.rung_elsewhere()
            while True:
                async with asyncio.timeout(PATIENCE):
                    await self._round(connection)
                await self._pause()
        finally:
            self._let_go()
            connection.terminate()

    def _hear(self, connection: Any, sender: int, _channel: str, name: str) -> None:
        if sender != connection.get_server_pid() and name in self._bells:
            self._bells[name].rung_elsewhere()

    async def _round(self, connection: Any) -> None:
        """Tell the rings, give back what was left, take what is free. Also proves the line alive."""
        told, self._to_tell = self._to_tell, set()
        for name in told:
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, name)
        left, self._left = self._left, []
        for key in left:
            await connection.execute("SELECT pg_advisory_unlock($1)", key)
        now = asyncio.get_running_loop().time()
        if left or now >= self._next_take:
            self._next_take = now + ROUND
            await self._take(connection)

    async def _take(self, connection: Any) -> None:
        waiting = [wanted for wanted in self._wanted if not wanted.held.is_set()]
        # Always asked, for nothing if need be: an answer says that the line is alive.
        some = waiting[: -(-len(self._wanted) // SHARE)]
        rows = await connection.fetch(_TAKE, [wanted.key for wanted in some])
        taken = {row["key"] for row in rows}
        for wanted in some:
            if wanted.key in taken:
                wanted.lost.clear()
                wanted.held.set()
            elif wanted in self._wanted:  # the others first, next time
                self._wanted.remove(wanted)
                self._wanted.append(wanted)

    def _let_go(self) -> None:
        """The server gave everything back when the line was cut."""
        self._badge.shown = False
        self._left.clear()
        for wanted in self._wanted:
            if wanted.held.is_set():
                wanted.held.clear()
                wanted.lost.set()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(ROUND):
                await self._stir.wait()
        except TimeoutError:
            return
        await asyncio.sleep(GATHER)
        self._stir.clear()


async def _until_lost(begin: Begin, wanted: _Wanted) -> bool:
    """Work until it ends by itself (true), or until the name is no longer held."""
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(begin())
        watching = tasks.create_task(wanted.lost.wait())
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        ended = working.done()
        working.cancel()
        watching.cancel()
    return ended


def key_of(name: str) -> int:
    """The number under which PostgreSQL knows that name."""
    return int.from_bytes(sha256(f"guichet:{name}".encode()).digest()[:8], signed=True)
