"""From the sign-in page to the dashboard by FranceConnect, played by the engine that it runs on itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from demo.franceconnect import App, NotHereError, running
from portal.terms import accept
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.looking import Look
from tests.browser.test_pages import SPACE, gives
from tests.desk.office import PASSWORD, TOWN, Office
from tests.franceconnect.conftest import PEOPLE
from tests.franceconnect.house import CLIENT, SECRET, who
from tests.franceconnect.people import in_use
from web.application import application
from web.entry import arrived
from web.franceconnect import Provider, routes
from web.serving import address_of, listen, serve

pytestmark = IN_CHROMIUM


@asynccontextmanager
async def with_the_engine(office: Office) -> AsyncIterator[str]:
    """The pages of the office beside the real engine; where they are."""
    listening = listen("127.0.0.1", 0)
    here = address_of(listening)
    try:
        with running([App(CLIENT.client_id, SECRET, f"{here}/{TOWN.slug}")], PEOPLE) as issuer:
            ways = routes(Provider(issuer, patience=30), [CLIENT], signed_in=arrived, who=who)
            counter = replace(office.counter, public_url=here)
            served = asyncio.ensure_future(serve(application(counter, extra=ways), listening))
            yield here
            served.cancel()
            await asyncio.gather(served, return_exceptions=True)
    except NotHereError as error:
        pytest.skip(str(error))
    finally:
        listening.close()


async def test_there_and_home_the_password_once_and_then_never_again(
    office: Office, look: Look
) -> None:
    office.clock.now = datetime.now(UTC)  # the engine signs with the hour of this machine
    citizen = await in_use(office)
    await accept(citizen, version="2026-1", channel="page", manner="pages", at=office.clock())
    here = look.here
    async with with_the_engine(office) as pages:
        await here.open(pages + SPACE)
        await here.press("FranceConnect")
        await here.reads("Qui êtes-vous")
        await look.at("franceconnect-la-bas")
        await here.press("Claire")
        await here.reads("Une dernière vérification")
        await gives(look, password=PASSWORD)
        await here.reads("Bonjour Mme Testa")
        await look.at("accueil-par-franceconnect")
        await here.press("Se déconnecter")
        await here.open(pages + SPACE)
        await here.press("FranceConnect")
        await here.reads("Bonjour Mme Testa")
    look.finds_nothing()
