"""Databases as released versions left them, with somebody's life in them: SQL, one file a version and a database.

`python -m tests.models.kept 0.2.0` keeps the present ones under that name; done once, at the release.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from desk.clock import utc_now
from models.database import configuration as configuration
from models.database import opened
from portal.password import Judge
from portal.terms import publish
from tests.desk.conftest import TERMS
from tests.desk.office import TOWN, Office
from tests.postgres import fresh_database
from tests.privacy.test_canary import lived
from words.texts import Texts

FOLDER = Path(__file__).parent


async def somebody_lives_in(url: str) -> None:
    """A whole journey on both channels, in a new database."""
    async with opened(url), Judge() as judge:
        office = Office(Texts.load(), judge)
        await publish(TOWN.slug, "2026-1", TERMS, utc_now())
        await lived(office)


async def dumped(url: str, folder: Path) -> str:
    """Its tables and their rows, as SQL."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(url).path)) as database:
            return "\n".join(database.iterdump())
    path = folder / "kept.sql"
    plain = urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
    words = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--file={path}", plain]
    process = await asyncio.create_subprocess_exec(*words)
    if await process.wait():
        raise ChildProcessError("pg_dump failed: its words stand above")
    # What is for psql alone begins with a backslash; the empty search path would hide our tables from us.
    lines = path.read_text("utf-8").splitlines()
    ours = [one for one in lines if not one.startswith("\\") and "search_path" not in one]
    return "\n".join(ours)


async def laid_out(sql: str, url: str) -> None:
    """That database again, at `url`, which is empty."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(url).path)) as database:
            database.executescript(sql)
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def keep(version: str) -> None:
    """The present ones."""
    with tempfile.TemporaryDirectory() as folder:
        one = f"sqlite://{folder}/kept.db"
        await somebody_lives_in(one)
        FOLDER.joinpath(f"{version}.sqlite.sql").write_text(
            await dumped(one, Path(folder)), "utf-8"
        )
        async with fresh_database() as other:
            await somebody_lives_in(other)
            told = await dumped(other, Path(folder))
            FOLDER.joinpath(f"{version}.postgres.sql").write_text(told, "utf-8")
