"""The days on which no town hall of France is open. [Code du travail L3133-1]"""

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
#: Easter Monday, Ascension Day and Whit Monday, in days after Easter.
_MOVING = (1, 39, 50)


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday in all of France. What a region adds, the town's settings say."""
    if (day.month, day.day) in _FIXED:
        return True
    return (day - easter(day.year)).days in _MOVING


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian reckoning that Butcher published."""
    cycle, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * cycle + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (cycle + 11 * epact + 22 * week) // 451
    return date(year, 3, 22) + timedelta(days=epact + week - 7 * late)
