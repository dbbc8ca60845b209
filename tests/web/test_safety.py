"""What must hold whatever the page: forgeries refused, headers, limits, and no secret left anywhere."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.pages import entry
from models.link import Purpose
from portal.password import verify
from tests.desk.office import Office
from tests.web.browser import Browser, Page, browser
from tests.web.people import MAIL, PASSWORD, activation, active, everything, invited, link_for
from tests.web.test_space import HOME, at_service, enters
from web.application import application
from web.limits import MOST_BYTES, MOST_HEAD

PAGES = (
    "/",
    "/nulle-part",
    "/val-fleuri/espace-citoyens/",
    "/val-fleuri/lien/inconnu",
    "/static/page.css",
    "/healthz",
)


async def test_a_form_without_its_token_or_from_elsewhere_is_refused(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    url = activation(office)
    page = await web.open(url)
    token = page.forms[0]
    refused = [
        await web.client.post(url),
        await web.client.post(url, data={"jeton": "faux.jeton"}),
        await web.client.post(url, data=token, headers={"origin": "https://pirate.example"}),
        await web.client.post(url, data=token, headers={"sec-fetch-site": "cross-site"}),
        await web.client.post(url, data=token, headers={"sec-fetch-site": "same-site"}),
    ]
    async with browser(office.counter) as somebody:
        refused.append(await somebody.client.post(url, data=token))
    assert {answer.status_code for answer in refused} == {403}
    assert Page(refused[0]).heading == "Un essai de plus, par sécurité"
    await citizen.refresh_from_db()
    assert not citizen.activated_at


@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:8080"])
async def test_our_own_form_is_taken_whatever_the_browser_tells_of_its_origin(
    office: Office, web: Browser, origin: str
) -> None:
    citizen = await invited(office)
    page = await web.open(activation(office))
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    answer = await web.client.post(activation(office), data=page.forms[0], headers=headers)
    assert answer.status_code == 200
    await citizen.refresh_from_db()
    assert citizen.activated_at


async def test_no_address_that_takes_a_form_takes_it_without_the_token(
    office: Office, web: Browser
) -> None:
    routes = [route for route in application(office.counter).routes if isinstance(route, Route)]
    taking = [route.path for route in routes if "POST" in (route.methods or ())]
    assert len(taking) == 12
    for path in taking:
        url = path.replace(":int", "").format(town="val-fleuri", token="x", number=1)
        assert (await web.client.post(url, data={"a": "b"})).status_code == 403


async def test_every_answer_carries_the_headers(web: Browser) -> None:
    for url in PAGES:
        headers = (await web.client.get(url)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["permissions-policy"].startswith("camera=()")
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert "strict-transport-security" not in headers
        kept = "max-age=3600" if "static" in url else "no-store"
        assert kept in headers["cache-control"]


async def test_a_failure_carries_the_headers_too(office: Office) -> None:
    async def fails(_request: Request) -> Response:
        raise ValueError

    async with browser(office.counter, extra=[Route("/val-fleuri/panne", fails)]) as web:
        too_long = {"login": "x" * (MOST_BYTES + 1)}
        failures = [
            await web.client.get("/val-fleuri/panne"),
            await web.client.post("/val-fleuri/lien/x", data=too_long),
            await web.client.delete("/val-fleuri/lien/x"),
        ]
    assert [one.status_code for one in failures] == [500, 413, 405]
    for one in failures:
        assert "default-src 'none'" in one.headers["content-security-policy"]
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["referrer-policy"] == "no-referrer"


async def test_behind_https_cookies_and_headers_say_so(office: Office) -> None:
    counter = replace(office.counter, public_url="https://guichet.val-fleuri.example")
    async with browser(counter) as web:
        answer = await web.client.get("/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-guichet-jeton=")
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"] == "max-age=63072000"


async def test_no_page_holds_a_style_or_a_script_of_its_own(office: Office, web: Browser) -> None:
    await active(office)
    first = await web.open(office.mailbox(MAIL).link("lien"))
    for page in (first, await web.press(first, "Continuer"), await web.open("/")):
        assert "style=" not in page.answer.text
        assert "<style" not in page.answer.text
        assert "<script>" not in page.answer.text
        assert "onclick" not in page.answer.text
        assert '<html lang="fr">' in page.answer.text
        assert page.answer.text.count("<h1") == 1


@pytest.mark.parametrize("announced", [True, False])
async def test_too_long_a_body_is_refused(office: Office, *, announced: bool) -> None:
    async def takes(request: Request) -> Response:
        return Response(await request.body())

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * (MOST_BYTES // 4)

    content = b"x" * (MOST_BYTES + 1) if announced else pieces()
    routes = [Route("/val-fleuri/avale-tout", takes, methods=["POST"])]
    async with browser(office.counter, extra=routes) as web:
        page = Page(await web.client.post("/val-fleuri/avale-tout", content=content))
    assert (page.status, page.heading) == (413, "Ce texte est trop long")
    assert "01 23 45 67 89" in page.text


async def test_a_body_that_comes_too_slowly_is_given_up(office: Office) -> None:
    async def takes(request: Request) -> Response:
        return Response(await request.body())

    async def never_ends() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    routes = [Route("/val-fleuri/avale-tout", takes, methods=["POST"])]
    async with browser(office.counter, extra=routes, patience=0) as web:
        page = Page(await web.client.post("/val-fleuri/avale-tout", content=never_ends()))
    assert (page.status, page.heading) == (408, "Votre envoi n’est pas arrivé en entier")
    assert page.answer.headers["connection"] == "close"
    assert "01 23 45 67 89" in page.text


async def test_whoever_waits_for_the_browser_to_leave_is_not_hurried(office: Office) -> None:
    """What streams waits for that on the same line as a body comes."""
    begun = asyncio.Event()

    async def streams(request: Request) -> Response:
        await request.body()
        begun.set()
        await request.receive()
        return Response()

    routes = [Route("/val-fleuri/flux", streams, methods=["POST"])]
    async with browser(office.counter, extra=routes, patience=0) as web:
        waiting = asyncio.ensure_future(web.client.post("/val-fleuri/flux", content=b"x"))
        await begun.wait()
        for _ in range(9):
            await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


@pytest.mark.parametrize("where", ["header", "address"])
async def test_too_long_a_head_is_refused(web: Browser, where: str) -> None:
    long = "x" * (MOST_HEAD + 1)
    asked = {"url": f"/?{long}"} if where == "address" else {"url": "/", "headers": {"x": long}}
    answer = await web.client.get(**asked)  # type: ignore[arg-type]  # one of two shapes
    assert answer.status_code == 431
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_form_with_too_much_in_it_is_refused(web: Browser) -> None:
    page = await web.open("/val-fleuri/lien/x")
    url = page.answer.request.url
    for much in ({"password": "x" * 5000}, {str(at): "x" for at in range(40)}):
        assert (await web.client.post(url, data=much)).status_code == 400


async def test_wrong_addresses_and_methods_are_told_kindly_with_the_towns_phone(
    web: Browser,
) -> None:
    lost = await web.open("/val-fleuri/nulle-part")
    assert (lost.status, lost.heading) == (404, "Cette page n’existe pas")
    assert "01 23 45 67 89" in lost.text
    assert "du lundi au vendredi" in lost.text
    wrong = Page(await web.client.delete("/val-fleuri/lien/x"))
    assert wrong.status == 405
    nowhere = await web.open("/inconnue/lien/x")
    assert nowhere.status == 404
    assert "/" in nowhere.links
    text = {"content-type": "multipart/form-data"}
    broken = await web.client.post("/val-fleuri/lien/x", content=b"?", headers=text)
    assert broken.status_code == 400


async def test_our_own_failure_is_told_kindly_and_its_words_stay_out_of_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_request: Request) -> Response:
        raise ValueError(PASSWORD)

    routes = [Route("/val-fleuri/panne", fails)]
    async with browser(office.counter, extra=routes) as web:
        page = await web.open("/val-fleuri/panne")
    assert (page.status, page.heading) == (500, "Une panne, de notre côté")
    assert "01 23 45 67 89" in page.text
    assert "referrer-policy" in page.answer.headers
    assert "ValueError" in caplog.text
    assert PASSWORD not in caplog.text


async def test_a_password_is_found_nowhere_after_a_run(
    office: Office, web: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await active(office)
    page = await web.press(await web.open(office.mailbox(MAIL).link("lien")), "Continuer")
    refused = await web.press(
        page, "Enregistrer", login="claire", password=f"{PASSWORD}x", confirmation=PASSWORD
    )
    assert refused.status == 422
    typed = {"login": "claire", "password": PASSWORD, "confirmation": PASSWORD}
    done = await web.press(refused, "Enregistrer", **typed)
    await office.work()
    assert done.status == 200
    assert PASSWORD not in refused.answer.text + done.answer.text
    assert PASSWORD not in await everything()
    assert PASSWORD not in caplog.text


async def test_known_and_unknown_logins_cost_the_same_work(
    office: Office, web: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow part is the hash: it is computed once, whether there is one to compare with or not."""
    await at_service(office)
    checked: list[str] = []

    async def watched(typed: str, hashed: str | None) -> bool:
        checked.append("known" if hashed else "unknown")
        return await verify(typed, hashed)

    monkeypatch.setattr(entry, "verify", watched)
    for login in ("testa65", "personne"):
        assert (await enters(web, login=login, password="faux")).status == 422
    assert checked == ["known", "unknown"]


async def test_known_and_unknown_links_are_looked_up_alike(
    office: Office, web: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    await invited(office)
    good = activation(office)
    unknown, wrong = re.sub(r"id=\d+", "id=777", good), re.sub(r"key=\w{4}", "key=0000", good)
    await web.open(unknown)  # the first unknown link of a client also opens its count
    asked = []
    for url in (unknown, wrong):
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "tortoise.db_client"):
            assert (await web.open(url)).status == 404
        asked.append([re.sub(r"\d+", "n", one.getMessage()[:60]) for one in caplog.records])
    assert asked[0] == asked[1]
    assert len(asked[0]) > 2


async def test_pages_with_something_personal_are_never_kept(office: Office, web: Browser) -> None:
    citizen = await at_service(office)
    await enters(web)
    link = await link_for(office, citizen, Purpose.RESET)
    form = await web.press(await web.open(link), "Continuer")
    for page in (form, await web.open(HOME), await web.open(activation(office))):
        assert page.answer.headers["cache-control"] == "no-store"
        assert page.answer.headers["referrer-policy"] == "no-referrer"


async def test_the_token_of_a_form_is_signed_and_one_of_our_own_making_is_kept(
    web: Browser,
) -> None:
    first = await web.client.get("/")
    assert "set-cookie" in first.headers
    assert "set-cookie" not in (await web.client.get("/")).headers
    for forged in ("x", "x.y", ".", "é.y", f"{first.cookies['guichet-jeton']}0"):
        web.client.cookies.clear()
        told = {"cookie": f"guichet-jeton={forged}".encode()}
        assert "set-cookie" in (await web.client.get("/", headers=told)).headers


async def test_the_front_page_lists_the_towns(web: Browser) -> None:
    page = await web.open("/")
    assert "Mairie de Val-Fleuri" in page.text
    assert "Mairie d’Autre-Ville" in page.text
    assert "https://val-fleuri.example" in page.links


async def test_the_sign_of_life(web: Browser) -> None:
    assert (await web.client.get("/healthz")).text == "ok\n"
