"""The disk of the database fills up while people write: nothing is lost, nothing half-written, nobody parked."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections import Counter as Count
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tortoise import Tortoise

from desk.inbox import MOST_ATTEMPTS
from desk.reception import receive
from desk.rota import Rota
from desk.working import play_ready, send_ready
from flows.here import Channel
from guichet.bench.places import administer
from mail_ingest.smtp import MailIn, listening
from models.database import configuration, opened
from models.engine import Full
from models.engine.each import client_of
from models.journal import Journal, Utterance
from models.post import Inbox, InboxState, Outbox, OutboxState
from portal.password import Judge
from tests.desk.office import Office, heard
from tests.mail.wire import BOX, MAIL, TOWNS, called
from tests.postgres import ADMIN, fresh_database
from words.texts import Texts

#: More than a full disk takes.
MOST = 4000


@pytest.fixture
async def office(texts: Texts) -> AsyncIterator[Office]:
    """On a database that the test opens itself."""
    async with Judge() as judge:
        yield Office(texts, judge)


async def test_a_full_sqlite_file_loses_nothing_and_goes_on_when_there_is_room(
    sqlite_template: Path, tmp_path: Path, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(sqlite_template, tmp_path / "guichet.db")
    await Tortoise.init(
        config=configuration(f"sqlite://{tmp_path}/guichet.db"), _enable_global_fallback=True
    )
    client = client_of(Inbox)
    try:
        [told] = await client.execute_query_dict("PRAGMA page_count")
        await client.execute_query(f"PRAGMA max_page_count = {told['page_count'] + 40}")
        taken = await written_until_full(office)
        await nothing_more_is_taken_nor_tried(office, caplog)
        await client.execute_query("PRAGMA max_page_count = 4294967294")
        await all_goes_on(office, taken)
    finally:
        await Tortoise.close_connections()


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_a_full_disk_of_postgresql_loses_nothing_and_goes_on_when_there_is_room(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async with fresh_database() as url, on_a_small_disk(url) as disk:
        await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
        try:
            ballast = disk / "ballast"
            filled(ballast)
            taken = await written_until_full(office)
            await nothing_more_is_taken_nor_tried(office, caplog)
            ballast.unlink()
            await all_goes_on(office, taken)
        finally:
            await Tortoise.close_connections()


async def written_until_full(office: Office) -> list[str]:
    """Chats whose first words were taken, until one is refused; the desk plays a few of them meanwhile."""
    taken: list[str] = []
    for number in range(1, MOST):
        try:
            await office.receive(Channel.TELEGRAM, str(number), heard("bonjour"))
        except Full:  # the door acknowledges nothing
            return taken
        taken.append(str(number))
        if number % 40 == 0:
            await play_ready(office.counter, Rota())
    raise AssertionError("the disk never fills up")


async def nothing_more_is_taken_nor_tried(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    rota = Rota()
    for _ in range(2 * MOST_ATTEMPTS):
        look_again()
        assert not await play_ready(office.counter, rota)
        assert not await send_ready(office.counter, office.doors)
    async with mail_door(office) as port, called(port) as line:
        assert (await line.deliver(MAIL, BOX)).startswith("451 4.3.0")
    assert office.telegram_post.parcels == []
    told = [one.getMessage() for one in caplog.records if "is full" in one.getMessage()]
    assert len(told) == 1
    assert "Free some space" in told[0]


async def all_goes_on(office: Office, taken: Sequence[str]) -> None:
    look_again()
    office.clock.passes(minutes=2)  # what was claimed when the disk filled up
    await office.receive(Channel.TELEGRAM, "late", heard("bonjour"))
    await office.work()
    assert await Inbox.exclude(state=InboxState.DONE).count() == 0
    assert await Outbox.exclude(state=OutboxState.SENT).count() == 0
    said = Count(parcel.to for parcel in office.telegram_post.parcels)
    assert set(said) == {*taken, "late"}
    assert set(said.values()) == {said["late"]}  # each answered as whoever wrote afterwards, once
    assert await Journal.filter(kind="parked").count() == 0
    assert await Utterance.all().count() == len(taken) + 1


def look_again() -> None:
    """Time passes: the disk is worth another look."""
    room = client_of(Inbox).room
    room.next_look = min(room.next_look, 0.001)


@asynccontextmanager
async def mail_door(office: Office) -> AsyncIterator[int]:
    ours = MailIn(host="127.0.0.1", port=0, towns=TOWNS)
    async with listening(ours, partial(receive, office.counter), office.clock) as port:
        yield port


@asynccontextmanager
async def on_a_small_disk(url: str) -> AsyncIterator[Path]:
    """The database moves to a small file system of its own, where the machine lets us make one."""
    folder = Path(tempfile.mkdtemp())
    disk, name = folder / "disk", f"small_{secrets.token_hex(4)}"
    disk.mkdir()
    if os.getuid() or not mounted(disk):
        pytest.skip("no small disk can be made here: it takes the rights of root")
    try:
        (disk / "tables").mkdir()
        for one in (folder, disk, disk / "tables"):
            shutil.chown(one, "postgres")
        base = urlsplit(url).path[1:]
        await administer(ADMIN, f"CREATE TABLESPACE {name} LOCATION '{disk / 'tables'}'")
        await administer(ADMIN, f'ALTER DATABASE "{base}" SET TABLESPACE {name}')
        try:
            async with opened(url):
                pass
            yield disk
        finally:
            await administer(ADMIN, f'ALTER DATABASE "{base}" SET TABLESPACE pg_default')
            await administer(ADMIN, f"DROP TABLESPACE {name}")
    finally:
        unmounted(disk)
        shutil.rmtree(folder)


def mounted(disk: Path) -> bool:
    """Whether that folder became a file system of 48 MB."""
    words = ["mount", "-t", "tmpfs", "-o", "size=48m", "guichet", str(disk)]
    return not subprocess.run(words, check=False, capture_output=True).returncode  # noqa: S603 - our own folder


def unmounted(disk: Path) -> None:
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 - our own folder


def filled(ballast: Path) -> None:
    """Little is left beside that file."""
    free = shutil.disk_usage(ballast.parent).free
    ballast.write_bytes(b"." * (free - 200_000))
