"""An office whose web door is open, and a citizen's browser."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from portal.password import Judge
from portal.terms import publish
from tests.desk.office import NOON, TOWN, Office
from tests.web.browser import Browser, browser
from words.texts import Texts

OTHER = replace(TOWN, slug="autre-ville", name="Autre-Ville", bot="", phone="02 00 00 00 00")


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The words, read once."""
    return Texts.load()


@pytest.fixture
async def office(database: str, texts: Texts) -> AsyncIterator[Office]:
    """Two towns; the first has a bot."""
    async with Judge() as judge:
        await publish(TOWN.slug, "2026-1", "## Article 1\n\nSoyez polis.", NOON)
        office = Office(texts, judge)
        towns = {TOWN.slug: TOWN, OTHER.slug: OTHER}
        office.counter = replace(office.counter, towns=towns, texts=dict.fromkeys(towns, texts))
        yield office


@pytest.fixture
async def web(office: Office) -> AsyncIterator[Browser]:
    """A browser that has never been here."""
    async with browser(office.counter) as opened:
        yield opened
