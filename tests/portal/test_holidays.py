"""The days on which no town hall is open, in any year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.office_hours import OfficeHours
from portal.holidays import easter, is_holiday


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)],
)
def test_easter_falls_where_the_calendars_say(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


@given(st.integers(1900, 2199))
def test_eleven_days_a_year_and_thirteen_in_alsace_and_moselle(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    mine = [day for day in days if day.year == year]
    # The Ascension may fall on the 1st or the 8th of May: two holidays, one day off.
    assert sum(map(is_holiday, mine)) in {10, 11}
    there = [day for day in mine if is_holiday(day, alsace_moselle=True)]
    assert len(there) == sum(map(is_holiday, mine)) + 2


def test_a_town_there_invites_nobody_on_good_friday() -> None:
    friday = date(2026, 4, 3)
    assert OfficeHours()._works(friday)
    assert not OfficeHours(alsace_moselle=True)._works(friday)
    assert OfficeHours(alsace_moselle=True, holidays=True)._works(friday)
