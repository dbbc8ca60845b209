"""SQLite in one process or several: BEGIN IMMEDIATE, and a lock that is always given back."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import ConnectionWrapper, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.backends.sqlite.executor import SqliteExecutor
from tortoise.exceptions import TransactionManagementError
from tortoise.fields import data
from typing_extensions import override

from models.engine.context import OneByOne, Owned, Savepoint, Whole
from models.engine.full import Room, try_room
from models.engine.settled import settled

# SQLite keeps a moment as a text, which Tortoise reads with a regular expression: a third of what reading a row
# costs. The standard library reads the same ISO form, in C.
setattr(data, "parse_datetime", datetime.fromisoformat)  # noqa: B010 - a name that Tortoise does not declare

#: Four megabytes must be free before work goes on: more than one transaction of ours writes.
#: With a small cache, the pages go to the disk before the commit that never comes.
_FILLING = (
    "PRAGMA cache_size = 10",
    "CREATE TABLE guichet_room (filling BLOB)",
    "INSERT INTO guichet_room VALUES (randomblob(4194304))",
)


class Held(ConnectionWrapper[Any]):
    """The lock around one statement, given back when connecting fails or is cancelled."""

    @override
    async def __aenter__(self) -> Any:
        await self._lock.acquire()
        try:
            await self.ensure_connection()
        except BaseException:
            self._lock.release()
            raise
        return self.connection


class Client(SqliteClient):
    """One connection: one statement or one transaction at a time."""

    def __init__(self, file_path: str, **credentials: Any) -> None:
        super().__init__(file_path, **credentials)
        self.room = Room()

    @override
    async def create_connection(self, with_db: bool) -> None:
        """Open the file with all its pragmas, or not at all."""
        if not self._connection:
            await settled(self._connect(with_db=with_db))

    async def _connect(self, *, with_db: bool) -> None:
        try:
            await super().create_connection(with_db)
        except BaseException:
            await self.close()
            raise

    @override
    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection for one statement."""
        return Held(self._lock, self)

    @override
    def _in_transaction(self) -> TransactionContext:
        return Whole(self, Transaction(self))

    @override
    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Insert all rows or none; Tortoise's own leaves a transaction open when cancelled."""
        async with self._in_transaction() as inner:
            await inner.execute_many(query, values)

    async def execute_each(self, query: str, rows: Sequence[Sequence[Any]]) -> int:
        """The same statement for each row, all or none. Answers how many rows it wrote."""
        async with self._in_transaction() as inner:
            assert isinstance(inner, Transaction)
            return int(await inner.execute_each(query, rows))

    async def take(self) -> object:
        """Hold the process's lock until `give_back`."""
        await self._lock.acquire()
        try:
            await self.create_connection(with_db=True)
        except BaseException:
            self._lock.release()
            raise
        return self._connection

    async def give_back(self, connection: Any) -> None:
        """Release the lock."""
        del connection  # there is only one
        self._lock.release()

    def is_busy(self, error: BaseException) -> bool:
        """SQLITE_BUSY or SQLITE_LOCKED."""
        return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

    def is_full(self, error: BaseException) -> bool:
        """SQLITE_FULL."""
        return _code(error) == sqlite3.SQLITE_FULL

    async def try_room(self) -> None:
        """Raise `Full` unless there is room enough to go on."""
        usual = await self.execute_query_dict("PRAGMA cache_size")
        try:
            await try_room(self, _FILLING)
        finally:
            await self.execute_query(f"PRAGMA cache_size = {usual[0]['cache_size']}")


def _code(error: BaseException) -> int:
    """SQLite's own, as the driver or as Tortoise raises it; 0 for anything else."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    return cause.sqlite_errorcode & 0xFF if isinstance(cause, sqlite3.OperationalError) else 0


class Executor(OneByOne, SqliteExecutor):
    """Tortoise's executor without tasks."""


class Transaction(Owned, SqliteTransactionWrapper):
    """The client that Tortoise's models find while a transaction runs."""

    executor_class = Executor

    @override
    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection for one statement of the owner."""
        self.check_owner()
        self._check_open()
        return Held(self._lock, self)

    @override
    def _in_transaction(self) -> TransactionContext:
        self.check_owner()
        inner = Transaction(self)
        inner.owner = self.owner
        return Savepoint(inner)

    @translate_exceptions
    async def execute_each(self, query: str, rows: Sequence[Sequence[Any]]) -> int:
        """The same statement for each row, in one call of the driver. Answers how many rows it wrote."""
        async with self.acquire_connection() as connection:
            self.log.debug("%s: %s", query, rows)
            before = int(connection.total_changes)
            await connection.executemany(query, rows)
            return int(connection.total_changes) - before

    @override
    async def begin(self) -> None:
        """Take SQLite's write lock now, waiting up to busy_timeout."""
        # A deferred BEGIN that reads, then writes, fails at once when another process wrote.
        await self._connection.execute_fetchall("BEGIN IMMEDIATE")

    @override
    async def commit(self) -> None:
        """Commit, or leave nothing open."""
        try:
            self._check_open()
            await super().commit()
        except BaseException:
            await self._connection.rollback()
            raise

    def _check_open(self) -> None:
        """SQLite undoes a transaction by itself when the disk is full: what followed would be kept alone."""
        if not self._connection.in_transaction:
            raise TransactionManagementError(
                "SQLite has undone this transaction after a failed statement: nothing was written."
            )


client_class = Client
