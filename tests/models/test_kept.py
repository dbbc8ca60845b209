"""Every released version's database is brought up to date with its data; one of a newer version is refused."""

import shutil
from importlib import import_module
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.models import Model

from guichet.database import up_to_date
from guichet.errors import DatabaseError
from models.conversation import Conversation
from models.database import TABLES, bring_up_to_date, configuration
from tests.models.kept import FOLDER, dumped, laid_out, somebody_lives_in
from tests.postgres import fresh_database

#: Made afresh from the present code, as the next release will keep it.
NEXT = "the next one"
VERSIONS = [
    *sorted({path.name.split(".sql")[0].rpartition(".")[0] for path in FOLDER.glob("*.sql")}),
    NEXT,
]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_kept_sqlite_database_is_brought_up_to_date_with_its_data(
    version: str, tmp_path: Path
) -> None:
    url = f"sqlite://{tmp_path}/old.db"
    sql = await _kept(version, "sqlite", f"sqlite://{tmp_path}/next.db", tmp_path)
    await laid_out(sql, url)
    await _goes_on(sql, url)


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is not installed")
@pytest.mark.parametrize("version", VERSIONS)
async def test_a_kept_postgresql_database_is_brought_up_to_date_with_its_data(
    version: str, tmp_path: Path
) -> None:
    async with fresh_database() as source, fresh_database() as url:
        sql = await _kept(version, "postgres", source, tmp_path)
        await laid_out(sql, url)
        await _goes_on(sql, url)


async def _kept(version: str, kind: str, source: str, folder: Path) -> str:
    if version != NEXT:
        return FOLDER.joinpath(f"{version}.{kind}.sql").read_text("utf-8")
    await somebody_lives_in(source)
    return await dumped(source, folder)


async def _goes_on(sql: str, url: str) -> None:
    """Migrated twice, since the second must do nothing; every row is there, and the code reads it."""
    await bring_up_to_date(url)
    await bring_up_to_date(url)
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    try:
        rows = {kind: len(await kind.all()) for kind in _tables()}
    finally:
        await Tortoise.close_connections()
    for kind, found in rows.items():
        assert found == sql.count(f"INTO {_name(kind, url)} VALUES"), kind
    assert rows[Conversation] > 0
    assert sum(found > 0 for found in rows.values()) > len(rows) / 2


def _tables() -> list[type[Model]]:
    return [
        kind
        for module in TABLES
        for kind in vars(import_module(module)).values()
        if isinstance(kind, type) and issubclass(kind, Model) and kind is not Model
    ]


def _name(kind: type[Model], url: str) -> str:
    """As the dump calls it: a table that was renamed since would need its old name here."""
    table = kind.describe()["table"]
    return f'"{table}"' if url.startswith("sqlite") else f"public.{table}"


async def test_a_database_of_a_newer_version_is_refused_in_one_sentence(database_url: str) -> None:
    statement = (
        "INSERT INTO tortoise_migrations (app, name, applied_at)"
        " VALUES ('models', '9999_from_tomorrow', '2030-01-01 00:00:00+00')"
    )
    await _told(database_url, statement)
    try:
        with pytest.raises(DatabaseError, match="plus récente") as refusal:
            async with up_to_date(database_url):
                pytest.fail("it was opened")
        assert "9999_from_tomorrow" in " ".join(refusal.value.sentences())
    finally:
        await _told(database_url, "DELETE FROM tortoise_migrations WHERE name LIKE '9999%'")


async def _told(url: str, statement: str) -> None:
    config = configuration(url)
    await Tortoise.init(config=config)
    try:
        await get_connection(config["apps"]["models"]["default_connection"]).execute_query(
            statement
        )
    finally:
        await Tortoise.close_connections()
