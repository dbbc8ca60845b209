"""Work that must not be left half-way: a cancellation waits until it has ended."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Seconds that a cancelled task may wait. Over SQLite's busy_timeout (5 s), and short enough
# that a silent server does not keep the program from stopping.
GRACE = 10.0


async def settled(work: Coroutine[Any, Any, T]) -> T:
    """Await `work`; if we are cancelled meanwhile, let it end first (10 s at most)."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await _ended(task)
        raise


async def _ended(task: "asyncio.Future[Any]") -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + GRACE
    while not task.done() and (left := deadline - loop.time()) > 0:
        try:
            await asyncio.wait({task}, timeout=left)
        except asyncio.CancelledError:
            continue  # the caller raises the first one again
    task.cancel()
