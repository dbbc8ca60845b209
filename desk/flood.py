"""Whoever writes faster than we read: beyond a bound nothing more is kept, and the writer is told.

A chat reads it in one sentence an hour; a mail is refused for now, and its own server brings it again.
"""

from collections import Counter as Count
from datetime import datetime

from desk.received import Heard, Pressed, Received

#: Messages that one address may bring in a minute: nobody types as fast.
MOST_A_MINUTE = 100
#: Messages of one address that may wait to be played, should the desk be slow or away.
MOST_WAITING = 200

Address = tuple[str, str, str]


class Flood:
    """What this process has seen of each address in the present minute, and whom it told in this hour."""

    def __init__(self, most_a_minute: int = MOST_A_MINUTE) -> None:
        self._most = most_a_minute
        self._minute = self._hour = 0
        # Both are emptied as time passes: as many entries as addresses that write in a minute, or flood.
        self._seen: Count[Address] = Count()
        self._told: set[Address] = set()

    def over(self, received: Received, now: datetime) -> bool:
        """Whether the minute has had enough of that address, this event counted."""
        if not from_outside(received):
            return False
        minute = int(now.timestamp()) // 60
        if minute != self._minute:
            self._minute = minute
            self._seen.clear()
        self._seen[_from(received)] += 1
        return self._seen[_from(received)] > self._most

    def to_tell(self, received: Received, now: datetime) -> bool:
        """Whether that address was not told yet in this hour, by this process."""
        hour = int(now.timestamp()) // 3600
        if hour != self._hour:
            self._hour = hour
            self._told.clear()
        new = _from(received) not in self._told
        self._told.add(_from(received))
        return new


def from_outside(received: Received) -> bool:
    """What somebody wrote or pressed. What we begin ourselves is never left aside."""
    return isinstance(received.what, Heard | Pressed)


def _from(received: Received) -> Address:
    return (received.town, received.channel.value, received.address)
