"""One Chromium for all, one demo town, and an office whose pages are served for real."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from tortoise import Tortoise

from models.database import configuration
from portal.password import Judge
from portal.terms import publish
from tests.browser.chromium import launched, window
from tests.browser.looking import Look
from tests.desk.office import NOON, TOWN, Clock, Office
from tests.franceconnect.evil import Evil
from tests.franceconnect.house import CLIENT, who
from tests.house.program import Place, Program
from tests.web.conftest import OTHER
from web.application import application
from web.entry import arrived
from web.franceconnect import Provider, routes
from web.franceconnect.town_client import with_query
from web.serving import address_of, listen, serve
from words.texts import Texts

#: In several parts, with every kind of block.
TERMS = Path("demo/terms.md").read_text("utf-8")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser, opened once."""
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def look(chromium: Browser) -> AsyncIterator[Look]:
    """A look in a window of its own."""
    async with window(chromium) as here:
        yield Look(here)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The demo town: the real program, with its mail reader and its Telegram."""
    place = Place(tmp_path_factory.mktemp("navigateur") / "var")
    place.folder.mkdir()
    with place.demo() as program:
        yield program


@pytest_asyncio.fixture(loop_scope="session")
async def office(
    tmp_path: Path, sqlite_template: Path, texts: Texts, evil: Evil
) -> AsyncIterator[Office]:
    """Two towns on SQLite, whose clock the test holds, served on loopback as in the program."""
    shutil.copy(sqlite_template, tmp_path / "guichet.db")
    url = f"sqlite://{tmp_path}/guichet.db"
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    try:
        async with Judge() as judge:
            await publish(TOWN.slug, "2026-1", TERMS, NOON)
            office = Office(texts, judge)
            towns = {TOWN.slug: TOWN, OTHER.slug: OTHER}
            office.clock = evil.clock
            office.counter = replace(
                office.counter, towns=towns, texts=dict.fromkeys(towns, texts), clock=evil.clock
            )
            async with _serving(office, evil):
                yield office
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def _serving(office: Office, evil: Evil) -> AsyncIterator[None]:
    """Links of its mails lead to these pages."""
    listening = listen("127.0.0.1", 0)
    office.counter = replace(office.counter, public_url=address_of(listening))
    evil.issuer = f"{address_of(listening)}/api/v2"
    provider = Provider(evil.issuer, patience=30, transport=evil.transport)
    extra = [
        *routes(provider, [CLIENT], signed_in=arrived, who=who),
        Route("/api/v2/authorize", there(evil)),
        Route(f"/{TOWN.slug}/panne", _breaks),
    ]
    pages = asyncio.ensure_future(serve(application(office.counter, extra=extra), listening))
    try:
        yield
    finally:
        pages.cancel()
        await asyncio.gather(pages, return_exceptions=True)


def there(evil: Evil) -> Callable[[Request], Awaitable[Response]]:
    """FranceConnect, where one says who one is: here it is known already, or one gives up."""

    async def answers(request: Request) -> Response:
        asked = request.query_params
        evil.nonce = asked["nonce"]
        said = {"error": "access_denied"} if evil.trouble.get("person") else {"code": "a-code"}
        back = {**said, "state": asked["state"], "iss": evil.issuer}
        return RedirectResponse(with_query(asked["redirect_uri"], back), status_code=303)

    return answers


async def _breaks(_request: Request) -> Response:
    raise RuntimeError("a page of ours that fails")


@pytest.fixture
def evil() -> Evil:
    """The FranceConnect of the office, which does what the test wants."""
    return Evil(Clock())


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The words, read once."""
    return Texts.load()
