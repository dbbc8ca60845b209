"""The town's own day: rules speak of dates in Europe/Paris, whatever the server's clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def today_in_paris(now: datetime) -> date:
    """The day it is in Paris at that moment (aware)."""
    return now.astimezone(PARIS).date()
