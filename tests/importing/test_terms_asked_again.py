"""A new version of the terms: whoever is at home reads it at the next message, on each channel."""

from portal.standing import Standing
from portal.terms import publish
from tests.desk.conftest import TERMS
from tests.desk.office import MAIL, TOWN, Office, at_home, invited
from tests.desk.test_journey import read_to_the_end, stands


async def published(office: Office) -> None:
    office.clock.passes(days=10)
    await publish(TOWN.slug, "2026-2", TERMS + "\n\nUn article de plus.", office.clock())


async def test_at_home_on_telegram_the_next_words_lead_to_the_terms_then_home(
    office: Office,
) -> None:
    citizen = await invited(office)
    chat = await at_home(office)
    await published(office)
    assert await stands(citizen) is Standing.SECURED
    said = await chat.say("mes factures")
    assert "Article 1" in said
    said = await read_to_the_end(chat)
    assert "2026-2" in said
    assert await stands(citizen) is Standing.READY


async def test_at_home_on_telegram_a_button_leads_to_the_terms(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await published(office)
    said = await chat.press("Mes factures")
    assert "Article 1" in said


async def test_at_home_by_mail_the_next_answer_leads_to_the_terms(office: Office) -> None:
    citizen = await invited(office)
    await at_home(office)
    mailbox = office.mailbox(MAIL)
    await published(office)
    said = await mailbox.answer("mes factures")
    assert "Article 3" in said
    await mailbox.answer(f"j’accepte {mailbox.end_code()}")
    assert await stands(citizen) is Standing.READY
