"""One row of the file, cell by cell: the values of its fields, or why not."""

from typing import Any

from portal.importing.columns import Column
from portal.importing.heading import Heading
from portal.importing.table import Row
from portal.importing.trouble import BadCell, quoted

#: Columns whose words are found nowhere else: one in another place tells that the row slipped.
_TELLING = frozenset({"role", "state"})


def read(heading: Heading, row: Row) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values by field, and the faults: the name of the column, and the reason."""
    if any(cell.strip() for cell in row.cells[heading.width :]):
        width = max(place for place, cell in enumerate(row.cells, 1) if cell.strip())
        return {}, [("", f"{width} cases, et {heading.width} dans l'en-tête : colonnes décalées")]
    values: dict[str, Any] = {}
    faults = []
    for column, place in heading.places:
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            if (value := _value(column, cell)) not in {None, "", ()}:
                values[column.field] = value
        except BadCell as error:
            if slipped := _slipped(heading, row, column):
                return {}, [slipped]
            faults.append((column.name, str(error)))
    return values, faults


def _value(column: Column, cell: str) -> Any:
    if not cell.strip():
        if column.required:
            raise BadCell("case vide")
        return None
    return column.read(cell)


def _slipped(heading: Heading, row: Row, wrong: Column) -> tuple[str, str] | None:
    if wrong.field not in _TELLING:
        return None
    for place, cell in enumerate(row.cells):
        if len(cell) > 2 and _reads(wrong, cell):
            where = next((one.name for one, its in heading.places if its == place), "une autre")
            return wrong.name, f"colonnes décalées : {quoted(cell)} se trouve dans {where}"
    return None


def _reads(column: Column, cell: str) -> bool:
    try:
        column.read(cell)
    except BadCell:
        return False
    return True
