"""The whole journey over the wire: on Telegram, by mail, from one to the other."""

import json

from demo.bot_api.client import BotApi
from tests.house.mailbox import Mailbox, code_of, deep_link_of, plain
from tests.house.program import TOKEN, Program
from tests.house.steps import (
    INVITATION,
    Says,
    accept_terms_by_mail,
    choose_password_in_chat,
    identifiers_on_page,
    invoices_in_chat,
    link_by_code,
    read_terms_in_chat,
)
from tests.web.browser import Browser


async def test_from_the_invitation_to_the_invoices_on_telegram(
    demo: Program, telegram: BotApi
) -> None:
    mail = Mailbox(demo.place, "claire.testa@courriel.example")
    chat = await telegram.new_citizen(TOKEN, "Claire")
    await link_by_code(chat, code_of(await mail.waits_for(INVITATION)))
    await choose_password_in_chat(chat)
    await read_terms_in_chat(chat)
    assert "VF-CAN-10412" in (await invoices_in_chat(chat)).text
    steps = [
        json.loads(line)
        for line in demo.place.journal("--citizen", "claire.testa").split("\n")
        if line
    ]
    done = {line["detail"] for line in steps}
    assert {"activate:activated", "set_identifiers:set", "accept_terms:accepted"} <= done
    assert "invoices:some" in done


async def test_from_the_invitation_to_the_invoices_by_mail(demo: Program, web: Browser) -> None:
    mail = Mailbox(demo.place, "sophie.lambertin@courriel.example")
    await mail.answers(await mail.waits_for(INVITATION), "OUI")
    page = await identifiers_on_page(web, await mail.waits_for("/lien/"), "sophie.l")
    assert page.heading == "Votre mot de passe est enregistré"
    home = await accept_terms_by_mail(mail)
    assert "Mme Lambertin" in plain(home.text)
    await mail.answers(home, "Mes factures")
    assert "VF-LOI-00831" in (await mail.waits_for("VF-")).text


async def test_begun_on_telegram_accepted_by_mail_and_back(demo: Program, telegram: BotApi) -> None:
    mail = Mailbox(demo.place, "karim.belhadji@courriel.example")
    invitation = await mail.waits_for(INVITATION)
    chat = await telegram.new_citizen(TOKEN, "Karim")
    await chat.start(deep_link_of(invitation))
    await chat.wait_for(Says("C'est bien vous"))
    await chat.press("Oui")
    await chat.wait_for(Says("Voulez-vous le garder"))
    await choose_password_in_chat(chat)
    await chat.wait_until(lambda screen: "partie 1 sur" in screen.messages[-1].text)
    await mail.answers(invitation, "continuer")
    home = await accept_terms_by_mail(mail)
    assert "M. Belhadji" in plain(home.text)
    assert "VF-CAN-10414" in (await invoices_in_chat(chat)).text
