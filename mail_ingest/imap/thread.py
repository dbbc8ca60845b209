"""A thread that does what blocks, a piece at a time, for a coroutine that waits."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Thread:
    """Not an executor: the interpreter would wait for its threads, even one that dials a dead host."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._pieces: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def do(self, piece: Callable[[], T]) -> T:
        """What `piece` gives, or raises. A caller that is cancelled leaves it to end by itself."""
        future: asyncio.Future[T] = self._loop.create_future()

        def work() -> None:
            try:
                given = piece()
            except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
                self._tell(partial(_fail, future, error))
            else:
                self._tell(partial(_succeed, future, given))

        self._pieces.put(work)
        return await future

    def leave(self) -> None:
        """After what was asked before."""
        self._pieces.put(None)

    def _work(self) -> None:
        while (piece := self._pieces.get()) is not None:
            piece()

    def _tell(self, tell: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            self._loop.call_soon_threadsafe(tell)


def _succeed(future: asyncio.Future[T], given: T) -> None:
    if not future.done():
        future.set_result(given)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
