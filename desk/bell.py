"""A bell that wakes whoever waits: work may have come. A poll stands behind it."""

import asyncio
from collections.abc import Callable


class Bell:
    """Rung by any task of this process, told to the other processes by a line; an unheard ring is kept."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._others: Callable[[], None] | None = None

    def ring(self) -> None:
        """Wake whoever waits, in this process and in the others."""
        self._rung.set()
        if self._others:
            self._others()

    def rung_elsewhere(self) -> None:
        """Wake whoever waits here: another process rang."""
        self._rung.set()

    def tells(self, others: Callable[[], None] | None) -> None:
        """Call `others`, which must not wait, at each ring of this process."""
        self._others = others

    async def heard(self, timeout: float) -> bool:  # noqa: ASYNC109 - the caller's poll, not a deadline
        """Wait for a ring, `timeout` seconds at most; answer whether there was one."""
        try:
            async with asyncio.timeout(timeout):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True
