"""A town backs up, loses a day, puts the copy back, sees what it holds, and decides."""

import asyncio
import json
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

from desk.clock import utc_now
from guichet.commands.backup import _dump
from guichet.database import up_to_date
from guichet.errors import DatabaseError
from guichet.witness import look
from models.database import configuration
from models.post import Outbox
from tests.guichet.conftest import TOWN, Program, bare_environment, config, program
from tests.postgres import fresh_database

__all__ = ["bare_environment", "config", "program"]

SLUG = "saint-denis"


async def serve_a_while(folder: Path, *, beats: int, writes: int = 0) -> bool:
    """What `serve` does of the pulse, and a message to send. Answers whether a copy was found."""
    came_back = False
    async with up_to_date(f"sqlite://{folder}/var/guichet.db"):
        for _ in range(beats):
            came_back |= await look(folder / "var" / "guichet.witness", utc_now)
        for nth in range(writes):
            now = utc_now()
            await Outbox.create(
                town=SLUG, address_id=1, turn_key=f"{nth}", created_at=now, due_at=now
            )
    return came_back


async def test_a_backup_that_comes_back_is_held_until_somebody_decides(
    config: Callable[[str], Path], tmp_path: Path
) -> None:
    await serve_a_while(tmp_path, beats=2, writes=3)
    shutil.copy(tmp_path / "var" / "guichet.db", tmp_path / "copie.db")
    assert not await serve_a_while(tmp_path, beats=2)
    for left in (tmp_path / "var").glob("guichet.db*"):
        left.unlink()
    shutil.copy(tmp_path / "copie.db", tmp_path / "var" / "guichet.db")
    assert await serve_a_while(tmp_path, beats=1)


def test_the_command_shows_then_does_as_it_is_told(
    config: Callable[[str], Path], program: Program, tmp_path: Path
) -> None:
    config(TOWN)
    assert "Rien n'est retenu" in program("resume", "--after-restore").out
    _run(serve_a_while(tmp_path, beats=1, writes=2))
    assert program("backup", "copie.db").code == 0
    assert (tmp_path / "copie.db").stat().st_mode & 0o777 == 0o600
    _run(serve_a_while(tmp_path, beats=2))
    for left in (tmp_path / "var").glob("guichet.db*"):
        left.unlink()
    shutil.copy(tmp_path / "copie.db", tmp_path / "var" / "guichet.db")
    shown = program("resume", "--after-restore")
    assert "est une sauvegarde du" in shown.out
    assert (
        "saint-denis : 2 messages à envoyer, 0 rappels, 0 liens ouverts, 0 invitations en attente"
        in shown.out
    )
    assert "Rien n'est changé" in shown.out
    told = json.loads(program("resume", "--after-restore", "--json").out)
    assert (told["held"], told["messages"]) == (True, {SLUG: 2})
    done = program("resume", "--after-restore", "--messages", "drop", "--links", "close")
    assert "plus rien n'est retenu" in done.out
    assert json.loads(program("resume", "--after-restore", "--json").out) == {"held": False}


def test_a_choice_that_is_none_is_told(config: Callable[[str], Path], program: Program) -> None:
    config(TOWN)
    assert program("resume", "--after-restore", "--links", "peut-être").code == 2


def test_a_copy_is_never_written_over_anything(
    config: Callable[[str], Path], program: Program, tmp_path: Path
) -> None:
    config(TOWN)
    missing = program("backup", "copie.db")
    assert missing.code == 6
    assert not (tmp_path / "copie.db").exists()
    (tmp_path / "copie.db").write_text("la mienne")
    assert program("backup", "copie.db").code == 7
    assert (tmp_path / "copie.db").read_text() == "la mienne"


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is not installed")
async def test_a_dump_of_postgresql_is_made_and_a_server_that_is_away_is_told(
    tmp_path: Path,
) -> None:
    async with fresh_database() as url:
        await Tortoise.init(config=configuration(url))
        await Tortoise.close_connections()
        _dump(url, tmp_path / "guichet.dump")
    assert (tmp_path / "guichet.dump").read_bytes().startswith(b"PGDMP")
    with pytest.raises(DatabaseError, match="pg_dump a refusé") as told:
        _dump("postgres://guichet:MARK@127.0.0.1:1/guichet", tmp_path / "x")
    assert "MARK" not in str(told.value)


def _run(work: Coroutine[Any, Any, bool]) -> None:
    asyncio.run(work)
