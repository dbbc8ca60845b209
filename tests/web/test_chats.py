"""« Mes conversations »: listed, linked with a code that the chat shows too, unlinked; once signed in."""

from desk.chats import chats_of
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from portal.password import hash_password
from tests.desk.office import Office
from tests.web.browser import Browser, Page
from tests.web.people import MAIL, PASSWORD, activation, invited, secured, tables

HERE = "/val-fleuri/espace-citoyens/"
CHATS = f"{HERE}conversations"


async def at_home(office: Office, web: Browser) -> tuple[Citizen, Page]:
    citizen = await secured(office)
    await Citizen.filter(id=citizen.id).update(password_hash=await hash_password(PASSWORD))
    form = await web.open(HERE)
    answer = await web.press(form, "Se connecter", login=citizen.login, password=PASSWORD)
    return citizen, await web.follow(answer)


async def test_the_page_shows_the_code_that_the_chat_will_show(
    office: Office, web: Browser
) -> None:
    citizen, _ = await at_home(office, web)
    page = await web.open(CHATS)
    assert "Aucune conversation" in page.text
    page = await web.press(page, "Relier une conversation Telegram")
    [link] = await PageLink.filter(purpose=Purpose.BINDING)
    match = office.counter.keys.match(link.id)
    assert match in page.text
    token = office.counter.keys.token("binding", link.id)
    assert f"start={token}" in page.answer.text
    chat = office.chat()
    assert match in await chat.say(f"/start {token}")
    await chat.press("Oui")
    [linked] = await chats_of(citizen)
    page = await web.open(CHATS)
    assert f"Conversation n° {linked.number}, dernier message" in page.text
    page = await web.press(page, f"Ne plus relier la conversation n° {linked.number}")
    assert page.heading == "Une conversation n’est plus reliée"
    assert await chats_of(citizen) == []
    await office.work()
    assert "n’est plus reliée" in office.mailbox(MAIL).last()


async def test_nobody_unlinks_somebody_else_s_chat(office: Office, web: Browser) -> None:
    await at_home(office, web)
    await office.chat(900).say("/start")
    page = await web.open(CHATS)
    other = await Address.get(external_id="900")
    page = await web.press(page, "Relier", relier="", delier=str(other.id))
    assert page.heading == "Mes conversations"
    assert (await Address.get(external_id="900")).conversation_id == other.conversation_id


async def test_looking_makes_no_link(office: Office, web: Browser) -> None:
    await at_home(office, web)
    before = await tables()
    await web.open(CHATS)
    assert await tables() == before


async def test_who_is_not_signed_in_must_sign_in(web: Browser) -> None:
    assert (await web.open(CHATS)).answer.headers["location"] == HERE


async def test_the_activation_page_offers_telegram_with_the_same_code(
    office: Office, web: Browser
) -> None:
    await invited(office)
    page = await web.press(await web.open(activation(office)), "Activer mon espace")
    [link] = await PageLink.filter(purpose=Purpose.BINDING)
    match = office.counter.keys.match(link.id)
    assert match in page.text
    token = office.counter.keys.token("binding", link.id)
    said = await office.chat().say(f"/start {token}")
    assert match in said
