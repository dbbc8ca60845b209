"""How fast messages leave, and how long one waits before trying again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace
from desk.backoff import Backoff
from tests.bot.desk import Pauses


async def test_a_second_s_worth_leaves_at_once_and_the_rest_follows_evenly() -> None:
    pauses = Pauses()
    pace = Pace(10, pauses, clock=lambda: 100.0)
    for _ in range(10):
        await pace.turn()
    assert pauses == []
    await pace.turn()
    await pace.turn()
    assert [round(pause, 6) for pause in pauses] == [0.1, 0.2]


async def test_whoever_spoke_long_ago_may_speak_at_once() -> None:
    pauses, now = Pauses(), [100.0]
    pace = Pace(2, pauses, clock=lambda: now[0])
    for _ in range(6):
        await pace.turn()
    now[0] += 60
    pauses.clear()
    await pace.turn()
    assert pauses == []


@given(failures=st.integers(0, 200))
def test_delays_grow_to_a_bound_and_never_vanish(failures: int) -> None:
    backoff = Backoff(first=1, most=30)
    delays = [backoff.next() for _ in range(failures + 1)]
    assert min(1 * 2.0 ** min(failures, 5), 30) / 2 <= delays[-1] <= 30
    backoff.reset()
    assert backoff.next() <= 1
