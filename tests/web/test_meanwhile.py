"""Whoever goes on here needs no mail about the step: it waits, and does not leave once the step is done."""

from datetime import timedelta

import pytest

from desk.counter import Limits
from models.post import Outbox, OutboxState
from tests.desk.office import Office
from tests.web.browser import Browser, Page
from tests.web.people import MAIL, PASSWORD, activation, active, invited

GIVEN = {"login": "claire.testa", "password": PASSWORD, "confirmation": PASSWORD}


@pytest.fixture
def office(office: Office) -> Office:
    """As in a town: such a mail waits a minute."""
    return office.with_settings(limits=Limits(page_wait=timedelta(minutes=1)))


def mails(office: Office) -> int:
    return len(office.mailbox(MAIL).mails())


async def activates(office: Office, web: Browser) -> Page:
    await invited(office)
    page = await web.press(await web.open(activation(office)), "Activer")
    await office.work()
    return page


async def test_whoever_stops_there_gets_the_mail_a_minute_later(
    office: Office, web: Browser
) -> None:
    await activates(office, web)
    before = mails(office)
    office.clock.passes(seconds=61)
    await office.work()
    assert mails(office) == before + 1
    assert "/lien/" in office.mailbox(MAIL).link("lien")


async def test_whoever_goes_on_to_the_end_gets_one_mail_at_the_end(
    office: Office, web: Browser
) -> None:
    page = await activates(office, web)
    before = mails(office)
    form = await web.press(page, "Continuer ici")
    office.clock.passes(minutes=10)
    await office.work()
    done = await web.press(form, "Enregistrer", **GIVEN)
    await office.work()
    terms = await web.press(done, "Continuer ici")
    office.clock.passes(minutes=10)
    await office.work()
    assert mails(office) == before
    await web.press(terms, "J’accepte")
    await office.work()
    assert mails(office) == before + 1
    assert "conditions d’utilisation sont acceptées" in office.mailbox(MAIL).last()
    office.clock.passes(hours=1)
    await office.work()
    assert mails(office) == before + 1
    dropped = await Outbox.filter(state=OutboxState.DROPPED)
    assert {row.error for row in dropped} == {"done meanwhile"}


async def test_whoever_stops_half_way_gets_it_a_quarter_of_an_hour_later(
    office: Office, web: Browser
) -> None:
    page = await activates(office, web)
    before = mails(office)
    await web.press(page, "Continuer ici")
    office.clock.passes(minutes=14)
    await office.work()
    assert mails(office) == before
    office.clock.passes(minutes=2)
    await office.work()
    assert mails(office) == before + 1


async def test_what_waits_holds_up_no_answer(office: Office, web: Browser) -> None:
    await activates(office, web)
    before = mails(office)
    assert "personne" in await office.mailbox(MAIL).answer("une personne")
    assert mails(office) == before + 1
    office.clock.passes(minutes=2)
    await office.work()
    assert mails(office) == before + 2, "the step is still to be done"


async def test_in_a_chat_nothing_waits(office: Office, web: Browser) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    page = await web.press(await web.open(activation(office)), "C’était moi")
    said = len(chat.heard())
    await web.press(await web.press(page, "Continuer ici"), "Enregistrer", **GIVEN)
    await office.work()
    assert len(chat.heard()) > said


async def test_a_mail_about_a_changed_password_leaves_at_once(office: Office, web: Browser) -> None:
    await active(office)
    page = await web.press(await web.open(office.mailbox(MAIL).link("lien")), "Continuer")
    await web.press(page, "Enregistrer", **GIVEN)
    form = await web.open("/val-fleuri/espace-citoyens/mot-de-passe-oublie")
    await web.press(form, "Recevoir", login="claire.testa")
    await office.work()
    reset = await web.press(await web.open(office.mailbox(MAIL).link("lien")), "Continuer")
    before = mails(office)
    new = {"password": f"{PASSWORD}-neuf", "confirmation": f"{PASSWORD}-neuf"}
    await web.press(reset, "Enregistrer", **new)
    await office.work()
    assert mails(office) == before + 1
