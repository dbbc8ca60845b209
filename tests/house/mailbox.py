"""Somebody's mailbox: reads the Maildir, answers by a real SMTP conversation."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from demo.mailbox import Server, letters
from demo.mailbox.answering import reply, send, written
from demo.mailbox.letters import Letter
from desk.clock import utc_now
from tests.house.program import Place

PATIENCE = 40.0
#: Where the demo town is written to.
TOWN_MAIL = "guichet@val-fleuri.example"
#: A folder has no bell: seconds between two looks.
LOOK = 0.03


@dataclass
class Mailbox:
    """`read` are the letters already waited for."""

    place: Place
    address: str
    read: set[str] = field(default_factory=set)

    def letters(self) -> list[Letter]:
        """Oldest first."""
        return [
            one for one in reversed(letters.letters(self.place.spool)) if one.to == self.address
        ]

    async def waits_for(self, words: str | Callable[[Letter], bool]) -> Letter:
        """The first letter not waited for yet that holds these words."""
        wanted = words if callable(words) else lambda letter: words in plain(letter.text)
        async with asyncio.timeout(PATIENCE):
            while not (found := [one for one in self.letters() if self._fresh(one, wanted)]):  # noqa: ASYNC110 - a folder rings no bell
                await asyncio.sleep(LOOK)
        self.read.add(found[0].key)
        return found[0]

    async def writes(self, text: str) -> None:
        """Out of the blue, to the address that a letter or a poster gives."""
        mail = written(self.address, TOWN_MAIL, "Bonjour", utc_now())
        mail.set_content(text)
        await send(Server("127.0.0.1", self.place.mail), mail, self.address)

    async def answers(self, letter: Letter, text: str) -> None:
        """The letter is quoted below, as clients do."""
        server = Server("127.0.0.1", self.place.mail)
        await send(server, reply(letter, text, utc_now()), self.address)

    def _fresh(self, letter: Letter, wanted: Callable[[Letter], bool]) -> bool:
        return letter.key not in self.read and wanted(letter)


def plain(text: str) -> str:
    """Without the typography: ordinary spaces and apostrophes."""
    return text.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})


def code_of(letter: Letter) -> str:
    """The short code of an invitation."""
    return _found(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", letter)


def temporary_of(letter: Letter) -> str:
    """The temporary password of an invitation."""
    return _found(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){4}\b", letter)


def phrase_of(letter: Letter) -> str:
    """What accepts the terms of this very mail."""
    return _found(r"J[’']ACCEPTE \d{4}", letter)


def page_of(letter: Letter) -> str:
    """The address of a one-time page."""
    return _found(r"https?://\S+/lien/\S+", letter)


def activation_of(letter: Letter) -> str:
    """The activation address."""
    return _found(r"https?://\S+/CompteCitoyen/Validation\S+", letter)


def deep_link_of(letter: Letter) -> str:
    """The token behind « Continuer sur Telegram »."""
    return _found(r"start=(\S+)", letter).removeprefix("start=")


def _found(pattern: str, letter: Letter) -> str:
    match = re.search(pattern, letter.text)
    assert match, f"no {pattern} in:\n{letter.text}"
    return match[0]
