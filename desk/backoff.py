"""How long to wait before trying again: longer each time, and never all at the same instant."""

from collections.abc import Awaitable, Callable
from secrets import randbelow

#: Waits that many seconds. Tests pass one that does not.
Pause = Callable[[float], Awaitable[object]]

FIRST = 1.0
MOST = 30.0


class Backoff:
    """The delays of one series of failures, in seconds."""

    def __init__(self, first: float = FIRST, most: float = MOST) -> None:
        self._first = first
        self._most = most
        self._failures = 0

    def next(self) -> float:
        """The delay after one more failure: between half of its doubling bound and the whole."""
        bound = min(self._most, self._first * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return bound / 2 + bound * randbelow(1000) / 2000

    def reset(self) -> None:
        """It worked."""
        self._failures = 0
