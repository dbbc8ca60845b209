"""The activation page: opened by people and by scanners, once, twice, too late, or cut in half."""

import re

import pytest

from desk.chats import chats_of
from desk.invitations import issue
from desk.privacy.acts import Staff
from desk.privacy.unlocking import unlock
from models.family import Citizen
from models.link import PageLink
from models.post import Inbox
from portal.activation import not_me
from tests.desk.office import TOWN, Office
from tests.web.browser import Browser, Page
from tests.web.people import MAIL, activation, invited, secured, tables

ASKED = ["Activer mon espace", "Ce n’est pas moi"]
WHO = ["C’était moi, je continue", "C’était un proche, pour moi", "Ce n’est pas moi"]
SPACE = "/val-fleuri/espace-citoyens/"


async def test_opening_the_link_shows_whose_town_it_is_and_changes_nothing(
    office: Office, web: Browser
) -> None:
    await invited(office)
    before = await tables()
    page = await web.open(activation(office))
    await web.client.head(activation(office))
    assert await tables() == before
    assert page.status == 200
    assert "Mairie de Val-Fleuri" in page.text
    assert page.buttons == ASKED
    assert "testa65" not in page.text
    assert "Mme T." in page.text
    assert not (await Citizen.get(mail=MAIL)).activated_at


async def test_the_button_activates_says_the_login_and_offers_three_ways_on(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    page = await web.press(await web.open(activation(office)), "Activer")
    await citizen.refresh_from_db()
    assert citizen.activated_by == "page"
    assert page.heading == "C’est fait, votre espace est actif"
    assert "testa65" in page.text
    assert page.buttons == ["Continuer ici"]
    assert any(url.startswith("https://t.me/ValFleuriBot?start=") for url in page.links)
    assert "c…a@exemple.example" in page.text


async def test_the_conversation_learns_of_it_at_once(office: Office, web: Browser) -> None:
    await invited(office)
    await web.press(await web.open(activation(office)), "Activer")
    mails = len(office.mailbox(MAIL).mails())
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == mails + 1
    assert "testa65" in office.mailbox(MAIL).last()
    assert "/lien/" in office.mailbox(MAIL).link("lien")


async def test_activated_in_a_chat_the_page_says_so_and_the_conversation_waits_there(
    office: Office, web: Browser
) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    page = await web.open(activation(office))
    assert "par Telegram" in page.text
    assert "La conversation vous y attend" in page.text
    assert page.buttons == WHO


async def test_pressed_twice_it_activates_once_and_the_second_time_is_kind(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    page = await web.open(activation(office))
    await web.press(page, "Activer")
    await citizen.refresh_from_db()
    first, events = citizen.activated_at, await Inbox.all().count()
    office.clock.passes(hours=1)
    again = await web.press(page, "Activer")
    await citizen.refresh_from_db()
    assert citizen.activated_at == first
    assert await Inbox.all().count() == events
    assert again.heading == "Votre espace est déjà actif"
    assert "mardi 9 juin 2026" in again.text
    assert again.buttons == ["Continuer ici"]


async def test_opened_again_it_says_when_and_by_which_way_it_was_activated(
    office: Office, web: Browser
) -> None:
    await invited(office)
    await office.mailbox(MAIL).answer("oui")
    page = await web.open(activation(office))
    assert page.heading == "Votre espace est déjà actif"
    assert "en répondant au courriel" in page.text
    assert page.buttons == WHO


async def test_once_identifiers_are_set_the_link_has_served_and_says_so(
    office: Office, web: Browser
) -> None:
    await secured(office)
    page = await web.open(activation(office))
    assert "vous n’avez plus besoin de ce lien" in page.text
    assert page.links[SPACE] == "C’était moi, je me connecte"
    assert page.links[f"{SPACE}mot-de-passe-oublie"].startswith("C’était un proche")
    assert page.buttons == ["Ce n’est pas moi"]


async def test_used_already_it_goes_on_for_whoever_did_it_and_for_whom_a_relative_did(
    office: Office, web: Browser
) -> None:
    await invited(office)
    await office.mailbox(MAIL).answer("oui")
    used = await web.open(activation(office))
    mine = await web.press(used, "C’était moi")
    assert mine.buttons == ["Continuer ici"]
    assert "proche" not in mine.text
    theirs = await web.press(used, "C’était un proche")
    assert "Un proche l’a ouvert à votre place" in theirs.text
    assert (
        await web.press(theirs, "Continuer ici")
    ).heading == "Votre identifiant et votre mot de passe"


@pytest.mark.parametrize("used", ["not yet", "activated", "identifiers set"])
async def test_not_me_asks_once_more_then_blocks_the_space_and_tells_the_town(
    office: Office, web: Browser, used: str
) -> None:
    citizen = await (secured(office) if used == "identifiers set" else invited(office))
    if used == "activated":
        await office.mailbox(MAIL).answer("oui")
    url = activation(office)
    doubt = await web.press(await web.open(url), "Ce n’est pas moi")
    assert doubt.heading.startswith("Bloquer cet espace")
    assert url.endswith(next(link for link in doubt.links if "Validation" in link))
    await citizen.refresh_from_db()
    assert not citizen.frozen_at
    mails = len(office.mailbox(MAIL).mails())
    gone = await web.press(doubt, "Oui, bloquer")
    assert gone.heading == "Cet espace est bloqué"
    await citizen.refresh_from_db()
    assert citizen.frozen_at == office.clock()
    await office.work()
    assert "testa65" in office.mailbox(TOWN.contact).last()
    assert len(office.mailbox(MAIL).mails()) == mails + 1
    assert "bloqué" in office.mailbox(MAIL).last()
    again = await web.press(doubt, "Oui, bloquer")
    await office.work()
    assert again.heading == "Cet espace est bloqué"
    assert len(office.mailbox(TOWN.contact).mails()) == 1


async def test_not_me_unlinks_the_chat_that_opened_the_space_for_good_and_tells_the_mailbox(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    thief, code = office.chat(900), office.mailbox(MAIL).code()
    await thief.say("/start")
    await thief.say(code)
    await thief.press("Oui")
    await office.work()
    mails, said = len(office.mailbox(MAIL).mails()), len(thief.heard())
    doubt = await web.press(await web.open(activation(office)), "Ce n’est pas moi")
    await web.press(doubt, "Oui, bloquer")
    await office.work()
    assert await chats_of(citizen) == []
    assert len(thief.heard()) == said
    assert len(office.mailbox(MAIL).mails()) == mails + 1
    assert "testa65" in office.mailbox(TOWN.contact).last()
    await unlock(office.counter, citizen, Staff(by="test"))
    await office.work()
    for tried in ("mes coordonnées", code):
        assert "testa65" not in await thief.say(tried)
    assert await chats_of(citizen) == []


async def test_whoever_has_no_good_key_blocks_nothing(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    page = await web.open(activation(office))
    wrong = re.sub(r"key=\w{4}", "key=0000", activation(office))
    for said in ("pas-moi", "bloquer"):
        answer = await web.client.post(wrong, data={**page.forms[0], "qui": said})
        assert answer.status_code == 404
    office.clock.passes(days=91)
    late = await web.client.post(activation(office), data={**page.forms[0], "qui": "bloquer"})
    assert Page(late).heading == "Ce lien est trop ancien"
    await citizen.refresh_from_db()
    assert not citizen.frozen_at


async def test_an_expired_link_sends_a_fresh_one_to_the_address_on_file_when_asked(
    office: Office, web: Browser
) -> None:
    await invited(office)
    old = activation(office)
    office.clock.passes(days=91)
    before = await tables()
    page = await web.open(old)
    assert page.heading == "Ce lien est trop ancien"
    assert await tables() == before
    sent = await web.press(page, "Recevoir un nouveau lien")
    assert sent.heading == "Un nouveau lien vient de partir"
    await office.work()
    assert activation(office) != old
    fresh = await web.open(activation(office))
    assert fresh.buttons == ASKED


async def test_asked_twice_in_a_row_one_leaves(office: Office, web: Browser) -> None:
    await invited(office)
    page_url = activation(office)
    office.clock.passes(days=91)
    page = await web.open(page_url)
    await web.press(page, "Recevoir")
    again = await web.press(page, "Recevoir")
    assert again.heading == "Un lien est déjà parti"
    assert await PageLink.all().count() == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"key=.", "key=g"),
        (r"key=\w+", "key=" + "0" * 32),
        (r"key=\w+", "key=" + "é" * 32),
        (r"&key=.*", ""),
        (r"id=\d+", "id=999999"),
        (r"id=\d+", "id=99999999999999999999"),
        (r"datecreat=\d+", "datecreat=20200101"),
        (r"heurecreat=\d+", "heurecreat=1"),
        (r"\?.*", ""),
    ],
)
async def test_a_tampered_link_and_an_unknown_one_get_the_same_answer(
    office: Office, web: Browser, old: str, new: str
) -> None:
    await invited(office)
    unknown = re.sub(r"id=\d+", "id=777", activation(office))
    nobody = await web.open(unknown)
    wrong = await web.open(re.sub(old, new, activation(office), count=1))
    assert (wrong.status, wrong.answer.text) == (nobody.status, nobody.answer.text)
    assert nobody.status == 404
    assert nobody.heading == "Nous ne reconnaissons pas ce lien"
    assert "01 23 45 67 89" in nobody.text


async def test_an_address_left_escaped_by_a_mail_client_still_works(
    office: Office, web: Browser
) -> None:
    await invited(office)
    page = await web.open(activation(office).replace("&", "&amp;"))
    assert page.buttons == ASKED


async def test_the_link_of_another_town_leads_there(office: Office, web: Browser) -> None:
    await invited(office)
    url = activation(office)
    page = await web.open(url.replace("val-fleuri/", "autre-ville/"))
    assert page.heading == "Cette invitation vient d’une autre mairie"
    assert "T." not in page.heading
    there = next(link for link in page.links if link.startswith("/val-fleuri/"))
    assert (await web.open(there)).buttons == ASKED


async def test_a_frozen_space_opens_for_nobody_and_says_whom_to_call(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    page = await web.open(activation(office))
    await not_me(citizen, office.clock())
    pressed = await web.press(page, "Activer")
    assert pressed.heading == "Cet espace est bloqué"
    assert "01 23 45 67 89" in pressed.text
    await citizen.refresh_from_db()
    assert not citizen.activated_at


async def test_a_newer_invitation_leaves_the_older_one_good(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    await issue(office.counter, citizen, office.clock())
    page = await web.open(activation(office))
    assert page.buttons == ASKED


async def test_a_citizen_without_a_mailbox_is_told_to_call(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    url = activation(office)
    citizen.mail = ""
    await citizen.save()
    office.clock.passes(days=91)
    page = await web.open(url)
    assert "pas d’adresse de courriel" in page.text
    assert page.buttons == []
