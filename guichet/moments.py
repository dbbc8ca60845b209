"""« 2 h », « hier », « 24/11/2026 14:30 »: the moments that a person types, in Paris."""

import re
from datetime import datetime, time, timedelta

from portal.paris import PARIS, today_in_paris

#: What follows the number, and how long one is.
_UNITS = {
    "s": timedelta(seconds=1),
    "seconde": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "mn": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "heure": timedelta(hours=1),
    "j": timedelta(days=1),
    "jour": timedelta(days=1),
    "sem": timedelta(weeks=1),
    "semaine": timedelta(weeks=1),
}
_AGO = re.compile(r"(?:il y a )?(\d{1,5})\s*([a-zé]+?)s?")
_DAYS = {"aujourd'hui": 0, "hier": 1, "avant-hier": 2}
_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
)


def moment(text: str, now: datetime) -> datetime:
    """The moment meant, aware. `ValueError`, in French, for what is not one."""
    said = " ".join(text.lower().replace("’", "'").split())
    if said in _DAYS:
        day = today_in_paris(now) - timedelta(days=_DAYS[said])
        return datetime.combine(day, time(), PARIS)
    if found := _AGO.fullmatch(said):
        unit = _UNITS.get(found[2]) or _UNITS.get(f"{found[2]}s")
        if unit:
            return now - int(found[1]) * unit
    return _date(text.strip())


def _date(text: str) -> datetime:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=PARIS)
        except ValueError:
            continue
    raise ValueError(
        f"« {text} » n'est pas un moment : écrivez « 2 h », « 3 jours », « hier »,"
        " 2026-11-24 ou « 2026-11-24 14:30 »"
    )
