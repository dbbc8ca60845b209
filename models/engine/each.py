"""The hot path's statements written by hand: the same words on both databases, the same few whatever the rows.

Tortoise makes an object, a statement and a look through its fields of each row; here many rows are one statement,
whose text does not depend on their number, so that both drivers prepare it once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import MetaInfo, Model
from typing_extensions import override

from models.engine.sqlite import Client as SqliteClient

Row = Mapping[str, Any]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands in a statement: `{0}`, or `{0:among}` for one of several numbers."""

    number: int
    postgres: bool

    @override
    def __format__(self, how: str) -> str:
        name = f"{'$' if self.postgres else '?'}{self.number}"
        if how != "among":
            return name
        one_of = "= ANY({}::bigint[])" if self.postgres else "IN (SELECT value FROM json_each({}))"
        return one_of.format(name)


async def read(kind: type[Model], statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a SELECT written by hand, where `{0}` stands for the first value.

    `{0:among}` follows a column that must be one of its numbers; `{unlocked}` ends a SELECT that takes only the
    rows that nobody has locked, and locks them. SQLite writes one transaction at a time and needs no such lock.
    """
    database = _database(kind)
    return await database.execute_query_dict(*_said(database, statement, values))


def object_of(kind: type[M], row: Row) -> M:
    """The object of a row that was read whole."""
    return kind._init_from_db(**row)  # noqa: SLF001 - Tortoise has no other name for it


async def change(kind: type[Model], statement: str, *values: object) -> int:
    """The same for an UPDATE. Answers how many rows it changed."""
    database = _database(kind)
    changed, _ = await database.execute_query(*_said(database, statement, values))
    return changed


def _said(
    database: BaseDBAsyncClient, statement: str, values: Sequence[object]
) -> tuple[str, list[object]]:
    """The statement and its values, as that driver wants them."""
    postgres = is_postgres(database)
    places = [_Place(number, postgres) for number in range(1, len(values) + 1)]
    unlocked = "FOR UPDATE SKIP LOCKED" if postgres else ""
    given = [json.dumps(one) if isinstance(one, list) and not postgres else one for one in values]
    return statement.format(*places, unlocked=unlocked), given


async def insert_each(kind: type[Model], lines: Sequence[Row], *, once: bool = False) -> None:
    """Write new rows, in that order, all or none. What a line leaves out has the column's default.

    With `once`, a row that stands already, under what makes it unique, is left as it is.
    """
    if lines:
        table = _table(kind)
        rows = [table.new(line) for line in lines]
        database = _database(kind)
        statement = table.insert(postgres=is_postgres(database))
        await _write(database, f"{statement} ON CONFLICT DO NOTHING" if once else statement, rows)


async def update_each(rows: Sequence[Model], columns: Sequence[str], *, version: str = "") -> int:
    """Write `columns` of each row, all or none. Answers how many were there to be written.

    `version` names a counter that must still be what the row says; it goes up by one.
    """
    if not rows:
        return 0
    kind = type(rows[0])
    database, table = _database(kind), _table(kind)
    names = (*columns, "id", *([version] if version else []))
    statement = _update(kind, names, len(columns), postgres=is_postgres(database))
    return await _write(database, statement, [table.values(row, names) for row in rows])


@dataclass(frozen=True, slots=True)
class _Table:
    """What is known of a table before its rows: read from the model once."""

    name: str
    #: What a new row is made of, each column with its default, in the order of the statement.
    defaults: Row
    types: Mapping[str, str]
    #: JSON is written as a text; the drivers know the rest.
    encoders: Mapping[str, Callable[[Any], str]]

    def new(self, line: Row) -> list[Any]:
        """A line as the driver wants it, in the order of `defaults`."""
        row = {**self.defaults, **line}
        assert len(row) == len(self.defaults), line.keys() - self.defaults.keys()
        for name, encode in self.encoders.items():
            if row[name] is not None:
                row[name] = encode(row[name])
        return list(row.values())

    def values(self, row: Model, names: Sequence[str]) -> list[Any]:
        """Those columns of a row as the driver wants them."""
        values = [getattr(row, name) for name in names]
        for name in self.encoders.keys() & names:
            place = names.index(name)
            if values[place] is not None:
                values[place] = self.encoders[name](values[place])
        return values

    def arrays(self, names: Sequence[str]) -> str:
        """PostgreSQL's way to take as many rows as there are: an array for each column."""
        return ", ".join(f"${nth}::{self.types[name]}[]" for nth, name in enumerate(names, start=1))

    def insert(self, *, postgres: bool) -> str:
        """The statement that writes new rows."""
        names = tuple(self.defaults)
        into = f'INSERT INTO "{self.name}" ({_listed(names)})'
        if not postgres:
            return f"{into} VALUES ({', '.join('?' for _ in names)})"
        rows = f"unnest({self.arrays(names)}) WITH ORDINALITY AS v({_listed(names)}, nth)"
        return f"{into} SELECT {_listed(names)} FROM {rows} ORDER BY nth"  # noqa: S608 - our own names


@cache
def _table(kind: type[Model]) -> _Table:
    meta = _meta(kind)
    known = meta.fields_map
    defaults = {
        name: _default(known[name].default) for name in meta.fields_db_projection if name != "id"
    }
    return _Table(
        name=meta.db_table,
        defaults=defaults,
        types={name: _type(known[name]) for name in meta.fields_db_projection},
        encoders={
            name: field.encoder
            for name, field in known.items()
            if isinstance(field, fields.JSONField)
        },
    )


@cache
def _update(kind: type[Model], names: tuple[str, ...], written: int, *, postgres: bool) -> str:
    """The statement that writes the first of `names` where the others are what the row says."""
    table = _table(kind)
    columns, same = names[:written], names[written:]
    source = 'v."{}"' if postgres else "?"
    change = [f'"{name}" = {source.format(name)}' for name in columns]
    change += [f'"{name}" = t."{name}" + 1' for name in same if name != "id"]
    where = " AND ".join(f't."{name}" = {source.format(name)}' for name in same)
    rows = f"FROM unnest({table.arrays(names)}) AS v({_listed(names)})" if postgres else ""
    return f'UPDATE "{table.name}" AS t SET {", ".join(change)} {rows} WHERE {where}'  # noqa: S608 - our own names


async def _write(database: BaseDBAsyncClient, statement: str, rows: Sequence[Sequence[Any]]) -> int:
    if is_postgres(database):
        columns = [list(column) for column in zip(*rows, strict=True)]
        written, _ = await database.execute_query(statement, columns)
    else:
        written = await cast("SqliteClient", database).execute_each(statement, rows)
    return int(written)


def is_postgres(database: BaseDBAsyncClient) -> bool:
    """Which of the two this is."""
    return database.capabilities.dialect == "postgres"


def _database(kind: type[Model]) -> BaseDBAsyncClient:
    """The transaction's own client inside one."""
    return _meta(kind).db


def _meta(kind: type[Model]) -> MetaInfo:
    return kind._meta  # noqa: SLF001 - Tortoise has no other name for it


def client_of(kind: type[Model]) -> Any:
    """Our engine's client for that table: to be asked outside any transaction."""
    return _database(kind)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _default(default: Any) -> Any:
    """A dictionary is made once: it is written, never changed."""
    return default() if callable(default) else default


def _type(field: fields.Field[Any]) -> str:
    """As text, what is too long is refused; a cast to VARCHAR would cut it without a word."""
    told: str = field.get_for_dialect("postgres", "SQL_TYPE")
    return "TEXT" if told.startswith("VARCHAR") else told
