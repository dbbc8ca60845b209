"""How much one client may try, who is believed about its address, and what a restart does not forget."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from desk.counter import Counter
from models.web_session import WebTries
from tests.desk.office import Office
from tests.web.browser import Browser, Page, browser
from tests.web.people import PASSWORD, activation, invited
from tests.web.test_space import FORGOTTEN, HOME, at_service, enters
from web.application import application
from web.client import client_of, networks

LINK = "/val-fleuri/lien/inconnu"


@asynccontextmanager
async def elsewhere(counter: Counter) -> AsyncIterator[Browser]:
    """A browser at another address."""
    transport = httpx.ASGITransport(application(counter), client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url=counter.public_url) as client:
        yield Browser(client)


@pytest.mark.parametrize(
    ("peer", "trusted", "forwarded", "counted"),
    [
        ("203.0.113.9", "", "198.51.100.7", "203.0.113.9"),
        ("203.0.113.9", "10.0.0.0/8", "198.51.100.7", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.0/8", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.0/8", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.0/8", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.0/8", "1.2.3.4, pirate", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.0/8", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.0/8", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "", "", "2001:db8:1:2::/64"),
    ],
)
def test_only_the_proxy_that_the_settings_name_is_believed(
    peer: str, trusted: str, forwarded: str, counted: str
) -> None:
    app = Starlette()
    app.state.trusted = networks(trusted)
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "headers": headers, "client": (peer, 1), "app": app}
    assert client_of(Request(scope)) == counted


@pytest.mark.parametrize("wrong", ["proxy", "10.0.0.0/99", "127.0.0.1 10.0.0.1"])
def test_what_is_no_address_is_no_proxy(wrong: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        networks(wrong)


async def test_one_client_cannot_try_login_after_login_and_another_is_not_held_up(
    office: Office, web: Browser
) -> None:
    await at_service(office)
    assert (await enters(web, login="personne", password="faux")).status == 422
    await WebTries.all().update(tries=29)
    assert (await enters(web, login="quelqu.un", password="faux")).status == 422
    stopped = await enters(web)
    assert stopped.status == 429
    assert "Trop d’essais depuis cette connexion" in stopped.text
    async with elsewhere(office.counter) as other:
        assert (await enters(other)).heading == "Bonjour Mme Testa"
    async with browser(office.counter) as restarted:
        assert (await enters(restarted)).status == 429
    office.clock.passes(minutes=16)
    assert (await enters(web)).heading == "Bonjour Mme Testa"


async def test_forgotten_passwords_are_asked_so_often_and_no_more(
    office: Office, web: Browser
) -> None:
    form = await web.open(FORGOTTEN)
    for number in range(10):
        assert (await web.press(form, "Recevoir", login=f"x{number}")).status == 200
    assert (await web.press(form, "Recevoir", login="y")).status == 429
    office.clock.passes(hours=1.1)
    assert (await web.press(form, "Recevoir", login="y")).status == 200


async def test_links_cannot_be_guessed_one_after_the_other(office: Office, web: Browser) -> None:
    await invited(office)
    good = activation(office)
    for _ in range(60):
        assert (await web.client.get(LINK)).status_code == 404
    stopped = Page(await web.client.get(LINK))
    assert (stopped.status, stopped.heading) == (429, "Trop d’essais")
    assert 0 < int(stopped.answer.headers["retry-after"]) <= 900
    assert (await web.open(good)).status == 429
    async with elsewhere(office.counter) as other:
        assert (await other.open(good)).status == 200
    office.clock.passes(minutes=16)
    assert (await web.open(good)).status == 200


async def test_who_names_himself_in_a_header_is_counted_all_the_same(
    office: Office, web: Browser
) -> None:
    """Unless the settings name the proxy that speaks: it tells one client from another."""
    await web.client.get(LINK)
    await WebTries.all().update(tries=60)
    forged = {
        "x-forwarded-for": "198.51.100.7",
        "x-real-ip": "198.51.100.7",
        "forwarded": "for=198.51.100.7",
    }
    assert (await web.client.get(LINK, headers=forged)).status_code == 429
    pages = application(office.counter, trusted=networks("127.0.0.1"))
    transport = httpx.ASGITransport(pages)
    async with httpx.AsyncClient(transport=transport, base_url=office.counter.public_url) as proxy:
        assert (await proxy.get(LINK, headers=forged)).status_code == 404
        assert (await proxy.get(LINK)).status_code == 429


async def test_nobody_is_named_in_the_counts_and_they_are_forgotten(
    office: Office, web: Browser
) -> None:
    await enters(web, login="personne", password=PASSWORD)
    kept = await WebTries.all().values()
    assert len(kept) == 2
    assert "127.0.0.1" not in str(kept)
    assert "personne" not in str(kept)
    office.clock.passes(days=2)
    async with elsewhere(office.counter) as other:
        await other.open(LINK)
    assert await WebTries.all().count() == 1


async def test_nobody_else_can_sign_a_citizen_in_or_out(office: Office, web: Browser) -> None:
    await at_service(office)
    await enters(web)
    for path in (HOME, FORGOTTEN, f"{HOME}deconnexion", f"{HOME}conditions"):
        forged = await web.client.post(path, data={"login": "testa65", "password": PASSWORD})
        assert forged.status_code == 403
    assert (await web.open(HOME)).heading == "Bonjour Mme Testa"
