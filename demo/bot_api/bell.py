"""Waiting for something to change without ever sleeping."""

import asyncio
from collections.abc import Callable


class Bell:
    """Rung at each change; whoever waits looks again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everyone who waits."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def heard(self) -> None:
        """Return at the next ring."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until `ready()`, `seconds` at most; tell whether it came."""
        try:
            async with asyncio.timeout(seconds):
                while not ready():
                    await self.heard()
        except TimeoutError:
            return ready()
        return True
