"""Whose account it is: by a link made before, or exactly one identity and a proof. Never by mail alone."""

import asyncio
from datetime import timedelta

import pytest

from desk import franceconnect
from desk.invitations import invite
from models.family import Citizen
from models.franceconnect import FranceConnectLink, FranceConnectReturn
from models.link import PageLink, Purpose
from portal.identity_link import linked_since
from tests.conftest import database_url  # noqa: F401 - a fixture: here both databases decide
from tests.desk.office import PASSWORD, Office, family
from tests.franceconnect.evil import Evil
from tests.franceconnect.house import PAGES, SECRET, Traveller
from tests.franceconnect.people import BORN, in_use, linked
from tests.web.browser import Page
from tests.web.people import ACTIVATION, active, everything, link_for

HANDED = "La mairie doit vérifier"
PROVE = "Une dernière vérification"
CONTACT = "accueil@val-fleuri.example"


async def go(browser: Traveller, evil: Evil, query: str = "") -> Page:
    """There and back, honestly."""
    asked = await browser.leave(query)
    evil.nonce = asked["nonce"]
    return await browser.come_back(code="a-code", state=asked["state"], iss=evil.issuer)


async def invited(office: Office, **known: object) -> Citizen:
    citizen = await family(birth_date=BORN, **known)
    assert await invite(office.counter, citizen, office.clock())
    await office.work()
    return citizen


def query_of(office: Office, citizen: Citizen) -> str:
    return office.mailbox(citizen.mail).link(ACTIVATION).partition("?")[2].replace("&", "%26")


async def test_from_the_open_activation_link_no_password_is_ever_asked(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await invited(office)
    page = await go(browser, evil, f"?activation={query_of(office, citizen)}")
    assert page.text == "signed in: testa65"
    await citizen.refresh_from_db()
    assert citizen.activated_by == "page"
    assert citizen.identifiers_set_at
    assert citizen.password_hash == ""
    assert not await PageLink.filter(purpose=Purpose.INVITATION, used_at=None, revoked_at=None)


async def test_the_conversation_learns_that_nothing_more_is_asked(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await invited(office)
    await go(browser, evil, f"?activation={query_of(office, citizen)}")
    await office.work()
    said = [one.text for mail in office.mailbox(citizen.mail).mails() for one in mail.spoken]
    assert any("aucun mot de passe n’est à choisir" in text for text in said)
    assert any("FranceConnect" in text for text in said)


async def test_from_a_one_time_link_too_and_the_link_has_then_served(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await in_use(office)
    token = (await link_for(office, citizen, Purpose.RESET)).rpartition("/")[2]
    assert (await go(browser, evil, f"?lien={token}")).text == "signed in: testa65"
    evil.sub = "another-sub"
    assert (await go(browser, evil, f"?lien={token}")).heading == PROVE


@pytest.mark.parametrize("purpose", [Purpose.RESET, Purpose.IDENTIFIERS, Purpose.TEMPORARY])
async def test_a_one_time_page_has_the_button_and_it_takes_the_link_along(
    office: Office, browser: Traveller, purpose: Purpose
) -> None:
    citizen = await (in_use(office) if purpose is Purpose.RESET else active(office))
    path = await link_for(office, citizen, purpose)
    page = await browser.open(f"{PAGES}{path}")
    token = path.rpartition("/")[2]
    assert f'href="/val-fleuri/franceconnect?lien={token}"' in page.text
    assert "Qu’est-ce que FranceConnect" in page.text


async def test_a_page_that_has_served_has_no_button(office: Office, browser: Traveller) -> None:
    path = await link_for(office, await in_use(office), Purpose.RESET)
    await PageLink.all().update(used_at=office.clock())
    assert "franceconnect?lien" not in (await browser.open(f"{PAGES}{path}")).text


@pytest.mark.parametrize("purpose", [Purpose.TEMPORARY, Purpose.TERMS])
async def test_a_link_that_asks_for_a_password_is_no_proof_by_itself(
    office: Office, browser: Traveller, evil: Evil, purpose: Purpose
) -> None:
    citizen = await in_use(office)
    token = (await link_for(office, citizen, purpose)).rpartition("/")[2]
    assert (await go(browser, evil, f"?lien={token}")).heading == PROVE


async def test_the_link_of_somebody_else_proves_nothing(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await in_use(office)
    other = await invited(office, login="autre", mail="autre@exemple.example", given_name="Zoé")
    page = await go(browser, evil, f"?activation={query_of(office, other)}")
    assert page.heading == PROVE
    assert await FranceConnectLink.all().count() == 0


@pytest.mark.parametrize("days", [0, 91])
async def test_a_link_too_old_or_changed_proves_nothing(
    office: Office, browser: Traveller, evil: Evil, days: int
) -> None:
    citizen = await invited(office)
    query = query_of(office, citizen)
    office.clock.passes(days=days)
    wrong = query if days else query.replace("key=", "key=0")[: len(query)]
    assert (await go(browser, evil, f"?activation={wrong}")).heading == PROVE


async def test_a_town_that_always_asks_the_temporary_password_asks_it(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await invited(office)
    temporary = office.mailbox(citizen.mail).temporary()
    query = query_of(office, citizen)
    town = office.counter.towns["val-fleuri"]
    object.__setattr__(town, "always_ask_temporary_password", True)
    try:
        page = await go(browser, evil, f"?activation={query}")
        assert page.heading == PROVE
        done = await browser.press(page.answer, password=temporary)
        assert done.text == "signed in: testa65"
    finally:
        object.__setattr__(town, "always_ask_temporary_password", False)


async def test_a_wrong_password_is_counted_and_a_locked_account_says_so(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await in_use(office)
    page = await go(browser, evil)
    wrong = Page(await browser.press(page.answer, password="faux"))
    assert wrong.status == 422
    assert "Ce n’est pas le bon mot de passe" in wrong.text
    assert "Écrivez" in Page(await browser.press(page.answer, password=" ")).text
    await Citizen.all().update(failures=5, last_failure_at=office.clock())
    assert "attendez jusqu’au" in Page(await browser.press(page.answer, password=PASSWORD)).text
    await Citizen.all().update(failures=10)
    assert "n’est plus accepté" in Page(await browser.press(page.answer, password=PASSWORD)).text
    await citizen.refresh_from_db()
    assert await linked_since(citizen) is None


async def test_the_form_closes_after_a_quarter_of_an_hour(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await in_use(office)
    page = await go(browser, evil)
    office.clock.passes(minutes=15)
    late = Page(await browser.press(page.answer, password=PASSWORD))
    assert late.heading == "La page est restée ouverte trop longtemps"


async def test_a_form_from_elsewhere_is_refused(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await in_use(office)
    page = await go(browser, evil)
    forged = Page(await browser.press(page.answer, password=PASSWORD, jeton="x"))
    assert forged.status == 403


async def test_the_mail_of_somebody_s_account_counts_for_nothing(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await in_use(office)
    evil.person |= {"given_name": "Zoé", "email": citizen.mail, "email_verified": True}
    assert (await go(browser, evil)).heading == HANDED
    assert await FranceConnectLink.all().count() == 0


async def test_two_of_the_same_name_and_birth_are_for_the_town_s_people(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    first = await invited(office)
    await in_use(office, login="testa66", mail="autre@exemple.example")
    page = await go(browser, evil, f"?activation={query_of(office, first)}")
    assert page.heading == HANDED
    await office.work()
    assert "plusieurs espaces" in office.mailbox(CONTACT).last()


async def test_the_town_s_people_are_told_once_a_day(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    for _ in range(3):
        await go(browser, evil)
    await office.work()
    assert len(office.mailbox(CONTACT).mails()) == 1
    office.clock.passes(days=1)
    await go(browser, evil)
    await office.work()
    assert len(office.mailbox(CONTACT).mails()) == 2


async def test_a_citizen_of_another_town_is_nobody_here(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await in_use(office)
    citizen.town = "autre-ville"
    await citizen.save()
    assert (await go(browser, evil)).heading == HANDED


async def test_when_her_identifier_there_changes_she_links_again(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await in_use(office)
    await browser.press((await go(browser, evil)).answer, password=PASSWORD)
    evil.sub = "a-new-sub"
    await browser.press((await go(browser, evil)).answer, password=PASSWORD)
    [link] = await FranceConnectLink.all()
    assert (link.sub, link.citizen_id) == ("a-new-sub", citizen.id)
    assert (await go(browser, evil)).text == "signed in: testa65"


async def test_unlinked_she_is_asked_again_and_told_by_mail(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await linked(office, evil.issuer, evil.sub)
    assert await franceconnect.unlink(office.counter, citizen)
    assert not await franceconnect.unlink(office.counter, citizen)
    assert (await go(browser, evil)).heading == PROVE
    await office.work()
    assert "ne s’ouvre plus avec FranceConnect" in office.mailbox(citizen.mail).last()
    assert await franceconnect.linked_since(citizen) is None


async def test_a_frozen_account_opens_for_nobody(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    citizen = await linked(office, evil.issuer, evil.sub)
    await Citizen.filter(id=citizen.id).update(frozen_at=office.clock())
    assert (await go(browser, evil)).heading == "Cet espace est bloqué"
    evil.sub = "unknown"
    assert (await go(browser, evil)).heading == "Cet espace est bloqué"


async def test_no_table_holds_a_token_a_state_or_what_was_claimed(
    office: Office, browser: Traveller, evil: Evil, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await in_use(office)
    evil.person["given_name"] = "Claire Secretissime"
    asked = await browser.leave()
    evil.nonce = asked["nonce"]
    page = await browser.come_back(code="the-code-itself", state=asked["state"], iss=evil.issuer)
    await browser.press(page.answer, password=PASSWORD)
    # The browser of the test logs where it goes, as a citizen's own might.
    ours = [line for line in caplog.messages if "http://127.0.0.1:8080" not in line]
    kept = await everything() + "\n".join(ours)
    secrets = (asked["state"], asked["nonce"], "the-code-itself", "access-token", SECRET)
    for secret in (*secrets, PASSWORD, "Secretissime", evil.forms[0]["code_verifier"]):
        assert secret not in kept
    assert "eyJ" not in kept


async def test_journeys_that_came_back_are_soon_forgotten(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await go(browser, evil)
    office.clock.now += timedelta(minutes=11)
    await go(browser, evil)
    assert await FranceConnectReturn.all().count() == 1


async def test_the_same_return_twice_at_once_enters_once(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await linked(office, evil.issuer, evil.sub)
    asked = await browser.leave()
    evil.nonce = asked["nonce"]
    said = {"code": "a-code", "state": asked["state"], "iss": evil.issuer}
    pages = await asyncio.gather(*(browser.come_back(**said) for _ in range(4)))
    assert [page.text for page in pages].count("signed in: testa65") == 1
    assert evil.asked.count("token") == 1


async def test_one_identity_linked_from_two_windows_at_once_is_linked_once(
    office: Office, browser: Traveller, evil: Evil
) -> None:
    await in_use(office)
    page = await go(browser, evil)
    sent = (browser.press(page.answer, password=PASSWORD) for _ in range(3))
    done = await asyncio.gather(*sent)
    assert {one.text for one in done} == {"signed in: testa65"}
    assert await FranceConnectLink.all().count() == 1
