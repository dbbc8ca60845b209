"""How long a login waits after wrong passwords, and when only a link opens it again. [DOMAIN 3]"""

from datetime import UTC, datetime, timedelta

#: Failures in a row.
FREE_FAILURES, LOCK_AT = 5, 10
FIRST_DELAY = timedelta(minutes=1)

#: No delay ends a lock: a link does.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def delay_after(failures: int) -> timedelta:
    """Nothing before the fifth failure, then 1, 2, 4, 8 and 16 minutes (the last for any more)."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return FIRST_DELAY * (1 << (min(failures, LOCK_AT - 1) - FREE_FAILURES))


def locked(failures: int) -> bool:
    """From the tenth failure on."""
    return failures >= LOCK_AT


def blocked_until(failures: int, last_failure: datetime) -> datetime | None:
    """The instant from which a password is looked at again; None is now, NEVER is a lock."""
    if locked(failures):
        return NEVER
    delay = delay_after(failures)
    return last_failure + delay if delay else None
