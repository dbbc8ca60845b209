"""No more than so many departures a second: Telegram answers 429 to whoever goes faster."""

import time
from collections.abc import Callable
from math import inf

from desk.backoff import Pause

#: Messages a second that Telegram grants a bot, all chats together. [core.telegram.org/bots/faq]
PER_SECOND = 30.0


class Pace:
    """Up to one second's worth may leave at once; the next ones then follow evenly."""

    def __init__(
        self, per_second: float, pause: Pause, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 1 / per_second
        self._pause = pause
        self._clock = clock
        #: When all that was let through would have left, evenly spaced.
        self._through = -inf

    async def turn(self) -> None:
        """Wait for one's turn to leave."""
        now = self._clock()
        self._through = max(self._through, now) + self._interval
        ahead = self._through - now - 1
        # A rounding error is no reason to wait.
        if ahead > self._interval / 1000:
            await self._pause(ahead)
