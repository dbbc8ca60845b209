"""A town's pages with FranceConnect, and a browser that goes there and back."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from models.family import Citizen
from tests.desk.office import Office
from tests.web.browser import Page
from web import visit
from web.application import application
from web.franceconnect import Provider, TownClient, button, routes, way_out
from web.franceconnect.proving import SignedIn

PAGES = "http://127.0.0.1:8080"
TOWN = "val-fleuri"
HERE = f"{PAGES}/{TOWN}/franceconnect"
SECRET = "a-client-secret-of-the-tests-0123456789"
CLIENT = TownClient(town=TOWN, client_id="val-fleuri-client", client_secret=SECRET)


async def signed_in(_request: Request, citizen: Citizen) -> Response:
    """What the pages' own sessions will do."""
    return PlainTextResponse(f"signed in: {citizen.login}", headers={"set-cookie": "session=1"})


async def _door(request: Request) -> Response:
    lien = request.query_params.get("lien", "")
    return HTMLResponse(button(request, lien=lien) + way_out(request))


async def who(request: Request, town: str) -> Citizen | None:
    """As the house is wired."""
    known = await visit.visitor(request, town)
    return known.citizen if known else None


def house(
    office: Office, provider: Provider, signed_in: SignedIn = signed_in
) -> httpx.ASGITransport:
    """The pages of the office; `/{town}/porte` stands for any page with the button."""
    extra: list[BaseRoute] = [
        *routes(provider, [CLIENT], signed_in=signed_in, who=who),
        Route("/{town}/porte", _door),
    ]
    return httpx.ASGITransport(application(office.counter, extra=extra))


class Traveller:
    """A citizen's browser: it knows our pages, and whatever plays FranceConnect."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        #: Every address it was sent to or given, to look for what must not be there.
        self.seen: list[str] = []

    async def open(self, url: str) -> httpx.Response:
        """Follow every redirection, as a browser does."""
        return self._seen(await self.client.get(url, follow_redirects=True))

    async def leave(self, query: str = "") -> dict[str, str]:
        """Press the button and stop there: what FranceConnect is asked."""
        answer = await self.client.get(HERE + query)
        assert answer.status_code == 303, answer.text
        self.there = answer.headers["location"]
        return {name: one for name, [one] in parse_qs(urlsplit(self.there).query).items()}

    async def come_back(self, **said: str) -> Page:
        """What FranceConnect sends back, as the test would have it."""
        return Page(self._seen(await self.client.get(f"{HERE}/retour", params=said)))

    async def press(self, page: httpx.Response, **typed: str) -> httpx.Response:
        """Send the first form of a page, of ours or not."""
        shown = Page(page)
        action = shown.actions[0] or str(page.url)
        url = page.url.join(action)
        sent = {**shown.forms[0], **typed}
        return self._seen(await self.client.post(url, data=sent, follow_redirects=True))

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        self.seen += [str(one.url) for one in (*answer.history, answer)]
        return answer


@asynccontextmanager
async def travelling(
    pages: httpx.ASGITransport, franceconnect: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Traveller]:
    """A browser without any cookie."""
    # Nothing here is https: no certificate is read (it is slow), and none would be believed.
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(
        transport=franceconnect, mounts={PAGES: pages}, verify=nobody, trust_env=False
    ) as client:
        yield Traveller(client)
