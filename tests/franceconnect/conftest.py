"""An office with FranceConnect: the real engine for the happy paths, a bad one for what it cannot do wrong."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from demo.franceconnect import App, NotHereError, running
from portal.password import Judge
from tests.desk.office import TOWN, Office
from tests.franceconnect.evil import Evil
from tests.franceconnect.house import CLIENT, PAGES, SECRET, Traveller, house, travelling
from web.franceconnect import Provider
from words.texts import Texts

PEOPLE = {
    "claire": {
        "given_name": "Claire Louise",
        "family_name": "TESTA",
        "birthdate": "1987-03-14",
        "gender": "female",
        "birthplace": "75112",
        "birthcountry": "99100",
        "email": "claire.ailleurs@exemple.example",
    },
    "inconnu": {"given_name": "Zoé", "family_name": "PERSONNE", "birthdate": "1990-01-02"},
    "presumee": {
        "given_name": "Awa",
        "family_name": "DIALLO",
        "birthdate": "1992-00-00",
        "birthplace": "",
        "birthcountry": "99341",
    },
}


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The words, read once."""
    return Texts.load()


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The oidc-provider of npm, as a process. Without Node or npm, what needs it is skipped."""
    try:
        with running([App(CLIENT.client_id, SECRET, f"{PAGES}/{TOWN.slug}")], PEOPLE) as issuer:
            yield issuer
    except NotHereError as error:
        pytest.skip(str(error))


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One database is enough here; `test_whose.py` sees the tables of both."""
    shutil.copy(sqlite_template, tmp_path / "guichet.db")
    return f"sqlite://{tmp_path}/guichet.db"


@pytest.fixture
async def office(database: str, texts: Texts) -> AsyncIterator[Office]:
    async with Judge() as judge:
        yield Office(texts, judge)


@pytest.fixture
async def real(office: Office, issuer: str) -> AsyncIterator[Traveller]:
    """A browser between our pages and the real engine. The two clocks must agree."""
    async with travelling(house(office, Provider(issuer))) as traveller:
        yield traveller


@pytest.fixture
def evil(office: Office) -> Evil:
    return Evil(office.clock)


@pytest.fixture
async def browser(office: Office, evil: Evil) -> AsyncIterator[Traveller]:
    """A browser between our pages and a provider that does wrong what the test wants."""
    provider = Provider(evil.issuer, patience=30, transport=evil.transport)
    async with travelling(house(office, provider), evil.transport) as traveller:
        yield traveller
