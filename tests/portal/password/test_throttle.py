"""Wrong passwords: five for free, then longer and longer, then a link."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.password import blocked_until, delay_after, locked
from portal.password.throttle import NEVER

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_first_failures_cost_nothing() -> None:
    assert [blocked_until(failures, NOON) for failures in range(5)] == [None] * 5


def test_then_the_wait_doubles() -> None:
    waits = [delay_after(failures) // timedelta(minutes=1) for failures in range(5, 10)]
    assert waits == [1, 2, 4, 8, 16]
    assert blocked_until(6, NOON) == NOON + timedelta(minutes=2)


def test_the_tenth_failure_locks_until_a_link_opens() -> None:
    assert not locked(9)
    assert locked(10)
    assert blocked_until(10, NOON) == NEVER


@given(st.integers(0, 10**9))
def test_more_failures_never_wait_less(failures: int) -> None:
    assert delay_after(failures) <= delay_after(failures + 1)
    assert (blocked_until(failures, NOON) or NOON) <= (blocked_until(failures + 1, NOON) or NOON)
