"""A receiver that complains is left alone, then written to slowly, then as before."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mail_send.pace import BURST, FIRST_HOLD, LONGEST_HOLD, RECOVERY, SLOWEST, Pace
from mail_send.provider import provider_of

#: What happens: so many seconds pass, then a mail asks to leave, is taken, or is complained of.
EVENTS = st.lists(
    st.tuples(st.floats(0, 900), st.sampled_from(["asks", "taken", "slowed"])), max_size=120
)
#: 0.001 s: sums of floats are not exact.
A_HAIR = 0.001


def lived(pace: Pace, events: list[tuple[float, str]]) -> tuple[Pace, float, list[float]]:
    """The pace after those events, the hour, and when the mails left."""
    now, left = 1000.0, []
    for passed, what in events:
        now += passed
        match what:
            case "asks":
                at = now + pace.wait(now)
                pace = pace.left(at)
                left.append(at)
            case "taken":
                pace = pace.taken(now)
            case _:
                pace = pace.slowed(now)
    return pace, now, left


@given(EVENTS, st.integers(1, 6000))
def test_it_is_never_faster_than_the_most_nor_stopped_for_ever(
    events: list[tuple[float, str]], per_minute: int
) -> None:
    usual = Pace.of(per_minute)
    pace, now, _ = lived(usual, events)
    assert min(SLOWEST, usual.most) - 1e-9 <= pace.rate <= usual.most
    assert pace.held_until - now <= LONGEST_HOLD


@given(st.lists(st.floats(0, 30), min_size=1, max_size=80), st.integers(1, 600))
def test_any_minute_has_its_share_and_a_small_burst_at_most(
    waits: list[float], per_minute: int
) -> None:
    _, _, left = lived(Pace.of(per_minute), [(wait, "asks") for wait in waits])
    for at in left:
        inside = [one for one in left if at <= one < at + 60 - A_HAIR]
        assert len(inside) <= per_minute + BURST


@given(EVENTS)
def test_mails_leave_in_the_order_in_which_they_asked(events: list[tuple[float, str]]) -> None:
    _, _, left = lived(Pace.of(60), events)
    assert all(one <= other for one, other in pairwise(left))


@given(EVENTS)
def test_nothing_leaves_before_the_silence_is_over_and_then_one_at_a_time(
    events: list[tuple[float, str]],
) -> None:
    pace, now, _ = lived(Pace.of(60), events)
    pace = pace.slowed(max(now, pace.held_until))
    assert now + pace.wait(now) >= pace.held_until - A_HAIR
    first = pace.left(pace.held_until)
    assert first.wait(pace.held_until) >= 1 / pace.rate - A_HAIR


@given(EVENTS)
def test_peace_brings_the_full_pace_back(events: list[tuple[float, str]]) -> None:
    pace, now, _ = lived(Pace.of(60), events)
    later = max(now, pace.held_until)
    for _ in range(RECOVERY):
        pace = pace.taken(later)
    assert pace.rate == pace.most
    assert pace.complaints == 0


def test_it_comes_back_little_by_little() -> None:
    slow = Pace.of(60).slowed(0).slowed(FIRST_HOLD)
    assert slow.rate == 0.25
    assert slow.taken(slow.held_until).rate < 0.3


def test_complaints_about_mails_that_were_on_their_way_are_one_complaint() -> None:
    once = Pace.of(60).slowed(10)
    assert once.slowed(10) == once.slowed(11) == once


def test_a_mail_that_left_before_the_complaint_does_not_end_it() -> None:
    slowed = Pace.of(60).slowed(10)
    assert slowed.taken(11) == slowed


def test_each_complaint_that_follows_another_is_followed_by_a_longer_silence() -> None:
    pace, now, silences = Pace.of(60), 0.0, []
    for _ in range(8):
        pace = pace.slowed(now)
        silences.append(pace.held_until - now)
        now = pace.held_until
    assert silences[:3] == [FIRST_HOLD, 2 * FIRST_HOLD, 4 * FIRST_HOLD]
    assert silences[-1] == LONGEST_HOLD


def test_the_domains_of_one_provider_share_its_patience() -> None:
    assert provider_of("a@orange.fr") == provider_of("b@Wanadoo.FR")
    assert provider_of("a@hotmail.fr") == provider_of("b@outlook.com")
    assert provider_of("a@mairie.example") != provider_of("a@ailleurs.example")
