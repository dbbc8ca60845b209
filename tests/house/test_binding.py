"""A chat linked from the space, over the wire; and the same link tried by somebody else."""

import re

from demo.bot_api.client import BotApi
from demo.town import LOGIN
from demo.town import PASSWORD as HERS
from tests.house.mailbox import Mailbox, plain
from tests.house.program import TOKEN, Program
from tests.house.steps import Says, invoices_in_chat
from tests.web.browser import Browser

SPACE = "/val-fleuri/espace-citoyens/"


async def test_the_link_of_the_space_opens_one_chat_which_shows_the_code_of_the_page(
    demo: Program, web: Browser, telegram: BotApi
) -> None:
    form = await web.open(SPACE)
    await web.follow(await web.press(form, "Se connecter", login=LOGIN, password=HERS))
    page = await web.press(await web.open(f"{SPACE}conversations"), "Relier une conversation")
    token, match = _link(page.answer.text)
    hers, thief = [await telegram.new_citizen(TOKEN, name) for name in ("Nadia", "Autre")]
    await hers.start(token)
    await hers.wait_for(Says(f"montre ce code : {match}"))
    await thief.start(token)
    await thief.wait_for(Says("vient d'être ouvert dans une autre conversation"))
    await hers.press("Oui")
    assert "VF-" in (await invoices_in_chat(hers)).text
    await thief.start(token)
    await thief.wait_for(Says("ne relie plus rien"))
    mail = Mailbox(demo.place, "nadia.ferrandou@courriel.example")
    assert "PAS MOI" in plain((await mail.waits_for("vient d'être reliée")).text)


def _link(html: str) -> tuple[str, str]:
    """The token of Telegram's address, and the code beside it."""
    token = re.search(r"start=([a-z2-7]{26})", html)
    match = re.search(r'class="match">([2-9A-Z]{4})<', html)
    assert token
    assert match
    return token[1], match[1]
