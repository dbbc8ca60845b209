"""An office on each database, and a citizen with a whole family and a past."""

from collections.abc import AsyncIterator

import pytest

from portal.password import Judge
from portal.terms import publish
from tests.desk.conftest import TERMS
from tests.desk.office import NOON, TOWN, Office
from words.texts import Texts


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


@pytest.fixture(autouse=True)
def _nobody_writes_just_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """No need to wait for a door that had read an address before it went."""
    monkeypatch.setattr("desk.privacy.strangers.SETTLED", 0.0)
