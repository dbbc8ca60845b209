"""What a column is: its name in the file, how its cells are read, and what to tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.importing.cells import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `field` is our name for what it holds, `name` the one to write in the heading."""

    name: str
    field: str
    read: Reader
    help: str
    examples: tuple[str, ...] = ()
    #: The heading must have it, and no cell may be blank.
    required: bool = False
    #: Other names that towns' software give it.
    others: tuple[str, ...] = ()


def of_field(columns: Sequence[Column], name: str) -> Column:
    """The column that holds that field."""
    return next(column for column in columns if column.field == name)
