"""A day as people and spreadsheets write it: 14/03/1987, 1987-03-14, 14 mars 1987."""

import re
from datetime import date

from portal.importing.cells import bare, cleaned
from portal.importing.trouble import BadCell, quoted

_FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z.]+) (\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.0+)?$")
_SERIAL = re.compile(r"\d{5}([.,]\d+)?")
_MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
_NUMBERS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}


def day(cell: str) -> date:
    """The day that a cell names. Raises `BadCell`."""
    text = _HOUR.sub("", cleaned(cell)[:60]).strip()
    if found := _ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _FRENCH.fullmatch(text):
        number, month, year = map(int, found.groups())
    elif (found := _WORDS.fullmatch(bare(text))) and found[2].rstrip(".") in _NUMBERS:
        number, month, year = int(found[1]), _NUMBERS[found[2].rstrip(".")], int(found[3])
    else:
        raise BadCell(_why(text))
    return _date(year, month, number, text)


def _date(year: int, month: int, number: int, text: str) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        if not 1 <= month <= 12:
            raise BadCell(f"{quoted(text)} : le mois {month} n'existe pas (JJ/MM/AAAA)") from error
        raise BadCell(f"{quoted(text)} : ce jour n'existe pas") from error


def _why(text: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return f"{quoted(text)} : écrivez l'année en quatre chiffres"
    if _SERIAL.fullmatch(text):
        return f"{quoted(text)} est un nombre : donnez à la colonne le format Date"
    return f"{quoted(text)} n'est pas une date : écrivez JJ/MM/AAAA ou AAAA-MM-JJ"
