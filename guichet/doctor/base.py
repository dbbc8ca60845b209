"""The database answers, has the tables of this version, and keeps what it acknowledged."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tortoise.connection import get_connection
from tortoise.migrations.recorder import MigrationRecorder

from guichet import database
from guichet.doctor import queues
from guichet.doctor.visit import Visit
from guichet.errors import DatabaseError
from guichet.finding import Finding, good, problem, skipped
from models import migrations
from models.engine.apart import connect_apart, is_shared

_WHAT = "Base de données"


async def base(visit: Visit) -> list[Finding]:
    """One opening of it for all that is asked of it."""
    url = visit.settings.database.url
    try:
        async with database.as_it_is(url):
            done = await _applied(url)
            if missing := [name for name in known() if name not in done]:
                return [_behind(missing)]
            return [
                good(_WHAT, f"{_place(url)}, à jour"),
                await _durable(url),
                *await queues.all_of(visit),
            ]
    except DatabaseError as error:
        cure = error.cure.rstrip(".")
        return [
            problem(_WHAT, error.happened.rstrip("."), f"{cure[:1].lower()}{cure[1:]}"),
            skipped("Files et échéances", "la base ne répond pas"),
        ]


def known() -> Sequence[str]:
    """The migrations of this version."""
    folder = Path(migrations.__file__).parent
    return sorted(file.stem for file in folder.glob("[0-9]*.py"))


def _behind(missing: Sequence[str]) -> Finding:
    told = f"{len(missing)} mise(s) à jour à passer ({', '.join(missing)})"
    return problem(_WHAT, told, "lancez « guichet migrate »")


async def _applied(url: str) -> set[str]:
    with database.told(url):
        line = get_connection(_connection(url))
        # The recorder takes a server that is away for one without migrations.
        await line.execute_query_dict("SELECT 1 AS one")
        recorder = MigrationRecorder(line)
        return {key.name for key in await recorder.applied_migrations()}


def _connection(url: str) -> str:
    return "guichet_postgres" if is_shared(url) else "guichet_sqlite"


async def _durable(url: str) -> Finding:
    """A commit survives a power cut: what a door acknowledged is on the disk."""
    return await (_durable_postgres(url) if is_shared(url) else _durable_sqlite(url))


async def _durable_sqlite(url: str) -> Finding:
    what, file = "Écriture durable", database.sqlite_file(url)
    assert file is not None
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as looking:
        [mode] = looking.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        return problem(what, f"journal {mode}", "arrêtez tout et lancez « guichet migrate »")
    [row] = await get_connection(_connection(url)).execute_query_dict("PRAGMA synchronous")
    if row["synchronous"] < 2:
        return problem(
            what, "la base n'attend pas le disque", "n'ouvrez cette base qu'avec guichet"
        )
    return good(what, "WAL, chaque écriture attend le disque")


async def _durable_postgres(url: str) -> Finding:
    what = "Écriture durable"
    line = await connect_apart(url)
    try:
        told = {
            name: await line.fetchval(f"SHOW {name}") for name in ("fsync", "synchronous_commit")
        }
        version = await line.fetchval("SHOW server_version")
    finally:
        await line.close()
    if loose := [name for name, value in told.items() if value == "off"]:
        cure = f"mettez {' et '.join(loose)} à on dans postgresql.conf"
        return problem(what, f"PostgreSQL {version} n'attend pas le disque", cure)
    return good(what, f"PostgreSQL {version}, chaque écriture attend le disque")


def _place(url: str) -> str:
    return str(database.sqlite_file(url) or database.without_password(url))
