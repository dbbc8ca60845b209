"""Opening the database: its tables on their engine, brought up to date before anyone uses them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pkgutil import iter_modules
from typing import Any

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError
from tortoise.migrations.api import migrate
from tortoise.migrations.recorder import MigrationRecorder

from models import migrations
from models.engine import connections
from models.engine.alone import alone

TABLES = [
    "models.family",
    "models.imported",
    "models.dashboard",
    "models.terms",
    "models.conversation",
    "models.post",
    "models.journal",
    "models.paper",
    "models.mailbox",
    "models.link",
    "models.web_session",
    "models.franceconnect",
    "models.staff",
    "models.installation",
    "models.wave",
    "models.ticket",
]


def configuration(url: str) -> dict[str, Any]:
    """What Tortoise wants to know. Raises `ValueError`, in one sentence, on an address it cannot use."""
    name, settings = connections(url)
    app = {"models": TABLES, "default_connection": name, "migrations": "models.migrations"}
    return {"connections": settings, "apps": {"models": app}, "use_tz": True, "timezone": "UTC"}


#: For `make migration`, which compares the tables with the migrations and touches no database.
SKETCH = configuration("sqlite://var/sketch.db")


class NewerError(OperationalError):
    """A newer version has migrated this database: the present code does not know its tables."""

    say = "panne"
    hint = "Install that newer version, or put the backup made before it back in place."


async def bring_up_to_date(url: str) -> None:
    """Apply the migrations that are missing. Two processes that start together do it once.

    Raises `NewerError`, and changes nothing, where some are applied that this version does not have.
    """
    # Tortoise takes no lock around its migrations.
    async with alone(url):
        try:
            await _refuse_a_newer_one(url)
            await migrate(config=_patient(url))
        finally:
            await Tortoise.close_connections()


async def _refuse_a_newer_one(url: str) -> None:
    config = configuration(url)
    await Tortoise.init(config=config, init_connections=False)
    recorder = MigrationRecorder(get_connection(config["apps"]["models"]["default_connection"]))
    applied = [one.name for one in await recorder.applied_migrations()]
    known = {module.name for module in iter_modules(migrations.__path__)}
    if unknown := [name for name in applied if name not in known]:
        raise NewerError(", ".join(unknown))


def _patient(url: str) -> dict[str, Any]:
    """For the migrations: a large table takes the time that it takes."""
    patient = configuration(url)
    for one in patient["connections"].values():
        one["credentials"].pop("command_timeout", None)
    return patient


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    """The database, up to date and ready, closed at the end."""
    await bring_up_to_date(url)
    # The web server's lifespan and the workers are other tasks: they must find the same connections.
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()
