"""The rows of a file, whatever its form: CSV or XLSX, told apart by what it holds, not by its name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import Any

from portal.importing.encoding import encoding_of
from portal.importing.trouble import BadFile, grouped
from portal.importing.workbook import rows_of_workbook

_DELIMITERS = ";,\t"
#: Characters of one cell beyond which the file itself is at fault: a quote that is never closed.
_LARGEST_CELL = 16_000_000
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its number as the spreadsheet shows it: the heading is 1."""

    number: int
    cells: list[str]


class Table:
    """A file that can be read several times, always the same way."""

    def __init__(self, path: Path) -> None:
        """Raises `BadFile` for what is not a table."""
        self.path = path
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise BadFile("le fichier est vide")
        if start == _OLE:
            raise BadFile(
                "c'est un classeur protégé par un mot de passe, ou de l'ancien format .xls :"
                " enregistrez-le en .xlsx, sans mot de passe"
            )
        if start == _PDF:
            raise BadFile("c'est un PDF : il faut un CSV ou un classeur .xlsx")
        self._workbook = start == _ZIP
        self._encoding = "" if self._workbook else encoding_of(path)

    def cut(self, last: Row, width: int) -> bool:
        """Whether the text stops in the middle of its last row, `width` being that of the heading."""
        if self._workbook or len(last.cells) >= width:
            return False
        with self.path.open("rb") as file:
            file.seek(-2, SEEK_END)
            return not file.read().strip(b"\0").endswith((b"\n", b"\r"))

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, the heading first. Raises `BadFile` where the file breaks."""
        found = rows_of_workbook(self.path) if self._workbook else self._texts()
        for number, cells in found:
            if any(cell.strip() for cell in cells):
                yield Row(number, cells)

    def _texts(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(_LARGEST_CELL)
        with self.path.open(encoding=self._encoding, newline="") as lines:
            delimiter = _delimiter(lines.readline())
            lines.seek(0)
            yield from _records(csv.reader(lines, delimiter=delimiter, strict=True))


def _records(reader: Any) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > 1 or not _is_hint(cells):
                yield number, cells
    except csv.Error as error:
        raise _broken(error, number + 1, reader.line_num) from error


def _delimiter(first: str) -> str:
    if _is_hint([first.strip()]):
        return first[4]
    counts = {sign: _outside_quotes(first).count(sign) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign])


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _is_hint(cells: list[str]) -> bool:
    """`sep=;`, which Excel reads and does not show."""
    told = cells[0].lower() if cells else ""
    return told.startswith("sep=") and (len(told) == 5 or len(cells) > 1)


def _broken(error: csv.Error, number: int, line: int) -> BadFile:
    if "field larger" in str(error):
        most = grouped(_LARGEST_CELL)
        return BadFile(
            f"ligne {number} : une case dépasse {most} caractères (guillemet jamais fermé ?)"
        )
    if "unexpected end" in str(error):
        return BadFile(
            f"ligne {number} : le fichier s'arrête dans une case entre guillemets ;"
            " il a été coupé, ou un guillemet n'est jamais fermé"
        )
    return BadFile(
        f"ligne {number} (jusqu'à la ligne {line} du texte) : un guillemet est mal placé ;"
        " doublez ceux qui font partie d'une case"
    )
