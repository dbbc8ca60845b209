"""An office on each database."""

from collections.abc import AsyncIterator

import pytest

from portal.password import Judge
from portal.terms import publish
from tests.desk.office import NOON, TOWN, Office
from words.texts import Texts

TERMS = "\n\n".join(
    f"## Article {number}\n\n" + " ".join(["Les règles du service sont simples."] * 60)
    for number in range(1, 4)
)


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The words, read once."""
    return Texts.load()


@pytest.fixture
async def office(database: str, texts: Texts) -> AsyncIterator[Office]:
    """Everything but the doors is real."""
    async with Judge() as judge:
        await publish(TOWN.slug, "2026-1", TERMS, NOON)
        yield Office(texts, judge)
