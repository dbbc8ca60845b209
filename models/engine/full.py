"""A disk that is full: noticed at the statement that found it so, and tried again by one that leaves nothing."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import OperationalError


class Full(OperationalError):  # noqa: N818 - a state of the database, and a word for the reader
    """The database's disk has no room left: nothing of the transaction was written."""

    say = "panne"
    hint = "Free some space on the database's disk, or enlarge it: work goes on by itself."


class Room:
    """Whether the database had room at its last transaction, as far as this process knows."""

    def __init__(self) -> None:
        self.lacking = False
        #: Seconds of the loop's clock before which another look is too early.
        self.next_look = 0.0


class _UndoneError(Exception):
    """What was written to try is not to be kept."""


async def try_room(client: Any, statements: Sequence[str]) -> None:
    """Write much, and undo it. Raises `Full`, or whatever else the database refuses."""
    transaction: BaseDBAsyncClient
    with suppress(_UndoneError):
        async with client._in_transaction() as transaction:  # noqa: SLF001 - Tortoise's own name for it
            for statement in statements:
                await transaction.execute_query(statement)
            raise _UndoneError
