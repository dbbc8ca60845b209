"""Marked secrets go through the whole house, and are found in no file of it but the mails received."""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from demo.bot_api.client import BotApi
from demo.mailbox.letters import Letter
from mail_ingest.clue import plus_token
from tests.house.mailbox import (
    Mailbox,
    activation_of,
    code_of,
    deep_link_of,
    page_of,
    phrase_of,
    temporary_of,
)
from tests.house.program import TOKEN, Place
from tests.house.steps import (
    INVITATION,
    Says,
    give_password_in_chat,
    identifiers_on_page,
    link_by_code,
    read_terms_in_chat,
)
from tests.web.browser import Browser

pytestmark = pytest.mark.slow

TYPED = "canari-jaune-58-volet"
WEAK = "canariazerty"
MISPLACED = "canari-egare-91-tuile"
BY_MAIL = "canari-poste-33-verrou"
ONE, OTHER = "claire.testa@courriel.example", "sophie.lambertin@courriel.example"
#: The first words of every mail of ours.
QUOTED = "Répondez au-dessus de cette ligne"


@dataclass(frozen=True)
class Aftermath:
    """A house that was lived in and closed: its files, and all that must not be in them."""

    place: Place
    journal: str
    secrets: frozenset[str]
    reply_tokens: frozenset[str]

    def files(self) -> Iterator[Path]:
        """All but the mails that citizens received."""
        for file in self.place.folder.rglob("*"):
            if file.is_file() and self.place.spool not in file.parents:
                yield file


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    place = Place(tmp_path_factory.mktemp("canary") / "var")
    # The most that the program may ever tell of itself.
    place.others = {"GUICHET_LOG__LEVEL": "debug"}
    place.folder.mkdir()
    return asyncio.run(lived_in(place))


def test_no_secret_is_found_in_any_file_but_the_mails(aftermath: Aftermath) -> None:
    assert {"demo.db", "erreurs.log"} <= {file.name for file in aftermath.files()}
    for file in aftermath.files():
        assert not [*found(aftermath.secrets, file.read_bytes(), file.name)]


def test_no_reply_token_is_kept(aftermath: Aftermath) -> None:
    for file in aftermath.files():
        assert not [*found(aftermath.reply_tokens, file.read_bytes(), file.name)]


def test_the_journal_tells_the_journey_and_no_secret(aftermath: Aftermath) -> None:
    told = [json.loads(line) for line in aftermath.journal.splitlines()]
    assert {"activate:activated", "set_identifiers:set"} <= {line["detail"] for line in told}
    assert {"telegram", "mail", "page"} <= {line["channel"] for line in told}
    every = aftermath.secrets | aftermath.reply_tokens
    assert not [*found(every, aftermath.journal.encode(), "journal")]


async def lived_in(place: Place) -> Aftermath:
    """One citizen on Telegram, one by mail, everything that can be typed wrongly."""
    with place.demo() as program:
        async with BotApi(f"http://127.0.0.1:{place.telegram}") as telegram:
            one = await by_telegram(place, telegram)
        other = await by_mail(place)
        journal = place.journal()
        assert program.stop() == 0
    letters = [*Mailbox(place, ONE).letters(), *Mailbox(place, OTHER).letters()]
    return Aftermath(
        place=place,
        journal=journal,
        secrets=frozenset({TYPED, WEAK, MISPLACED, BY_MAIL, *one, *other}),
        reply_tokens=frozenset(plus_token(letter.reply_to)[1] for letter in letters),
    )


async def by_telegram(place: Place, telegram: BotApi) -> set[str]:
    """A code, two refused passwords, one misplaced, the last word of the terms."""
    mail = Mailbox(place, ONE)
    invitation = await mail.waits_for(INVITATION)
    chat = await telegram.new_citizen(TOKEN, "Claire")
    await link_by_code(chat, code_of(invitation))
    await chat.say(f"mon mot de passe est {MISPLACED}")
    await chat.wait_for(Says("Voulez-vous le garder"))
    await chat.press("Garder cet identifiant")
    await chat.wait_for(Says("Choisissez votre mot de passe"))
    await chat.say(WEAK)
    await chat.wait_for(Says("Il n'a pas été gardé"))
    await give_password_in_chat(chat, TYPED)
    await read_terms_in_chat(chat)
    return {*secrets_of(invitation)}


async def by_mail(place: Place) -> set[str]:
    """A password in a mail, a page, the phrase that accepts."""
    mail = Mailbox(place, OTHER)
    invitation = await mail.waits_for(INVITATION)
    await mail.answers(invitation, "OUI")
    letter = await mail.waits_for("/lien/")
    await mail.answers(letter, BY_MAIL)
    await mail.waits_for("Rien n'en a été gardé")
    async with httpx.AsyncClient(base_url=place.pages, trust_env=False) as client:
        await identifiers_on_page(Browser(client), letter, "sophie.l")
    terms = await mail.waits_for("Pour accepter ces conditions")
    await mail.answers(terms, phrase_of(terms))
    await mail.waits_for("Vous avez accepté")
    return {*secrets_of(invitation), page_of(letter).rpartition("/")[2]}


def secrets_of(invitation: Letter) -> set[str]:
    """All that an invitation opens the space with."""
    key = re.search(r"key=([0-9a-f]{32})", activation_of(invitation))
    assert key
    return {temporary_of(invitation), code_of(invitation), deep_link_of(invitation), key[1]}


def found(secrets: Iterable[str], content: bytes, name: str) -> Iterator[str]:
    """A secret, or the words of one of our mails, whatever the capitals."""
    lower = content.lower()
    for secret in (*secrets, QUOTED):
        if secret.lower().encode() in lower:
            yield f"{secret} in {name}"
