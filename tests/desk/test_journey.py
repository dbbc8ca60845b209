"""From the invitation to « voici vos factures », by Telegram, by mail, and from one to the other."""

from desk.invitations import invite
from models.family import Citizen
from tests.desk.office import Office, family

MAIL = "claire.testa@exemple.example"
PASSWORD = "violette-cabane-73-nuage"


async def invited(office: Office) -> Citizen:
    citizen = await family(mail=MAIL)
    assert await invite(office.counter, citizen, office.clock())
    await office.work()
    return citizen


async def test_a_citizen_walks_the_whole_way_on_telegram(office: Office) -> None:
    await invited(office)
    code = office.mailbox(MAIL).code()
    chat = office.chat()
    await chat.say("/start")
    assert "testa65" in await chat.say(code)
    await chat.press("Oui")
    assert "testa65" in chat.heard()[-2].text + chat.heard()[-1].text
    await chat.press("Garder")
    await chat.say(PASSWORD)
    for _ in range(10):
        if any(one.label.startswith("J’accepte") for one in chat.question().options):
            break
        await chat.press("Suite")
    said = await chat.press("J’accepte")
    assert "2026-1" in said
    assert "Mme Testa" in said


async def test_a_citizen_walks_the_whole_way_by_mail(office: Office) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    said = await mailbox.answer("OK merci")
    assert "testa65" in said
    assert "/lien/" in mailbox.link("lien")
    await citizen.refresh_from_db()
    assert citizen.activated_by == "mail"
