"""Killed with -9 again and again: nothing lost, nothing done twice, order kept."""

import asyncio
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from tortoise import Tortoise

from models.database import configuration
from models.journal import Journal, Utterance
from models.post import Inbox, InboxState, Outbox, OutboxState

MESSAGES, ADDRESSES = 1000, 25
#: The process is killed once that many messages were acknowledged, a different moment of the work each time.
DEATHS = (1, 7, 60, 61, 150, 280, 281, 400, 555, 700, 850, 999)


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_thousand_messages_survive_a_dozen_deaths(
    database_url: str, tmp_path: Path
) -> None:
    words = [f"{number % ADDRESSES} mot{number}" for number in range(MESSAGES)]
    (tmp_path / "arrivals").write_text("\n".join(words))
    for death in DEATHS:
        await killed_after(death, database_url, tmp_path)
    process = await start(database_url, tmp_path)
    assert await process.wait() == 0
    await Tortoise.init(config=configuration(database_url))
    try:
        await everything_was_done_once(words)
        each_reply_left_in_order(tmp_path / "left", words)
    finally:
        await emptied()
        await Tortoise.close_connections()


async def start(url: str, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.desk.counting", url, str(folder)
    )


async def killed_after(acknowledged: int, url: str, folder: Path) -> None:
    process = await start(url, folder)
    while process.returncode is None and count(folder) < acknowledged:  # noqa: ASYNC110 - a file rings no bell
        await asyncio.sleep(0.002)
    if process.returncode is None:
        process.kill()
    await process.wait()


def count(folder: Path) -> int:
    path = folder / "acknowledged"
    return int(path.read_text() or 0) if path.exists() else 0


async def everything_was_done_once(words: list[str]) -> None:
    assert await Inbox.filter(state=InboxState.DONE).count() == len(words)
    assert await Inbox.all().count() == len(words)
    assert await Outbox.filter(state=OutboxState.SENT).count() == await Outbox.all().count()
    # A conversation's first word opens it: every later one is an answer, and is noted once.
    assert await Journal.filter(kind="answered").count() == len(words) - ADDRESSES
    said = defaultdict(list)
    for one in await Utterance.all().order_by("id"):
        said[one.address_id].append(one.text)
    expected = defaultdict(list)
    for line in words:
        address, _, word = line.partition(" ")
        expected[address].append(word)
    assert sorted(said.values()) == sorted(expected.values())


def each_reply_left_in_order(left: Path, words: list[str]) -> None:
    """At least once and in order: a reply may leave again, right after a death, never go missing."""
    heard: dict[str, list[str]] = defaultdict(list)
    repeated = 0
    for line in left.read_text().splitlines():
        address, _, text = line.split("\t")
        if text.startswith("Entendu"):
            word = text.rpartition(" ")[2]
            if word in heard[address]:
                repeated += 1
            else:
                heard[address].append(word)
    for address, replies in heard.items():
        mine = [line.partition(" ")[2] for line in words if line.startswith(f"{address} ")]
        assert replies == mine[1:]
    assert len(heard) == ADDRESSES
    assert repeated <= len(DEATHS) * ADDRESSES


async def emptied() -> None:
    for table in (Inbox, Outbox, Journal, Utterance):
        await table.all().delete()
