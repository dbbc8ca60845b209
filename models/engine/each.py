"""The hot path's statements written by hand: the same words on both databases."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import MetaInfo, Model


async def read(kind: type[Model], statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a SELECT written by hand, where `{0}` stands for the first value."""
    database = _database(kind)
    if is_postgres(database):
        places = [f"${number}" for number in range(1, len(values) + 1)]
    else:
        places = [f"?{number}" for number in range(1, len(values) + 1)]
    return await database.execute_query_dict(statement.format(*places), list(values))


async def update_each(rows: Sequence[Model], columns: Sequence[str], *, version: str = "") -> int:
    """Write `columns` of each row. Answers how many were there to be written.

    `version` names a counter that must still be what the row says; it goes up by one.
    """
    if not rows:
        return 0
    kind = type(rows[0])
    database = _database(kind)
    names = ["id", *([version] if version else []), *columns]
    places = _places(database)
    values = [_value(row, name) for row in rows for name in names]
    first = ", ".join(_cast(database, kind, name, next(places)) for name in names)
    others = [", ".join(next(places) for _ in names) for _ in rows[1:]]
    table = ", ".join(f"({line})" for line in (first, *others))
    named = ", ".join(f'column{number} AS "{name}"' for number, name in enumerate(names, start=1))
    written = [f'"{name}" = v."{name}"' for name in columns]
    same = ["t.id = v.id"]
    if version:
        written.append(f'"{version}" = v."{version}" + 1')
        same.append(f't."{version}" = v."{version}"')
    statement = (
        f'UPDATE "{_meta(kind).db_table}" AS t SET {", ".join(written)}'  # noqa: S608 - our own names
        f" FROM (SELECT {named} FROM (VALUES {table}) AS w) AS v WHERE {' AND '.join(same)}"
    )
    found, _ = await database.execute_query(statement, values)
    return found


def _database(kind: type[Model]) -> BaseDBAsyncClient:
    """The transaction's own client inside one."""
    return _meta(kind).db


def _meta(kind: type[Model]) -> MetaInfo:
    return kind._meta  # noqa: SLF001 - Tortoise has no other name for it


def is_postgres(database: BaseDBAsyncClient) -> bool:
    """Which of the two this is."""
    return database.capabilities.dialect == "postgres"


def _places(database: BaseDBAsyncClient) -> Iterator[str]:
    """How the driver wants each value named in a statement."""
    numbered = is_postgres(database)
    return (f"${number}" if numbered else "?" for number in count(1))


def _value(row: Model, name: str) -> Any:
    return _meta(type(row)).fields_map[name].to_db_value(getattr(row, name), row)


def _cast(database: BaseDBAsyncClient, kind: type[Model], name: str, place: str) -> str:
    """PostgreSQL learns the types of a table of values from its first line."""
    if not is_postgres(database):
        return place
    return (
        f"CAST({place} AS {_meta(kind).fields_map[name].get_for_dialect('postgres', 'SQL_TYPE')})"
    )
