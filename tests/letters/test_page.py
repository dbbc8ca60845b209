"""The page of the letter: key and day open the space; whatever is wrong is said in the same words."""

from collections.abc import AsyncIterator

import pytest

from models.web_session import WebTries
from tests.desk.office import Office, family
from tests.letters.people import letter_of, without_mail
from tests.web.browser import Browser, browser

PAGE = "/val-fleuri/espace-citoyens/lettre"
NOTHING = "/val-fleuri/espace-citoyens/rien-recu"


@pytest.fixture
async def web(office: Office) -> AsyncIterator[Browser]:
    async with browser(office.counter) as one:
        yield one


async def test_key_and_day_lead_to_the_choice_of_a_password(office: Office, web: Browser) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    page = await web.open(PAGE)
    done = await web.press(page, "Activer mon espace", key=key.lower(), born="12/03/2019")
    assert "/lien/" in done.answer.headers["location"]
    await citizen.refresh_from_db()
    assert citizen.activated_by == "page"


async def test_whatever_is_wrong_the_page_is_the_same(office: Office, web: Browser) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    said = set()
    for typed, born in (
        (key, "13/03/2019"),
        ("ACDE-3467-FHJK", "12/03/2019"),
        ("PASUNECLE", "12/03/2019"),
    ):
        page = await web.press(await web.open(PAGE), "Activer mon espace", key=typed, born=born)
        said.add((page.status, page.text))
    assert len(said) == 1


async def test_a_client_that_guesses_is_stopped(office: Office, web: Browser) -> None:
    page = await web.open(PAGE)
    for _ in range(11):
        page = await web.press(page, "Activer mon espace", key="ACDE-3467-FHJK", born="12/03/2019")
    assert page.status == 429
    assert await WebTries.all().count() == 1


async def test_a_day_that_is_none_is_told(web: Browser) -> None:
    page = await web.press(await web.open(PAGE), "Activer mon espace", key="x", born="hier")
    assert "12/03/2019" in page.text


async def test_looking_at_the_page_changes_nothing_and_takes_no_key_from_the_address(
    web: Browser,
) -> None:
    page = await web.open(f"{PAGE}?key=ACDE-3467-FHJK")
    assert "ACDE-3467-FHJK" not in page.answer.text


async def test_nothing_received_sends_again_and_after_two_tries_tells_of_a_letter(
    office: Office, web: Browser
) -> None:
    citizen = await family()
    page = await web.open(NOTHING)
    assert "courriers indésirables" in page.text
    page = await web.press(page, "Envoyer de nouveau", mail=citizen.mail)
    await office.work()
    assert len(office.mailbox(citizen.mail).mails()) == 1
    unknown = await web.press(await web.open(NOTHING), "Envoyer de nouveau", mail="x@y.example")
    assert unknown.text == page.text
    page = await web.press(page, "Envoyer de nouveau", mail=citizen.mail)
    assert "une lettre, avec une clé" in page.text
    await office.work()
    assert len(office.mailbox(citizen.mail).mails()) == 1


async def test_the_sign_in_page_leads_to_both(web: Browser) -> None:
    page = await web.open("/val-fleuri/espace-citoyens/")
    assert PAGE in page.answer.text
    assert NOTHING in page.answer.text
