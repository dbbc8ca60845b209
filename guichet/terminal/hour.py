"""The hour at the terminal: the real one, pushed forward when the citizen lets days pass."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desk.clock import utc_now
from desk.quiet import next_hour

#: A little more than a day: what is due after a day is due then.
A_DAY = timedelta(days=1, minutes=1)


class Hour:
    """A clock of the desk."""

    def __init__(self, real: Callable[[], datetime] = utc_now) -> None:
        self._real = real
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The present moment, aware, UTC."""
        return self._real() + self._ahead

    def passes(self, how_long: timedelta) -> None:
        """Time goes by at once."""
        self._ahead += how_long

    def not_before(self, moment: datetime) -> None:
        """A town kept from an earlier evening may be ahead of us: its days do not come back."""
        self._ahead = max(self._ahead, moment - self._real())

    def next_day(self) -> None:
        """Tomorrow, at an hour when reminders leave."""
        self._ahead = next_hour(self() + A_DAY) - self._real()
