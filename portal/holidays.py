"""The days on which no town hall of France is open. [Code du travail L3133-1]"""

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
#: Easter Monday, Ascension Day and Whit Monday, in days after Easter.
_MOVING = (1, 39, 50)
#: Saint Stephen's Day and Good Friday, in Bas-Rhin, Haut-Rhin and Moselle. [Code du travail L3134-13]
_LOCAL_FIXED, _LOCAL_MOVING = ((12, 26),), (-2,)


def is_holiday(day: date, *, alsace_moselle: bool = False) -> bool:
    """Whether `day` is a public holiday in all of France, or there. Of overseas towns, the settings say more."""
    fixed = _FIXED + (_LOCAL_FIXED if alsace_moselle else ())
    moving = _MOVING + (_LOCAL_MOVING if alsace_moselle else ())
    return (day.month, day.day) in fixed or (day - easter(day.year)).days in moving


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian reckoning that Butcher published."""
    cycle, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * cycle + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (cycle + 11 * epact + 22 * week) // 451
    return date(year, 3, 22) + timedelta(days=epact + week - 7 * late)
