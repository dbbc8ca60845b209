"""A bell that wakes whoever waits: work may have come. A poll stands behind it."""

import asyncio


class Bell:
    """Rung by any task of this process; a ring that nobody heard is kept."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()

    async def heard(self, timeout: float) -> bool:  # noqa: ASYNC109 - the caller's poll, not a deadline
        """Wait for a ring, `timeout` seconds at most; answer whether there was one."""
        try:
            async with asyncio.timeout(timeout):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True
