"""Everything that the database holds, as one text to search."""

from collections.abc import Iterable
from importlib import import_module

from tortoise.models import Model


async def everything_stored(modules: Iterable[str]) -> str:
    """Every value of every row of every table."""
    found: list[str] = []
    for table in tables(modules):
        found += [repr(row) for row in await table.all().values()]
    return "\n".join(found)


def tables(modules: Iterable[str]) -> list[type[Model]]:
    """The tables that these modules define."""
    return [
        value
        for module in modules
        for value in vars(import_module(module)).values()
        if isinstance(value, type) and issubclass(value, Model) and value is not Model
    ]
