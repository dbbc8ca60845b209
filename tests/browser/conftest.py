"""One Chromium for all, one demo town, and an office whose pages are served for real."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from tortoise import Tortoise

from models.database import configuration
from portal.password import Judge
from portal.terms import publish
from tests.browser.chromium import launched
from tests.desk.office import NOON, TOWN, Office
from tests.house.program import Place, Program
from tests.web.conftest import OTHER
from web.application import application
from web.serving import address_of, listen, serve
from words.texts import Texts

#: In several parts, with every kind of block.
TERMS = Path("demo/terms.md").read_text("utf-8")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser, opened once."""
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The demo town: the real program, with its mail reader and its Telegram."""
    place = Place(tmp_path_factory.mktemp("navigateur") / "var")
    place.folder.mkdir()
    with place.demo() as program:
        yield program


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path, sqlite_template: Path, texts: Texts) -> AsyncIterator[Office]:
    """Two towns on SQLite, whose clock the test holds, served on loopback as in the program."""
    shutil.copy(sqlite_template, tmp_path / "guichet.db")
    url = f"sqlite://{tmp_path}/guichet.db"
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    try:
        async with Judge() as judge:
            await publish(TOWN.slug, "2026-1", TERMS, NOON)
            office = Office(texts, judge)
            towns = {TOWN.slug: TOWN, OTHER.slug: OTHER}
            office.counter = replace(office.counter, towns=towns, texts=dict.fromkeys(towns, texts))
            async with _serving(office):
                yield office
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def _serving(office: Office) -> AsyncIterator[None]:
    """Links of its mails lead to these pages."""
    listening = listen("127.0.0.1", 0)
    office.counter = replace(office.counter, public_url=address_of(listening))
    pages = asyncio.ensure_future(serve(application(office.counter), listening))
    try:
        yield
    finally:
        pages.cancel()
        await asyncio.gather(pages, return_exceptions=True)


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The words, read once."""
    return Texts.load()
