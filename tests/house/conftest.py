"""One demo for a module, on each database; a folder of one's own for whoever breaks things."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from demo.bot_api.client import BotApi
from tests.house.program import Place, Program
from tests.postgres import fresh_database
from tests.web.browser import Browser


@pytest.fixture(scope="session")
def postgres_of_its_own() -> Iterator[str]:
    """An empty database, for the demo to fill."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        yield runner.run(stack.enter_async_context(fresh_database()))
        runner.run(stack.aclose())


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where the demo that all journeys share has its files and its ports."""
    postgres = request.param == "postgres"
    database = request.getfixturevalue("postgres_of_its_own") if postgres else ""
    return Place(tmp_path_factory.mktemp(request.param) / "var", database)


@pytest.fixture(scope="session")
def demo(town: Place) -> Iterator[Program]:
    """The demo, running: each journey has its own citizen."""
    town.folder.mkdir()
    with town.demo() as program:
        yield program
        assert program.stop() == 0, town.log.read_text("utf-8")


@pytest.fixture
async def telegram(demo: Program) -> AsyncIterator[BotApi]:
    """The strings of the imitation of Telegram that the demo runs."""
    async with BotApi(f"http://127.0.0.1:{demo.place.telegram}") as server:
        yield server


@pytest.fixture
async def web(demo: Program) -> AsyncIterator[Browser]:
    """A browser, over the wire."""
    async with httpx.AsyncClient(base_url=demo.place.pages, trust_env=False) as client:
        yield Browser(client)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder and ports for this test alone."""
    alone = Place(tmp_path / "var")
    alone.folder.mkdir()
    return alone
