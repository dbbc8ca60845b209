"""What both engines share: entering and leaving a transaction, and who may speak in it."""

import asyncio
from typing import Any, Protocol, cast

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.base.executor import BaseExecutor
from tortoise.connection import ConnectionToken, get_connections
from tortoise.exceptions import TransactionManagementError
from typing_extensions import override

from models.engine.busy import Busy
from models.engine.full import Full, Room
from models.engine.settled import settled


class Owned:
    """A transaction's client that answers only the task that began the transaction."""

    owner: "asyncio.Task[Any] | None" = None
    _connection: Any
    _finalized: bool

    def check_owner(self) -> None:
        """Raise in any other task, and after the end of the transaction."""
        # A task inherits the context, hence this connection: what it writes would be undone by
        # somebody else's rollback. Python 3.11's wait_for makes a task too.
        if asyncio.current_task() is not self.owner:
            raise TransactionManagementError(
                "This transaction belongs to another task, or has ended. Create tasks outside"
                " transactions; inside, use asyncio.timeout rather than wait_for or gather."
            )

    async def end(self, *, failed: bool) -> None:
        """Commit, or roll back; nothing when that was already done by hand."""
        self.owner = None
        if not self._finalized:
            client = cast("TransactionalDBClient", self)
            await settled(client.rollback() if failed else client.commit())

    async def end_part(self, *, failed: bool) -> None:
        """Keep the work since the savepoint, or undo it."""
        if not self._finalized:
            client = cast("TransactionalDBClient", self)
            await settled(client.savepoint_rollback() if failed else client.release_savepoint())

    def use(self, connection: object) -> None:
        """Speak through `connection` from now on."""
        self._connection = connection


class Source(Protocol):
    """Where a transaction's connection comes from, and goes back to."""

    connection_name: str
    room: Room

    async def take(self) -> object:
        """Hold a connection, or hold nothing and raise."""

    async def give_back(self, connection: Any) -> None:
        """Let the next one have it; a broken connection is no reason to raise."""

    def is_busy(self, error: BaseException) -> bool:
        """Whether doing the same again may succeed."""

    def is_full(self, error: BaseException) -> bool:
        """Whether the disk of the database has no room left."""


class Whole(TransactionContext):
    """A transaction that gives back what it took, however it is entered or left."""

    def __init__(self, source: Source, transaction: Owned) -> None:
        self._source = source
        self._transaction = transaction
        self.client = cast("TransactionalDBClient", transaction)
        self._token: ConnectionToken | None = None

    @override
    async def __aenter__(self) -> TransactionalDBClient:
        try:
            connection = await self._source.take()
            await self._begin(connection)
        except Exception as error:
            self._raise_in_our_words(error)
            raise
        return self.client

    @override
    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            await self._leave(failed=exc_type is not None)
        except Exception as error:
            self._raise_in_our_words(error)
            raise
        if exc_val is not None:
            self._raise_in_our_words(exc_val)

    async def _begin(self, connection: object) -> None:
        self._connection = connection
        self._transaction.use(connection)
        try:
            self._token = get_connections().set(self._source.connection_name, self.client)
            await settled(self.client.begin())
        except BaseException:
            await self._leave(failed=True)
            raise
        self._transaction.owner = asyncio.current_task()

    async def _leave(self, *, failed: bool) -> None:
        try:
            await self._transaction.end(failed=failed)
        finally:
            get_connections().reset(self._token)
            await self._source.give_back(self._connection)

    def _raise_in_our_words(self, error: BaseException) -> None:
        if isinstance(error, Busy | Full):
            return
        if self._source.is_busy(error):
            raise Busy(str(error)) from error
        if self._source.is_full(error):
            self._source.room.lacking = True
            raise Full(str(error)) from error


class Savepoint(TransactionContext):
    """A transaction inside a transaction: undone alone, kept only with the outer one."""

    def __init__(self, inner: Owned) -> None:
        self._inner = inner
        self.client = cast("TransactionalDBClient", inner)

    @override
    async def __aenter__(self) -> TransactionalDBClient:
        # Cancelled here, it leaves an empty savepoint in the outer one, which changes nothing.
        await settled(self.client.savepoint())
        return self.client

    @override
    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        await self._inner.end_part(failed=exc_type is not None)


class OneByOne(BaseExecutor):
    """Prefetches one relation after the other, in the task that owns the transaction."""

    @override
    async def _execute_prefetch_queries(self, instance_list: Any) -> Any:
        if instance_list and (self.prefetch_map or self._prefetch_queries):
            self._make_prefetch_queries()
            for field, queries in self._prefetch_queries.items():
                for query in queries:
                    await self._do_prefetch(instance_list, field, query)
        return instance_list
