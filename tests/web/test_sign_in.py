"""A conversation without a citizen, and a page where the login and the password are given."""

from datetime import timedelta

from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import terms
from portal.password import hash_password
from tests.desk.office import Chat, Office
from tests.web.browser import Browser
from tests.web.people import MAIL, PASSWORD, invited
from words.filters import moment


async def asked(office: Office) -> tuple[Chat, str]:
    """A chat that wants to sign in as Claire, and the page that it was given."""
    citizen = await invited(office)
    hashed = await hash_password(PASSWORD)
    now = office.clock()
    await Citizen.filter(id=citizen.id).update(
        activated_at=now, activated_by="mail", identifiers_set_at=now, password_hash=hashed
    )
    chat = office.chat()
    await chat.say("/start")
    await office.work()
    await chat.press(office.counter.texts["val-fleuri"].label("pas-de-code"))
    await chat.say("testa65")
    await office.work()
    address = await Address.get(external_id=chat.address)
    link = await PageLink.create(
        town=citizen.town,
        purpose=Purpose.TEMPORARY,
        conversation_id=address.conversation_id,
        address_id=address.id,
        created_at=now,
        expires_at=now + timedelta(minutes=15),
    )
    return chat, f"/{citizen.town}/lien/{office.counter.keys.token('page', link.id)}"


async def test_the_page_says_what_will_be_linked_and_to_whom_it_is_reserved(
    office: Office, web: Browser
) -> None:
    _chat, url = await asked(office)
    page = await web.open(url)
    assert page.heading == "Vous identifier"
    assert "conversation Telegram" in page.text
    assert "Continuez seulement si c’est vous" in page.text
    form = await web.press(page, "Continuer")
    assert form.inputs["login"]["value"] == "testa65"
    assert form.inputs["temporary"]["autocomplete"] == "current-password"


async def test_the_right_password_links_the_chat_and_the_conversation_goes_on(
    office: Office, web: Browser
) -> None:
    chat, url = await asked(office)
    form = await web.press(await web.open(url), "Continuer")
    said = len(chat.heard())
    done = await web.press(form, "Continuer", temporary=PASSWORD)
    assert done.heading == "C’est fait"
    await office.work()
    assert "Soyez polis" in "".join(one.text for one in chat.heard()[said:])
    address = await Address.get(external_id=chat.address)
    assert address.proved_at
    assert "Telegram" in office.mailbox(MAIL).last()
    assert (await web.open(url)).heading == "C’est déjà fait"


async def test_coming_home_tells_of_the_sign_in_before_this_one(
    office: Office, web: Browser
) -> None:
    chat, url = await asked(office)
    citizen = await Citizen.get(login="testa65")
    before = office.clock() - timedelta(days=4)
    await terms.accept(citizen, version="2026-1", channel="page", manner="scrolled", at=before)
    await Citizen.filter(id=citizen.id).update(last_sign_in_at=before)
    form = await web.press(await web.open(url), "Continuer")
    _ = await web.press(form, "Continuer", temporary=PASSWORD)
    await office.work()
    heard = "".join(one.text for one in chat.heard())
    assert f"connexion date du {moment(before.isoformat())}" in heard


async def test_a_wrong_one_is_counted_and_an_unknown_login_gets_the_same_answer(
    office: Office, web: Browser
) -> None:
    chat, url = await asked(office)
    form = await web.press(await web.open(url), "Continuer")
    said = len(chat.heard())
    wrong = await web.press(form, "Continuer", temporary="faux")
    nobody = await web.press(form, "Continuer", login="personne", temporary="faux")
    for page in (wrong, nobody):
        assert page.status == 422
        assert "ne convient pas" in page.text
    assert (await Citizen.get(login="testa65")).failures == 1
    await office.work()
    assert len(chat.heard()) == said
    empty = await web.press(form, "Continuer", login="")
    assert "Écrivez un identifiant" in empty.text


async def test_once_the_conversation_has_gone_on_the_page_sends_back_to_it(
    office: Office, web: Browser
) -> None:
    chat, url = await asked(office)
    form = await web.press(await web.open(url), "Continuer")
    await chat.say("menu")
    late = await web.press(form, "Continuer", temporary=PASSWORD)
    assert late.heading == "Ce lien a été remplacé"
    assert not (await Address.get(external_id=chat.address)).proved_at
