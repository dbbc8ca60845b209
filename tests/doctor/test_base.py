"""The database, and what waits in it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.connection import get_connection

from desk.addresses import address_of
from desk.privacy.acts import Staff, begin, finish
from desk.rivals import RIVAL, meet
from flows.here import Channel
from guichet.doctor import base, queues
from guichet.doctor.visit import Visit
from guichet.finding import Finding, State
from models.database import configuration, opened
from models.engine.apart import connect_apart
from models.journal import Journal
from models.post import Inbox, InboxState, Outbox, OutboxState
from models.staff import Deed
from tests.doctor.visits import SLUG, visit
from tests.postgres import fresh_database

NOON = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)


def here(folder: Path, url: str) -> Visit:
    return visit(folder, database={"url": url}, clock=lambda: NOON)


def by_name(found: list[Finding]) -> dict[str, Finding]:
    return {one.what: one for one in found}


async def test_a_database_up_to_date_is_good_and_waits_for_the_disk(
    database_url: str, tmp_path: Path
) -> None:
    told = by_name(await base.base(here(tmp_path, database_url)))
    assert told["Base de données"].state is State.OK
    if database_url.startswith("sqlite"):
        assert told["Écriture durable"].state is State.OK
    assert told["Messages reçus"].state is State.OK


async def test_a_server_that_does_not_wait_for_its_disk_is_told(tmp_path: Path) -> None:
    async with fresh_database() as url:
        line = await connect_apart(url)
        name = await line.fetchval("SELECT current_database()")
        await line.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        await line.close()
        async with opened(url):
            pass
        told = by_name(await base.base(here(tmp_path, url)))["Écriture durable"]
    assert told.state is State.PROBLEM
    assert "synchronous_commit" in told.cure


async def test_a_file_without_its_journal_is_told(tmp_path: Path) -> None:
    async with opened(f"sqlite://{tmp_path}/guichet.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "guichet.db")) as line:
        line.execute("PRAGMA journal_mode=DELETE")
    told = await base._durable_sqlite(f"sqlite://{tmp_path}/guichet.db")
    assert (told.state, told.sentence) == (State.PROBLEM, "journal delete")


async def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    for url in (f"sqlite://{tmp_path}/absente.db", "postgres://u:MARK@127.0.0.1:1/guichet"):
        found = await base.base(here(tmp_path, url))
        assert [one.state for one in found] == [State.PROBLEM, State.SKIPPED]
        assert "MARK" not in str(found)


async def test_a_database_of_an_older_version_is_told(database_url: str, tmp_path: Path) -> None:
    await _execute(database_url, "ALTER TABLE tortoise_migrations RENAME TO kept")
    try:
        [told] = await base.base(here(tmp_path, database_url))
        assert told.state is State.PROBLEM
        assert "0001_initial" in told.sentence
        assert "guichet migrate" in told.cure
    finally:
        await _execute(database_url, "DROP TABLE IF EXISTS tortoise_migrations")
        await _execute(database_url, "ALTER TABLE kept RENAME TO tortoise_migrations")


async def _execute(url: str, statement: str) -> None:
    await Tortoise.init(config=configuration(url))
    [name] = configuration(url)["connections"]
    await get_connection(name).execute_script(statement)
    await Tortoise.close_connections()


async def received(minutes: int, state: InboxState = InboxState.NEW) -> None:
    address, _ = await _address()
    await Inbox.create(
        town=SLUG,
        account="bot:1",
        external_id=f"{minutes}",
        address_id=address,
        received_at=NOON - timedelta(minutes=minutes),
        ready_at=NOON,
        state=state,
    )


async def to_send(state: OutboxState, **told: Any) -> None:
    address, _ = await _address()
    given = {"created_at": NOON, "due_at": NOON, **told}
    await Outbox.create(town=SLUG, address_id=address, turn_key="t", state=state, **given)


async def _address() -> tuple[int, bool]:
    address = await address_of(SLUG, Channel.TELEGRAM, "7")
    return address.id, True


async def test_a_message_that_nobody_plays_is_told_sooner_or_later(
    database: str, tmp_path: Path
) -> None:
    there = here(tmp_path, database)
    for minutes, state in ((1, State.OK), (30, State.WARNING), (300, State.PROBLEM)):
        await received(minutes)
        assert (await queues.arrived(there)).state is state
    assert "depuis 5 h" in (await queues.arrived(there)).sentence


async def test_what_was_put_aside_is_counted(database: str, tmp_path: Path) -> None:
    there = here(tmp_path, database)
    assert (await queues.parked(there)).state is State.OK
    await received(1, InboxState.PARKED)
    assert (await queues.parked(there)).state is State.WARNING


async def test_what_should_have_left_is_told(database: str, tmp_path: Path) -> None:
    there = here(tmp_path, database)
    assert (await queues.leaving(there)).state is State.OK
    await to_send(OutboxState.PENDING, due_at=NOON + timedelta(hours=1), attempts=5)
    assert (await queues.leaving(there)).state is State.WARNING
    await to_send(OutboxState.PENDING, due_at=NOON - timedelta(hours=1))
    assert (await queues.leaving(there)).state is State.PROBLEM


async def test_dead_letters_of_the_week_are_counted(database: str, tmp_path: Path) -> None:
    there = here(tmp_path, database)
    await to_send(OutboxState.DEAD, created_at=NOON - timedelta(days=30))
    assert (await queues.dead(there)).state is State.OK
    await to_send(OutboxState.DEAD)
    assert (await queues.dead(there)).state is State.WARNING


async def test_another_program_on_the_bot_is_told_with_its_cure_for_an_hour(
    database: str, tmp_path: Path
) -> None:
    there = visit(
        tmp_path,
        database={"url": database},
        town={"telegram_token": "9:MARK"},
        clock=lambda: NOON,
    )
    assert await queues.alone(there) == []
    for minutes in (70, 30, 29, 5):
        await meet(SLUG, NOON - timedelta(minutes=minutes))
    assert await Journal.filter(detail=RIVAL).count() == 3, "taken back each minute, told each ten"
    [told] = await queues.alone(there)
    assert told.state is State.PROBLEM
    assert "(409)" in told.sentence
    assert "BotFather" in told.cure
    assert "MARK" not in str(told)
    await Journal.filter(at__gt=NOON - timedelta(hours=1)).delete()
    assert await queues.alone(there) == []


async def test_a_night_without_purge_is_told(database: str, tmp_path: Path) -> None:
    there = here(tmp_path, database)
    assert [one.state for one in await queues.purged(there)] == [State.WARNING]
    for days, state in ((3, State.PROBLEM), (0, State.OK)):
        at = NOON - timedelta(days=days, hours=7)
        await finish(await begin(Deed.PURGE, SLUG, Staff(by="guichet"), at), at)
        assert [one.state for one in await queues.purged(there)] == [state]
