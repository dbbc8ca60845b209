"""When we may speak first: not between 20:00 and 8:30 in Paris, on Sundays or holidays. [DESIGN.md, desk 8]"""

from datetime import UTC, datetime, time, timedelta

from portal.holidays import is_holiday
from portal.paris import PARIS

OPENS, CLOSES = time(8, 30), time(20, 0)
SUNDAY = 6


def next_hour(wished: datetime) -> datetime:
    """`wished` itself, or the next moment at which a reminder may leave. Aware, UTC."""
    local = wished.astimezone(PARIS)
    if local.time() >= CLOSES:
        local = _opening(local + timedelta(days=1))
    elif local.time() < OPENS:
        local = _opening(local)
    while local.weekday() == SUNDAY or is_holiday(local.date()):
        local = _opening(local + timedelta(days=1))
    return local.astimezone(UTC)


def _opening(day: datetime) -> datetime:
    return datetime.combine(day.date(), OPENS, tzinfo=PARIS)
