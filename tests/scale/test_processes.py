"""Doors, desks and couriers in processes of their own, killed with -9: nothing lost, order kept."""

import asyncio
from pathlib import Path

import pytest

from guichet.bench.crash.load import Toll, acknowledged, toll, words
from models.journal import Journal
from models.post import Inbox, InboxState, Outbox, OutboxState
from tests.scale.conftest import Crew

MESSAGES = 400

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def said(tmp_path: Path) -> list[str]:
    written = words(MESSAGES)
    (tmp_path / "arrivals").write_text("\n".join(written))
    return written


async def everything_was_done_once(said: list[str], folder: Path) -> None:
    counted = await toll(said, folder / "left")
    assert counted == Toll(lost=0, twice=0, unanswered=0, disordered=0, resent=counted.resent)


async def test_each_part_apart_does_each_message_once_and_in_order(
    crew: Crew, said: list[str], tmp_path: Path
) -> None:
    for part in ("desk", "desk", "couriers", "couriers", "doors"):
        await crew.start(part)
    await all_answered(tmp_path)
    assert await Inbox.filter(attempts__gt=1).count() == 0  # nobody took what another one had
    await everything_was_done_once(said, tmp_path)


@pytest.mark.parametrize("victim", ["doors", "desk", "couriers"])
async def test_whichever_part_is_killed_another_takes_over(
    crew: Crew, said: list[str], tmp_path: Path, victim: str
) -> None:
    parts = {part: await crew.start(part) for part in ("doors", "desk", "couriers")}
    spare = await crew.start("doors+desk+couriers" if victim == "doors" else victim)
    await read_so_far(tmp_path, MESSAGES // 3)
    parts[victim].kill()
    await all_answered(tmp_path)
    assert spare.returncode is None
    await everything_was_done_once(said, tmp_path)


async def test_two_desks_share_the_work_and_a_dead_one_holds_nobody_up(
    crew: Crew, said: list[str], tmp_path: Path
) -> None:
    first, _second = await crew.start("desk+couriers"), await crew.start("desk+couriers")
    await crew.start("doors")
    await read_so_far(tmp_path, MESSAGES // 2)
    first.kill()
    await crew.start("desk")
    await all_answered(tmp_path)
    await everything_was_done_once(said, tmp_path)
    assert await Journal.filter(kind="parked").count() == 0


async def read_so_far(folder: Path, messages: int) -> None:
    while acknowledged(folder) < messages:  # noqa: ASYNC110 - a file rings no bell
        await asyncio.sleep(0.01)


async def all_answered(folder: Path) -> None:
    while not (folder / "fed").exists() or await waiting():  # noqa: ASYNC110 - other processes
        await asyncio.sleep(0.05)


async def waiting() -> bool:
    played = not await Inbox.filter(state=InboxState.NEW).exists()
    return not played or await Outbox.filter(state=OutboxState.PENDING).exists()
