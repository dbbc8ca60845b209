"""Which column of the file is which: by their names, those that people use, and what `--map` says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.importing.cells import bare
from portal.importing.columns import Column
from portal.importing.trouble import BadFile, quoted


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each column stands, the names that are read by nobody, and the width of the file."""

    places: tuple[tuple[Column, int], ...]
    ignored: tuple[str, ...]
    width: int

    def place(self, field: str) -> int | None:
        """Where that field stands; None when the file has no such column."""
        return next((place for column, place in self.places if column.field == field), None)


def heading(columns: Sequence[Column], cells: Sequence[str], mapped: Mapping[str, str]) -> Heading:
    """Read the first row. Raises `BadFile` when a column that must be there is not."""
    width = max(place for place, cell in enumerate(cells, 1) if cell.strip())
    found = [_spelled(cell) for cell in cells[:width]]
    places = []
    for column in columns:
        wanted = _names(column, mapped)
        mine = [place for place, name in enumerate(found) if name and name in wanted]
        if len(mine) > 1:
            names = ", ".join(quoted(cells[place]) for place in mine)
            raise BadFile(f"deux colonnes sont « {column.name} » : {names}")
        places += [(column, place) for place in mine]
    _complain(columns, cells[:width], places, mapped)
    taken = {place for _, place in places}
    ignored = [cells[place].strip() for place in range(width) if place not in taken]
    return Heading(tuple(places), tuple(name for name in ignored if name), width)


def _names(column: Column, mapped: Mapping[str, str]) -> set[str]:
    if column.name in mapped:
        return {_spelled(mapped[column.name])}
    return {_spelled(name) for name in (column.name, *column.others)}


def _spelled(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", bare(name)).strip("_")


def _complain(
    columns: Sequence[Column],
    cells: Sequence[str],
    places: Sequence[tuple[Column, int]],
    mapped: Mapping[str, str],
) -> None:
    there = {column.name for column, _ in places}
    for name, other in mapped.items():
        if name not in there:
            raise BadFile(f"--map {name}={other} : le fichier n'a pas de colonne {quoted(other)}")
    missing = [column.name for column in columns if column.required and column.name not in there]
    if missing:
        has = ", ".join(quoted(cell) for cell in cells[:20] if cell.strip())
        one = "la colonne" if len(missing) == 1 else "les colonnes"
        raise BadFile(
            f"il manque {one} {', '.join(missing)}. La première ligne doit nommer les colonnes ;"
            f" on y lit : {has}. « --map {missing[0]}=NOM » dit comment la vôtre s'appelle,"
            " « --columns » les décrit toutes"
        )
