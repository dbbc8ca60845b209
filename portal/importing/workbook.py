"""The first sheet of an .xlsx, read row by row; what could fill the memory is refused beforehand."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl  # type: ignore[import-untyped]  # the library has no types

from portal.importing.trouble import BadFile, grouped

#: Bytes of all the parts once unpacked, and how many times smaller a large part may be when packed.
#: A sheet of 250 000 lines by 20 columns takes about 250 MB, and packs twenty times smaller.
_LARGEST, _TIGHTEST, _SMALL = 800_000_000, 200, 1_000_000
_MOST_PARTS = 2_000
#: Excel's own limit.
_LAST_ROW = 1_048_576
#: What openpyxl raises on a workbook that is not one.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)


def rows_of_workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number, as texts. Raises `BadFile`."""
    with _told():
        _harmless(path)
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        yield from _rows(book)
    finally:
        book.close()


def _rows(book: Any) -> Iterator[tuple[int, list[str]]]:
    with _told():
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # those that the file declares may be wrong
        rows = sheet.iter_rows(values_only=True)
    for number in range(1, _LAST_ROW + 1):
        with _told():
            row = next(rows, None)
        if row is None:
            return
        yield number, [_text(value) for value in row]
    raise BadFile(f"la feuille a plus de {grouped(_LAST_ROW)} lignes")


@contextmanager
def _told() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and dates out of range: the cells tell
            yield
    except _BROKEN as error:
        raise BadFile(
            "le classeur est abîmé ou coupé, ou ce n'est pas un .xlsx :"
            " ouvrez-le dans le tableur et enregistrez-le de nouveau"
        ) from error


def _harmless(path: Path) -> None:
    """A ZIP tells the size of its parts, and Python reads no more of a part than it tells."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        tight = any(part.file_size > max(_SMALL, _TIGHTEST * part.compress_size) for part in parts)
        if tight or unpacked > _LARGEST or len(parts) > _MOST_PARTS:
            raise BadFile(
                f"le classeur occuperait {grouped(unpacked // 1_000_000)} Mo une fois déplié :"
                " il n'a pas été ouvert. Enregistrez la feuille en CSV"
            )
        if "xl/workbook.xml" not in archive.namelist():
            raise BadFile("ce n'est pas un classeur Excel (.xlsx) : il faut un CSV ou un .xlsx")
        for part in parts:
            if part.filename.endswith(".xml") and b"<!DOCTYPE" in archive.open(part).read(1_000):
                raise BadFile("le classeur contient une déclaration interdite (DOCTYPE)")


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if not value.is_integer() or abs(value) >= 1e15:
            return f"{value:.15g}"  # what Excel shows of 53.900000000000006
        case float():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case str() | int():
            return str(value)
        case _:
            return "="  # a formula over several cells
