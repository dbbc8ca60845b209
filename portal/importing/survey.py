"""The first reading: nothing is written before the whole file is known to be readable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.importing.cells import cleaned
from portal.importing.columns import Column
from portal.importing.heading import Heading, heading
from portal.importing.table import Row, Table
from portal.importing.trouble import BadCell, BadFile
from portal.names import same_login


@dataclass(slots=True)
class Ids:
    """Where each identifier is met first, and every line of those met twice."""

    first: dict[str, int] = field(default_factory=dict)
    twice: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, line: int) -> None:
        """Met once more."""
        known = self.first.setdefault(name, line)
        if known != line:
            self.twice.setdefault(name, [known]).append(line)


@dataclass(slots=True)
class Survey:
    """What the first reading learnt."""

    table: Table
    heading: Heading
    lines: int = 0
    #: Lines of each group.
    sizes: dict[str, int] = field(default_factory=dict)
    people: Ids = field(default_factory=Ids)
    logins: Ids = field(default_factory=Ids)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one household or one invoice; `key` is empty when the row does not tell."""

    key: str
    rows: Sequence[Row]


def survey(path: Path, columns: Sequence[Column], key: str, mapped: Mapping[str, str]) -> Survey:
    """Read the file from its first to its last row. Raises `BadFile`."""
    table = Table(path)
    rows = table.rows()
    first = next(rows, None)
    if first is None:
        raise BadFile("le fichier est vide")
    told = Survey(table, heading(columns, first.cells, mapped))
    last = first
    for last in rows:
        _count(told, last, key)
    if not told.lines:
        raise BadFile("le fichier n'a que son en-tête : aucune ligne à lire")
    if table.cut(last, told.heading.width):
        raise BadFile(
            f"le fichier s'arrête au milieu de la ligne {last.number} : il a été coupé,"
            " exportez-le de nouveau"
        )
    return told


def groups(told: Survey, key: str) -> Iterator[Group]:
    """The second reading: each group as soon as its last row was read."""
    rows = told.table.rows()
    next(rows)
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        if not (name := _cell(told, row, key)):
            yield Group("", [row])
            continue
        mine = waiting.setdefault(name, [])
        mine.append(row)
        if len(mine) == told.sizes[name]:
            yield Group(name, waiting.pop(name))


def _count(told: Survey, row: Row, key: str) -> None:
    told.lines += 1
    if name := _cell(told, row, key):
        told.sizes[name] = told.sizes.get(name, 0) + 1
    if key == "household":  # the others have one group for each identifier
        if person := _cell(told, row, "person"):
            told.people.add(person, row.number)
        if login := _cell(told, row, "login"):
            told.logins.add(same_login(login), row.number)


def _cell(told: Survey, row: Row, name: str) -> str:
    place = told.heading.place(name)
    if place is None or place >= len(row.cells) or len(row.cells[place]) > 500:
        return ""
    try:
        return cleaned(row.cells[place])
    except BadCell:
        return ""
