"""A PostgreSQL connection of one's own, outside the pool: what it holds is held until it closes."""

from typing import Any

import asyncpg

from models.engine.url import KEEPALIVES, connections

#: What Tortoise's pool understands and a single connection does not.
_NOT_OF_ASYNCPG = {"maxsize", "application_name"}
#: A lock is waited for as long as another process migrates; the line has a patience of its own.
_ENDLESS = {"command_timeout", "server_settings"}


async def connect_apart(url: str) -> Any:
    """An asyncpg connection to the database at `url`, which must be PostgreSQL."""
    [settings] = connections(url)[1].values()
    return await connect(settings["credentials"])


async def connect(credentials: dict[str, Any]) -> Any:
    """The same, from what Tortoise knows of the database."""
    known = {
        name: value for name, value in credentials.items() if name not in _NOT_OF_ASYNCPG | _ENDLESS
    }
    names = {"application_name": credentials["application_name"]}
    return await asyncpg.connect(**known, server_settings=names | KEEPALIVES)


def is_shared(url: str) -> bool:
    """Whether several processes may serve that database together: SQLite serves one."""
    [name] = connections(url)[1]
    return name == "guichet_postgres"
