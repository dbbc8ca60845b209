"""The journal as it grows. PostgreSQL commits ids out of order: a hole may still be filled."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from desk.clock import Clock
from desk.journal.reading import CHUNK, Line, Wanted, lines_of, matching
from models.journal import Journal

#: How long a hole in the ids is watched. A turn's transaction lasts milliseconds; a rolled-back
#: one leaves a hole for ever.
PATIENCE = timedelta(minutes=10)
#: Holes watched at once; the oldest give way.
MOST_HOLES = 5000


class Follower:
    """Tells each line once, whatever the order in which they are committed.

    It watches ids rather than times: clocks of several machines differ, ids do not repeat.
    """

    def __init__(self, wanted: Wanted, clock: Clock) -> None:
        self._wanted = wanted
        self._clock = clock
        self._highest = 0
        #: Ids that nobody has seen, and until when they are waited for.
        self._holes: dict[int, datetime] = {}
        #: Found, and to be told once they could be read: the database may be away in between.
        self._untold: list[int] = []
        #: More lines are there already: no need to wait before the next `poll`.
        self.behind = False

    async def start(self, limit: int) -> list[Line]:
        """The last `limit` lines; what is not committed yet among them is watched from here on."""
        # Every row, not the wanted ones alone: only so is a hole known for one.
        ids = _ids(await Journal.all().only("id").order_by("-id").limit(CHUNK))
        if ids:
            self._highest = ids[0]
            self._move_on(ids)
        if not limit:
            return []
        rows = matching(self._wanted).filter(id__lte=self._highest).order_by("-id").limit(limit)
        # A hole filled since the ids were read is told by the next `poll`.
        return await lines_of(row for row in reversed(await rows) if row.id not in self._holes)

    async def poll(self) -> list[Line]:
        """What was committed since, by id."""
        newer = Journal.filter(id__gt=self._highest).only("id").order_by("id").limit(CHUNK)
        new = _ids(await newer)
        self._untold += [*await self._filled(), *new]
        self.behind = len(new) == CHUNK
        if new:
            self._move_on(new)
        if not self._untold:
            return []
        rows = await matching(self._wanted).filter(id__in=self._untold).order_by("id")
        lines = await lines_of(rows)
        self._untold = []
        return lines

    async def _filled(self) -> list[int]:
        now = self._clock()
        self._holes = {hole: until for hole, until in self._holes.items() if until > now}
        if not self._holes:
            return []
        late = _ids(await Journal.filter(id__in=list(self._holes)).only("id"))
        for hole in late:
            del self._holes[hole]
        return late

    def _move_on(self, ids: list[int]) -> None:
        """To the last of `ids`; what they skip is a hole."""
        until, seen, last = self._clock() + PATIENCE, set(ids), ids[-1]
        # A jump of millions is a sequence moved by hand, not as many transactions.
        first = max(self._highest + 1, last - MOST_HOLES)
        for hole in range(first, last):
            if hole not in seen:
                self._holes[hole] = until
        self._holes = dict(list(self._holes.items())[-MOST_HOLES:])
        self._highest = last


def _ids(rows: Iterable[Journal]) -> list[int]:
    return sorted(row.id for row in rows)
