"""Dates, amounts and names as one writes them in a French letter."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from words.typography import NO_BREAK

PARIS = ZoneInfo("Europe/Paris")
_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"


def day(iso: str) -> str:
    """« mardi 9 juin 2026 »; an instant is read in Europe/Paris."""
    return _day(_at(iso))


def calendar(iso: str) -> str:
    """« 1er février 2018 »: a date of birth needs no day of the week."""
    return _day(_at(iso)).partition(" ")[2]


def moment(iso: str) -> str:
    """« mardi 9 juin 2026 à 8 h 30 », Europe/Paris; a day without an hour stays a day."""
    at = _at(iso)
    return f"{_day(at)} à {_hour(at)}" if isinstance(at, datetime) else _day(at)


def euros(amount: str) -> str:
    """ "1234.5" -> « 1 234,50 € »."""
    shown = format_decimal(Decimal(amount), format="#,##0.00", locale="fr_FR")
    return f"{shown.replace(chr(0x202F), NO_BREAK)}{NO_BREAK}€"


def plural(count: int, one: str, many: str) -> str:
    """« 1 facture », « 0 facture », « 2 factures »."""
    return f"{count}{NO_BREAK}{one if abs(count) < 2 else many}"


def of(name: str) -> str:
    """« de Mésanger », « d’Angers », « du Mans », « des Sables-d’Olonne », « de La Rochelle »."""
    name = name.replace("'", "’")
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[:1].lower() in _VOWELS else f"de {name}"


def unbroken(text: str) -> str:
    """A phone number kept on one line."""
    return text.replace(" ", NO_BREAK)


FILTERS = {
    "date": day,
    "calendar": calendar,
    "moment": moment,
    "euros": euros,
    "plural": plural,
    "de": of,
    "unbroken": unbroken,
}


def _at(iso: str) -> date | datetime:
    if "T" not in iso and " " not in iso:
        return date.fromisoformat(iso)
    at = datetime.fromisoformat(iso)
    if at.tzinfo is None:
        raise ValueError(f"an instant without its zone: {iso}")
    return at.astimezone(PARIS)


def _day(at: date) -> str:
    written = format_date(at, "EEEE d MMMM y", locale="fr_FR")
    return written.replace(" 1 ", " 1er ", 1) if at.day == 1 else written


def _hour(at: datetime) -> str:
    minutes = f"{NO_BREAK}{at.minute:02d}" if at.minute else ""
    return f"{at.hour}{NO_BREAK}h{minutes}"
