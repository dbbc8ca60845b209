"""The backups that `docs/scale.md` describes open again, with what was said in them."""

import shutil
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from tortoise import Tortoise

from desk.addresses import address_of
from flows.here import Channel
from models.conversation import Address
from models.database import configuration, opened
from tests.postgres import fresh_database


async def something_in(url: str) -> None:
    async with opened(url):
        await address_of("val-fleuri", Channel.TELEGRAM, "7")


async def is_there(url: str) -> bool:
    await Tortoise.init(config=configuration(url))
    try:
        return await Address.filter(external_id="7").exists()
    finally:
        await Tortoise.close_connections()


async def test_a_copy_of_sqlite_made_while_it_is_open_opens_again(tmp_path: Path) -> None:
    url, copy = f"sqlite://{tmp_path}/guichet.db", tmp_path / "copie.db"
    await something_in(url)
    writer = sqlite3.connect(tmp_path / "guichet.db")
    writer.execute("INSERT INTO address SELECT * FROM address WHERE 0")  # a transaction under way
    reader = sqlite3.connect(tmp_path / "guichet.db")
    reader.execute("VACUUM INTO ?", (str(copy),))
    reader.close()
    writer.close()
    assert await is_there(f"sqlite://{copy}")


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is not installed")
async def test_a_dump_of_postgresql_is_restored_elsewhere(tmp_path: Path) -> None:
    dump = tmp_path / "guichet.dump"
    async with fresh_database() as url, fresh_database() as other:
        await something_in(url)
        run("pg_dump", "--format=custom", f"--file={dump}", plain(url))
        run("pg_restore", "--no-owner", f"--dbname={plain(other)}", str(dump))
        assert await is_there(other)


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=60)  # noqa: S603 - fixed words


def plain(url: str) -> str:
    """As libpq reads it."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
