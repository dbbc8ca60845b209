"""When invitations may leave: the hours in which somebody of the town answers the telephone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.holidays import is_holiday
from portal.paris import PARIS

#: Days looked through for one that is open: a year that is closed throughout is a mistake of the settings.
_FAR = 366


class NeverOpenError(Exception):
    """No day of the coming year is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Of the day, in Paris. `days` are those of the week, 0 for Monday; `closed`, the town's own.

    `holidays` is whether public holidays are days like the others; `alsace_moselle`, whether there are two more.
    """

    opens: time = time(9)
    closes: time = time(17)
    days: Collection[int] = frozenset(range(5))
    closed: Collection[date] = frozenset()
    holidays: bool = False
    alsace_moselle: bool = False

    def next_open(self, wished: datetime) -> datetime:
        """`wished` itself, or the next moment that is open. Aware, UTC. Raises `NeverOpenError`."""
        local = wished.astimezone(PARIS)
        for ahead in range(_FAR):
            day = local.date() + timedelta(days=ahead)
            if not self._works(day):
                continue
            start = datetime.combine(day, self.opens, PARIS)
            if max(local, start) < datetime.combine(day, self.closes, PARIS):
                return max(local, start).astimezone(UTC)
        raise NeverOpenError

    def ends(self, begins: datetime, lasting: timedelta) -> datetime:
        """When so much open time will have passed. Aware, UTC. Raises `NeverOpenError`."""
        at = self.next_open(begins)
        while True:
            evening = datetime.combine(at.astimezone(PARIS).date(), self.closes, PARIS)
            if lasting <= evening - at:
                return at + lasting
            lasting -= evening - at
            at = self.next_open(evening)

    def _works(self, day: date) -> bool:
        if day.weekday() not in self.days or day in self.closed:
            return False
        return self.holidays or not is_holiday(day, alsace_moselle=self.alsace_moselle)
