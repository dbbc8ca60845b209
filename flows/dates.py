"""A day as people write it: 12/03/2019, 12 mars 2019, 1er mars 2019, 2019-03-12."""

import re
from datetime import date

from flows.spelling import plain

_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[\s./-]{1,3}(\d{1,2})[\s./-]{1,3}(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:er|ER)?\s+([^\W\d_]{3,9})\.?\s+(\d{4})(?!\d)")
#: A year of two digits below that is of this century: nobody born before 1930 shortens it so.
_CENTURY = 30


def birth_date(text: str) -> str | None:
    """The one day in `text`, as ISO 8601; None when there is none, or no such day."""
    found = find_date(text)
    return found[0] if found else None


def find_date(text: str) -> tuple[str, str] | None:
    """The first day in `text` and the words without it."""
    for pattern, order in ((_ISO, "ymd"), (_WORDS, "dmy"), (_NUMBERS, "dmy"), (_TOGETHER, "dmy")):
        if (match := pattern.search(text)) and (day := _day(match.groups(), order)):
            return day, f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _day(parts: tuple[str, ...], order: str) -> str | None:
    year, month, day = parts if order == "ymd" else (parts[2], parts[1], parts[0])
    try:
        return date(_year(year), _month(month), int(day)).isoformat()
    except ValueError:
        return None


def _year(text: str) -> int:
    if len(text) > 2:
        return int(text)
    return int(text) + (2000 if int(text) < _CENTURY else 1900)


def _month(text: str) -> int:
    """0, which no month is, for another word."""
    if text.isdigit():
        return int(text)
    named = plain(text)
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(named)), 0)
