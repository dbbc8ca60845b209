"""The hour of this server, which a test may push forward."""

from collections.abc import Callable


class Clock:
    """Seconds since 1970: a real reading, plus what `/control/advance` added."""

    def __init__(self, read: Callable[[], float]) -> None:
        self._read = read
        self._shift = 0.0

    def now(self) -> float:
        """What this server believes the hour to be, in seconds since 1970."""
        return self._read() + self._shift

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._shift += seconds
