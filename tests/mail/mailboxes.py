"""A town's mailbox at a real Dovecot, and our door that reads it into a shelf."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from desk.received import Heard, Received, Taken
from mail_ingest.imap import Box, Pace, Password, Tls, read_mailbox
from mail_ingest.reading import Boxes
from tests.mail.dovecot import PASSWORD, Dovecot

PATIENCE = 50.0
LOOK = 0.01
ADDRESS = "mairie@valbrume.example"
QUICK = Pace(connect=5, answer=5, idle=60, poll=60, retry=(0.01, 0.01), refused=(0.01, 0.01))


def mail(text: str = "Oui", number: int = 1, more: str = "") -> bytes:
    """What Jeanne wrote."""
    head = f"From: Jeanne <jeanne@courrier.example>\r\nTo: {ADDRESS}\r\nSubject: Re: x\r\n"
    return f"{head}Message-ID: <{number}@courrier.example>\r\n{more}\r\n{text}\r\n".encode()


def box(server: Dovecot, name: str, **others: Any) -> Box:
    """The mailbox `name` of that server, encrypted and verified."""
    given: dict[str, Any] = {
        "town": "valbrume",
        "address": ADDRESS,
        "host": "localhost",
        "port": server.imaps,
        "authority": server.authority.file,
        "username": name,
        "credential": Password(PASSWORD),
        "pace": QUICK,
        **others,
    }
    return Box(**given)


def in_clear(server: Dovecot, name: str, port: int = 0, **others: Any) -> Box:
    """The same, as a proxy can read it."""
    return box(server, name, port=port or server.imap, tls=Tls.NONE, **others)


@dataclass
class Desk:
    """In the place of the desk: once for each account and external id, as the database would."""

    kept: dict[tuple[str, str], Received] = field(default_factory=dict)
    handed: list[Received] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    taken: Taken = Taken.STORED
    #: Called once it is stored, before the door learns of it.
    then: Callable[[], object] = bool

    async def __call__(self, received: Received) -> Taken:
        if self.trouble:
            raise self.trouble.pop(0)
        self.handed.append(received)
        self.kept.setdefault((received.account, received.external_id), received)
        self.then()
        await asyncio.sleep(0)
        return self.taken

    def heard(self) -> list[str]:
        return [one.what.text for one in self.kept.values() if isinstance(one.what, Heard)]


@asynccontextmanager
async def reading(one: Box, desk: Desk, **others: Any) -> AsyncIterator[asyncio.Task[None]]:
    """Our door reads that mailbox, until the end of the block."""
    boxes = others.pop("boxes", Boxes(towns={one.address: one.town}))
    clock = lambda: datetime.now(UTC)  # noqa: E731 - the server stamps mails with its own clock
    task = asyncio.ensure_future(read_mailbox(one, boxes, desk, clock, **others))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled() and (error := task.exception()):
            raise error


async def until(condition: Callable[[], object]) -> None:
    """A mailbox rings no bell for a test: looked at again and again, from a thread."""
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - a folder rings no bell
            await asyncio.sleep(LOOK)
