"""Two small tables for the engine's tests, and a database of each kind to put them in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.models import Model

from models.engine import connections
from tests.postgres import fresh_database


class Family(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=40, unique=True)
    children: fields.ReverseRelation["Child"]


class Child(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=40)
    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", related_name="children"
    )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[BaseDBAsyncClient]:
    """Tortoise on `url`, with the tables made."""
    async with TortoiseContext() as context:
        await context.init(config=config(url))
        await context.generate_schemas(safe=True)
        yield context.db()


def config(url: str) -> dict[str, Any]:
    """What Tortoise wants to know."""
    name, described = connections(url)
    apps = {"models": {"models": [__name__], "default_connection": name}}
    return {"connections": described, "apps": apps}


@asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a new empty database of that kind."""
    if kind == "sqlite":
        yield f"sqlite://{folder}/guichet.db"
    else:
        async with fresh_database() as url:
            yield url
