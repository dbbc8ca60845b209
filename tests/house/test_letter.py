"""From a printed letter to an open space, over the wire: the key is copied from the PDF, as a reader would."""

import re
import shutil

import httpx
import pytest

from demo.bot_api.client import BotApi
from tests.house.mailbox import Mailbox, page_of
from tests.house.program import SLUG, TOKEN, Place
from tests.house.steps import Says, choose_password_in_chat
from tests.letters.people import read
from tests.web.browser import Browser

PEOPLE = ("claire.testa", "sophie.lambertin", "yvette.prunelier")

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads the letters"
)


def printed(place: Place, *words: str) -> dict[str, str]:
    """The letters of some people, in a file of its own: the name on the envelope, and the key."""
    pdf = place.folder / f"lettres{len(list(place.folder.glob('*.pdf')))}.pdf"
    for name in PEOPLE:
        words = (*words, "--login", name)
    answer = place.ran(
        "--config", str(place.config), "invite", "--town", SLUG, "--letters", str(pdf), *words
    )
    assert answer.returncode == 0, answer.stderr
    assert pdf.stat().st_mode & 0o077 == 0
    pages = read(pdf).split("\f")[:-1]
    assert len(pages) == len(PEOPLE)
    return {name_of(page): key_of(page) for page in pages}


def name_of(page: str) -> str:
    found = re.search(r"M(?:me|\.) (\S+) [A-Z]{2,}", page)
    assert found
    return found[1]


def key_of(page: str) -> str:
    found = re.search(r"\b(?:[3-9A-Y]{4}-){2}[3-9A-Y]{4}\b", page)
    assert found
    return found[0]


async def test_the_three_ways_of_a_letter(place: Place) -> None:
    with place.demo() as demo:
        keys = printed(place)
        assert printed(place) == keys
        async with BotApi(f"http://127.0.0.1:{place.telegram}") as telegram:
            chat = await telegram.new_citizen(TOKEN, "Claire")
            await chat.start()
            await chat.wait_for(Says("Où en êtes-vous"))
            await chat.say(f"ma clé : {keys['Claire']}")
            await chat.wait_for(Says("date de naissance"))
            await chat.say("22 mai 2018")
            await chat.wait_for(Says("C'est bien vous"))
            await chat.press("Oui")
            await chat.wait_for(Says("Voulez-vous le garder"))
            await choose_password_in_chat(chat)
        async with httpx.AsyncClient(base_url=place.pages, trust_env=False) as client:
            web = Browser(client)
            form = await web.open(f"/{SLUG}/espace-citoyens/lettre")
            done = await web.press(
                form, "Activer mon espace", key=keys["Sophie"], born="03/12/2017"
            )
            assert "/lien/" in done.answer.headers["location"]
        mail = Mailbox(place, "yvette@maison.example")
        await mail.writes(f"Bonjour, voici ma clé {keys['Yvette']}, née le 19/01/1951. Merci")
        await mail.answers(await mail.waits_for("va devenir celle de l'espace"), "OUI")
        assert "/lien/" in page_of(await mail.waits_for("/lien/"))
        assert demo.stop() == 0
