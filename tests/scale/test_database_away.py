"""The database is killed, the network is cut or falls silent, in the middle of the work: all is done once."""

import asyncio
import sys
from pathlib import Path

import pytest
from tortoise import Tortoise

from guichet.bench.crash.load import Toll, acknowledged, toll, words
from models.database import configuration
from tests.postgres import fresh_database
from tests.scale.server import private_server
from tests.scale.wire import Wire, wire_to

MESSAGES = 150

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


async def start(url: str, folder: Path) -> asyncio.subprocess.Process:
    (folder / "arrivals").write_text("\n".join(words(MESSAGES)))
    module = "guichet.bench.crash.counting"
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, url, str(folder))


async def far_on(process: asyncio.subprocess.Process, folder: Path, messages: int) -> None:
    while acknowledged(folder) < messages:
        assert process.returncode is None
        await asyncio.sleep(0.005)


async def all_done_once(url: str, folder: Path) -> None:
    await Tortoise.init(config=configuration(url))
    try:
        counted = await toll(words(MESSAGES), folder / "left")
    finally:
        await Tortoise.close_connections()
    assert counted == Toll(lost=0, twice=0, unanswered=0, disordered=0, resent=counted.resent)


async def test_a_server_killed_and_started_again_has_lost_and_doubled_nothing(
    tmp_path: Path,
) -> None:
    with private_server() as server:
        process = await start(server.url, tmp_path)
        for moment in (30, 90):
            await far_on(process, tmp_path, moment)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        assert await process.wait() == 0
        await all_done_once(server.url, tmp_path)


async def test_a_network_that_is_cut_and_mended_loses_nothing(tmp_path: Path) -> None:
    async with fresh_database() as url, wire_to(url) as (far, wire):
        process = await start(far, tmp_path)
        for moment in (30, 90):
            await far_on(process, tmp_path, moment)
            await away(wire)
        assert await process.wait() == 0
        await all_done_once(url, tmp_path)


async def away(wire: Wire) -> None:
    wire.cut()
    await asyncio.sleep(0.5)
    wire.mend()


async def test_a_network_that_falls_silent_is_given_up_and_tried_anew(tmp_path: Path) -> None:
    async with fresh_database() as url, wire_to(url) as (far, wire):
        process = await start(f"{far}?patience=2", tmp_path)
        await far_on(process, tmp_path, MESSAGES - 30)
        wire.falls_silent()
        await asyncio.sleep(0.5)
        wire.mend()
        assert await process.wait() == 0
        await all_done_once(url, tmp_path)
