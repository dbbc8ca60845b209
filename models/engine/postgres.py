"""PostgreSQL through asyncpg: a pool that stays whole, and a COMMIT that is never half believed."""

import asyncio
import contextlib
from itertools import count
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.asyncpg.executor import AsyncpgExecutor
from tortoise.backends.base.client import (
    ConnectionWrapper,
    PoolConnectionWrapper,
    TransactionContext,
)
from tortoise.exceptions import TransactionManagementError
from typing_extensions import override

from models.engine.context import OneByOne, Owned, Savepoint, Whole
from models.engine.full import Room, try_room
from models.engine.settled import settled

#: What a dying connection may raise. InternalClientError is how asyncpg greets a statement sent
#: between the server's farewell and the end of the line.
BROKEN = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)

#: Classes 40 (deadlock, serialisation), 08 and 57P (connection, server going), 53300, 55P03.
BUSY = (
    asyncpg.TransactionRollbackError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.LockNotAvailableError,
    asyncpg.InternalClientError,
    ConnectionError,
    TimeoutError,
)

#: Seconds that a connection may take to be given back, or a transaction to be undone, on a silent line.
FAREWELL = 5.0

#: Four megabytes, in lines that the server does not press together, and that no commit follows.
_FILLING = (
    "CREATE TABLE guichet_room (filling TEXT)",
    "INSERT INTO guichet_room SELECT repeat(md5(random()::text), 32) FROM generate_series(1, 4096)",
)

_savepoints = count(1)


class Client(AsyncpgDBClient):
    """A pool of connections; each transaction has one to itself."""

    def __init__(self, **credentials: Any) -> None:
        super().__init__(**credentials)
        self.room = Room()

    @override
    def _in_transaction(self) -> TransactionContext:
        return Whole(self, Transaction(self))

    @override
    async def execute_many(self, query: str, values: list[Any]) -> None:
        """Insert all rows or none; Tortoise's own leaves a transaction open when cancelled."""
        async with self._in_transaction() as inner:
            await inner.execute_many(query, values)

    async def take(self) -> object:
        """Take a connection; asyncpg itself keeps the pool whole when this is cancelled."""
        if not self._pool:
            async with self._pool_init_lock:
                if not self._pool:
                    await self.create_connection(with_db=True)
        assert self._pool is not None
        return await self._pool.acquire()

    async def give_back(self, connection: Any) -> None:
        """Return the connection; the pool replaces one that is broken, or whose server is silent."""
        if self._pool:
            with contextlib.suppress(*BROKEN):
                await settled(self._pool.release(connection, timeout=FAREWELL))

    @override
    def acquire_connection(self) -> PoolConnectionWrapper[Any]:
        """A connection for one statement."""
        return Lent(self, self._pool_init_lock)

    def is_busy(self, error: BaseException) -> bool:
        """Whether the server asks to try again, or is away."""
        if isinstance(error, asyncpg.InterfaceError):
            # asyncpg says « released » of a connection that the server closed under our hands.
            return "closed" in str(error) or "released" in str(error)
        return isinstance(error, BUSY)

    def is_full(self, error: BaseException) -> bool:
        """The server's class 53100."""
        return isinstance(error, asyncpg.DiskFullError)

    async def try_room(self) -> None:
        """Raise `Full` unless there is room enough to go on, where the tables lie."""
        await try_room(self, _FILLING)


class Lent(PoolConnectionWrapper[Any]):
    """A connection for one statement, given back within a bound of time."""

    @override
    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        client = self.client
        assert isinstance(client, Client)
        await client.give_back(self.connection)


class Executor(OneByOne, AsyncpgExecutor):
    """Tortoise's executor without tasks."""


class Transaction(Owned, TransactionWrapper):
    """The client that Tortoise's models find while a transaction runs."""

    # Plain SQL instead of asyncpg's Transaction object: only COMMIT's own answer tells a commit
    # from the silent rollback of a transaction in which a statement failed.
    executor_class = Executor
    _savepoint = ""

    @override
    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection for one statement of the owner."""
        self.check_owner()
        return ConnectionWrapper(self._lock, self)

    @override
    def _in_transaction(self) -> TransactionContext:
        self.check_owner()
        inner = Transaction(self)
        inner.owner = self.owner
        return Savepoint(inner)

    @override
    async def begin(self) -> None:
        """Open the transaction."""
        await self._connection.execute("BEGIN")

    @override
    async def commit(self) -> None:
        """Commit; raise when the server rolled back instead."""
        if await self._connection.execute("COMMIT") != "COMMIT":
            raise TransactionManagementError(
                "A statement failed in this transaction and its error was swallowed:"
                " nothing was written. Put what may fail in a nested in_transaction()."
            )
        self._finalized = True

    @override
    async def rollback(self) -> None:
        """Undo everything; a broken connection is undone by the server, replaced by the pool."""
        try:
            # asyncpg does not count the time that it takes to cancel the statement before.
            async with asyncio.timeout(FAREWELL):
                await self._connection.execute("ROLLBACK")
        except BROKEN:
            self._connection.terminate()
        self._finalized = True

    @override
    async def savepoint(self) -> None:
        """Begin a part that can be undone alone."""
        self._savepoint = f"guichet_{next(_savepoints)}"
        await self._connection.execute(f"SAVEPOINT {self._savepoint}")

    @override
    async def savepoint_rollback(self) -> None:
        """Undo that part."""
        await self._connection.execute(f"ROLLBACK TO {self._savepoint}")
        self._finalized = True

    @override
    async def release_savepoint(self) -> None:
        """Keep that part."""
        await self._connection.execute(f"RELEASE {self._savepoint}")
        self._finalized = True


client_class = Client
