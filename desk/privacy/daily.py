"""The program purges by itself, once a day and a town, in the small hours."""

import asyncio
import logging
from datetime import datetime

from desk.counter import Counter
from desk.privacy.acts import PROGRAM, Staff
from desk.privacy.purging import purge
from desk.privacy.retention import Retention
from models.staff import Deed, StaffAct
from portal.paris import PARIS, today_in_paris

log = logging.getLogger(__name__)

#: Seconds between two looks at the calendar.
LOOK = 600.0
#: The hour, in Paris, from which a day's purge may begin.
HOUR = 3
STAFF = Staff(by=PROGRAM, reason="chaque jour")


async def purge_daily(counter: Counter, retention: Retention, *, look: float = LOOK) -> None:
    """Never ends. A purge that fails is tried again at the next look: the doors are not its business."""
    while True:
        try:
            await purge_due(counter, retention)
        except Exception as error:  # noqa: BLE001 - a loop of the program, which must outlive its database
            log.error("the daily purge failed: %s", type(error).__name__)  # noqa: TRY400 - no words of a query
        await asyncio.sleep(look)


async def purge_due(counter: Counter, retention: Retention) -> int:
    """Purge each town that was not purged today. Answers how many rows went."""
    total = 0
    for town in counter.towns:
        now = counter.clock()
        if due(await last_purge(town), now):
            counts = await purge(town, retention, now, STAFF)
            total += counts.total()
            log.info("purge of %s: %d rows", town, counts.total())
    return total


async def last_purge(town: str) -> datetime | None:
    """When the last one began that came to its end."""
    done = StaffAct.filter(town=town, deed=Deed.PURGE).exclude(finished_at=None)
    last = await done.order_by("-at").first()
    return last.at if last else None


def due(last: datetime | None, now: datetime) -> bool:
    """At once when there never was one, or when a night was missed; else after three in the morning."""
    if last is None:
        return True
    days = (today_in_paris(now) - today_in_paris(last)).days
    return days > 1 or (days == 1 and now.astimezone(PARIS).hour >= HOUR)
