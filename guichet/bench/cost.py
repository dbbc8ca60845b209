"""What one message costs: statements, commits and processor, from the door to « sent »."""

import logging
from collections.abc import Awaitable, Callable
from time import process_time
from typing import Any

from tortoise.connection import get_connection
from typing_extensions import override

from guichet.bench.house import counter_on
from guichet.bench.message import received, sent
from guichet.bench.places import sqlite_place
from guichet.bench.report import Measure
from guichet.bench.turns import play, prepared

_WRITES = ("INSERT", "UPDATE", "DELETE")


class _Statements(logging.Handler):
    """Counts what Tortoise sends to the database, and keeps none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class _Commits:
    """Counts SQLite's commits: those that are said, and each write outside a transaction."""

    def __init__(self) -> None:
        self.count = 0
        self._inside = False

    def hear(self, statement: str) -> None:
        word = statement.lstrip().partition(" ")[0].upper()
        if word == "BEGIN":
            self._inside = True
        elif word in {"COMMIT", "ROLLBACK"}:
            self._inside = False
            self.count += word == "COMMIT"
        elif word in _WRITES and not self._inside:
            self.count += 1


async def measure(how_many: int) -> list[Measure]:
    """Each third of the way, a message: received, played, sent."""
    with sqlite_place() as (url, _):
        async with counter_on(url) as counter:
            await prepared(counter, how_many)
            return [
                await _cost("received", how_many, lambda: received(counter, how_many, 1)),
                await _cost("played", how_many, lambda: play(counter)),
                await _cost("sent", how_many, lambda: sent(counter)),
            ]


async def _cost(name: str, how_many: int, work: Callable[[], Awaitable[None]]) -> Measure:
    """Timed first by the processor's clock, statements counted with the same work: logging costs little."""
    log = logging.getLogger("tortoise.db_client")
    level, statements, commits = log.level, _Statements(), _Commits()
    client: Any = get_connection("guichet_sqlite")
    log.addHandler(statements)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    await client._connection.set_trace_callback(commits.hear)  # noqa: SLF001 - the driver's own tally
    begun = process_time()
    try:
        await work()
    finally:
        took = process_time() - begun
        await client._connection.set_trace_callback(None)  # noqa: SLF001 - as above
        log.removeHandler(statements)
        log.setLevel(level)
        log.propagate = True
    figures = {
        "statements": round(statements.count / how_many, 2),
        "commits": round(commits.count / how_many, 2),
        "processor_ms": round(took / how_many * 1000, 2),
    }
    return Measure(name=f"a message {name}, sqlite", figures=figures)
