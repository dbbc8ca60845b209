"""The one place that reads the real time. Everything else takes a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

#: Tells the present moment, aware, UTC.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place
