"""What a provider, a thief or a clumsy browser may send: nobody enters, and the page says what to do."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from models.franceconnect import FranceConnectLink
from models.journal import Journal
from tests.desk.office import Office
from tests.franceconnect.evil import FIRST, RSA, SECOND, Claims, Evil
from tests.franceconnect.house import HERE, SECRET, Traveller, house, travelling
from tests.franceconnect.people import linked
from tests.web.browser import Page
from web.franceconnect import Provider
from web.franceconnect.provider import PATIENCE

FAILED = "FranceConnect n’a pas abouti"
DOWN = "FranceConnect ne répond pas"


async def returned(browser: Traveller, evil: Evil, **changed: str) -> Page:
    """Leave, and come back with a code and whatever is changed."""
    asked = await browser.leave()
    evil.nonce = asked["nonce"]
    said = {"code": "a-code", "state": asked["state"], "iss": evil.issuer, **changed}
    return await browser.come_back(**{name: one for name, one in said.items() if one})


@pytest.fixture(autouse=True)
async def _known(office: Office, evil: Evil) -> None:
    """Claire is linked: an honest answer signs her in."""
    await linked(office, evil.issuer, evil.sub)


async def test_an_honest_answer_signs_in(browser: Traveller, evil: Evil) -> None:
    assert (await returned(browser, evil)).text == "signed in: testa65"


async def test_what_is_asked_is_what_the_state_wants(browser: Traveller, evil: Evil) -> None:
    asked = await browser.leave()
    assert asked["response_type"] == "code"
    assert asked["acr_values"] == "eidas1"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 32
    assert "email" not in asked["scope"]
    assert asked["redirect_uri"] == f"{HERE}/retour"


def _lie(**changed: Any) -> Callable[[Evil], None]:
    return lambda evil: evil.identity_lies.update(changed)


def _about(**changed: Any) -> Callable[[Evil], None]:
    return lambda evil: evil.person_lies.update(changed)


def _set(**changed: Any) -> Callable[[Evil], None]:
    def change(evil: Evil) -> None:
        for name, value in changed.items():
            setattr(evil, name, value)

    return change


def _forged(make: Callable[[Evil, Claims], str]) -> Callable[[Evil], None]:
    return lambda evil: setattr(evil, "forge", lambda claims: make(evil, claims))


LIES = {
    "a nonce of another journey": _lie(nonce="n" * 43),
    "no nonce": _lie(nonce=None),
    "another issuer": _lie(iss="https://evil.example"),
    "another audience": _lie(aud="somebody-else"),
    "two audiences": _lie(aud=["val-fleuri-client", "somebody-else"]),
    "expired": _lie(exp=1),
    "never expires": _lie(exp=None),
    "expires in words": _lie(exp="tomorrow"),
    "from the future": _lie(iat=99999999999),
    "no level": _lie(acr="eidas0"),
    "about nobody": _lie(sub=""),
    "a sub that is a list": _lie(sub=["pairwise-of-claire"]),
    "userinfo about somebody else": _about(sub="another"),
    "userinfo of another issuer": _about(iss="https://evil.example"),
    "userinfo for somebody else": _about(aud="another"),
    "userinfo expired": _about(exp=1),
    "userinfo not signed": _set(unsigned_person=True),
    "alg none": _forged(lambda evil, claims: evil.forged(claims, "none", None)),
    "alg None, in capitals": _forged(lambda evil, claims: evil.forged(claims, "NONE", None)),
    "alg HS256": _forged(lambda evil, claims: evil.forged(claims, "HS256", b"s" * 32)),
    "signed with our own secret": _forged(
        lambda evil, claims: evil.forged(claims, "HS256", SECRET.encode())
    ),
    "the public key as a secret": _forged(
        lambda evil, claims: evil.forged(claims, "HS256", FIRST.as_pem(private=False))
    ),
    "ES256 that is not signed": _forged(lambda evil, claims: evil.forged(claims, "ES256", None)),
    "an EC signature under the name of the RSA key": _forged(
        lambda evil, claims: evil.signed(claims, FIRST, "ES256", "rsa")
    ),
    "an RSA signature under the name of the EC key": _forged(
        lambda evil, claims: evil.signed(claims, RSA, "RS256", "first")
    ),
    "signed by another key of the same name": _forged(
        lambda evil, claims: evil.signed(claims, SECOND, "ES256", "first")
    ),
    "a key that nobody published": _forged(
        lambda evil, claims: evil.signed(claims, SECOND, "ES256", "second")
    ),
    "no key named": _forged(lambda evil, claims: evil.signed(claims, FIRST, "ES256", "")),
    "not a token": _forged(lambda _evil, _claims: "nothing.of.it"),
    "no token": _forged(lambda _evil, _claims: ""),
    "a code that has served": _set(trouble={"token": 400}),
    "a redirection in the place of tokens": _set(trouble={"token": 302}),
    "userinfo that refuses": _set(trouble={"userinfo": 401}),
    "discovery of another issuer": _set(addresses={"issuer": "https://evil.example"}),
    "an address without https": _set(addresses={"jwks_uri": "http://evil.example/keys"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_a_lie_lets_nobody_in(
    browser: Traveller, evil: Evil, lie: Callable[[Evil], None]
) -> None:
    lie(evil)
    asked = await browser.client.get(HERE)
    page = await returned(browser, evil) if asked.status_code == 303 else Page(asked)
    assert page.heading == FAILED
    assert page.status == 502
    assert "01 23 45 67 89" in page.text
    assert await Journal.filter(kind="effect").count() == 0


async def test_rs256_is_as_good(browser: Traveller, evil: Evil) -> None:
    evil.key = RSA
    assert (await returned(browser, evil)).text == "signed in: testa65"


async def test_when_its_keys_turn_the_new_one_is_learnt_and_the_old_one_refused(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    assert (await returned(browser, evil)).text == "signed in: testa65"
    evil.key, evil.published = SECOND, [SECOND]
    office.clock.passes(minutes=1)
    assert (await returned(browser, evil)).text == "signed in: testa65"
    evil.key = FIRST
    assert (await returned(browser, evil)).heading == FAILED


@pytest.mark.parametrize("changed", ["https://evil.example", "", "https://franceconnect.example"])
async def test_sent_back_by_another_issuer_the_code_is_not_even_exchanged(
    browser: Traveller, evil: Evil, changed: str
) -> None:
    assert (await returned(browser, evil, iss=changed)).heading == FAILED
    assert "token" not in evil.asked


@pytest.mark.parametrize("changed", ["", "x", "preuve", "é" * 43, "s" * 43])
async def test_a_state_that_this_browser_did_not_begin_is_refused(
    browser: Traveller, evil: Evil, changed: str
) -> None:
    page = await returned(browser, evil, state=changed)
    assert page.heading == "Cette page ne s’ouvre pas ici"
    assert "token" not in evil.asked


async def test_the_beginning_of_a_state_is_not_enough(browser: Traveller, evil: Evil) -> None:
    asked = await browser.leave()
    evil.nonce = asked["nonce"]
    almost = asked["state"][:8] + "s" * 35
    page = await browser.come_back(code="a-code", state=almost, iss=evil.issuer)
    assert page.heading == "Cette page ne s’ouvre pas ici"


async def test_in_another_browser_the_return_opens_nothing(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    asked = await browser.leave()
    provider = Provider(evil.issuer, transport=evil.transport)
    async with travelling(house(office, provider), evil.transport) as other:
        page = await other.come_back(code="a-code", state=asked["state"], iss=evil.issuer)
    assert page.heading == "Cette page ne s’ouvre pas ici"


async def test_a_cookie_of_another_town_or_changed_opens_nothing(
    browser: Traveller, evil: Evil
) -> None:
    asked = await browser.leave()
    [name] = [name for name in browser.client.cookies if "aller" in name]
    sealed = browser.client.cookies[name]
    browser.client.cookies.set(name, sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"))
    browser.client.cookies.delete(name, domain="127.0.0.1")
    page = await browser.come_back(code="a-code", state=asked["state"], iss=evil.issuer)
    assert page.heading == "Cette page ne s’ouvre pas ici"


async def test_the_cookie_shows_nothing_and_is_out_of_reach_of_scripts(
    browser: Traveller, evil: Evil
) -> None:
    answer = await browser.client.get(HERE)
    [cookie] = answer.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    asked = await browser.leave()
    assert asked["nonce"] not in cookie
    assert cookie.count(".") == 4  # encrypted, not only signed


async def test_a_second_return_is_told_so_and_signs_in_nobody(
    browser: Traveller, evil: Evil
) -> None:
    asked = await browser.leave()
    evil.nonce = asked["nonce"]
    said = {"code": "a-code", "state": asked["state"], "iss": evil.issuer}
    await browser.come_back(**said)
    again = await browser.come_back(**said)
    assert again.heading == "Cette page a déjà servi"
    assert evil.asked.count("token") == 1


async def test_two_windows_do_not_disturb_each_other(browser: Traveller, evil: Evil) -> None:
    first, second = await browser.leave(), await browser.leave()
    for asked in (first, second):
        evil.nonce = asked["nonce"]
        page = await browser.come_back(code="a", state=asked["state"], iss=evil.issuer)
        assert page.text == "signed in: testa65"


async def test_who_comes_back_after_ten_minutes_starts_again(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    asked = await browser.leave()
    office.clock.passes(minutes=10)
    page = await browser.come_back(code="a", state=asked["state"], iss=evil.issuer)
    assert page.heading == "Cette page ne s’ouvre pas ici"


@pytest.mark.parametrize(
    ("error", "heading"),
    [("access_denied", "Vous avez renoncé à FranceConnect"), ("server_error", FAILED)],
)
async def test_cancelled_or_failed_there_the_page_says_which(
    browser: Traveller, evil: Evil, error: str, heading: str
) -> None:
    page = await returned(browser, evil, code="", error=error)
    assert page.heading == heading
    assert "01 23 45 67 89" in page.text
    assert "token" not in evil.asked


@pytest.mark.parametrize("name", ["openid-configuration", "token", "userinfo", "jwks"])
@pytest.mark.parametrize("how", ["down", "slow", 503])
async def test_a_provider_that_is_down_or_slow_is_told_as_such(
    office: Office, evil: Evil, name: str, how: str | int
) -> None:
    evil.trouble[name] = how
    provider = Provider(evil.issuer, patience=0.15, transport=evil.transport)
    async with travelling(house(office, provider), evil.transport) as browser:
        answer = await browser.client.get(HERE)
        page = await returned(browser, evil) if answer.status_code == 303 else Page(answer)
    assert (page.heading, page.status) == (DOWN, 503)


def test_a_person_waits_three_seconds_at_most() -> None:
    assert PATIENCE == 3.0


async def test_nothing_is_linked_by_all_that(browser: Traveller, evil: Evil) -> None:
    evil.sub = "another"
    evil.identity_lies["nonce"] = "wrong"
    await returned(browser, evil)
    assert await FranceConnectLink.all().count() == 1


async def test_over_https_the_cookie_belongs_to_this_host_alone(office: Office, evil: Evil) -> None:
    office.with_settings(public_url="https://espace.example")
    provider = Provider(evil.issuer, transport=evil.transport)
    async with httpx.AsyncClient(transport=house(office, provider)) as client:
        answer = await client.get("https://espace.example/val-fleuri/franceconnect")
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-guichet-fc-aller-")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert "redirect_uri=https%3A%2F%2Fespace.example%2F" in answer.headers["location"]
