"""The SMTP and LMTP door: a mail is stored and committed before the server says 250."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from desk.clock import Clock
from mail_ingest.authenticity import Trust
from mail_ingest.clerk import Clerk, Receive
from mail_ingest.reading import Boxes
from mail_ingest.reply import DELIMITER, END
from mail_ingest.session import House, LmtpSession, SmtpSession

FULL = "421 4.7.0 Trop de connexions, reessayez / Too many connections, try again"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """How mail comes in. `towns`: mailbox -> slug of the town. With `tls`, STARTTLS is offered."""

    host: str
    port: int
    towns: Mapping[str, str]
    delimiter: str = DELIMITER
    end: str = END
    trust: Trust = field(default_factory=Trust)
    lmtp: bool = False
    tls: ssl.SSLContext | None = None
    max_bytes: int = 26_214_400
    most_connections: int = 100
    #: For each command, and for a whole mail: a slow line needs minutes. [RFC 5321 4.5.3.2]
    seconds: float = 300.0
    #: Seconds that a stop leaves to the mails that are being stored, and to their answers.
    grace: float = 10.0


@asynccontextmanager
async def listening(settings: MailIn, receive: Receive, clock: Clock) -> AsyncIterator[int]:
    """Take mail until the end of the block; gives the port. Raises `OSError` when the port is busy.

    At the end, mails that are complete are stored and answered, the others are the sender's to send
    again.
    """
    # aiosmtpd writes addresses and whole mails, and unknown « commands » even at WARNING.
    logging.getLogger("mail.log").addFilter(_nothing)
    towns = {box.lower(): town for box, town in settings.towns.items()}
    house = House(
        hostname=next(iter(towns), "guichet@localhost").rpartition("@")[2],
        max_bytes=settings.max_bytes,
        seconds=settings.seconds,
        tls=settings.tls,
    )
    clerk = Clerk(
        boxes=Boxes(
            towns=towns, delimiter=settings.delimiter, end=settings.end, trust=settings.trust
        ),
        receive=receive,
        clock=clock,
        one_by_one=settings.lmtp,
    )
    doorman = _Doorman(settings, clerk, house)
    server = await asyncio.get_running_loop().create_server(
        doorman.admit, settings.host, settings.port
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await _dismiss(house, settings.grace)
        await _finish(clerk.storing, settings.grace)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


async def _dismiss(house: House, grace: float) -> None:
    for session in tuple(house.sessions):
        session.dismiss()
    try:
        async with asyncio.timeout(grace):
            while house.sessions:
                await house.empty.wait()
    except TimeoutError:
        for session in tuple(house.sessions):
            session.abort()


async def _finish(storing: Collection[asyncio.Task[str]], grace: float) -> None:
    """No transaction is cut while it moves, even when nobody waits for its answer any more."""
    if storing:
        _, stuck = await asyncio.wait(tuple(storing), timeout=grace)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Doorman:
    """No more sessions at once than the house can serve."""

    settings: MailIn
    clerk: Clerk
    house: House

    def admit(self) -> asyncio.Protocol:
        if len(self.house.sessions) >= self.settings.most_connections:
            return _Full()
        kind = LmtpSession if self.settings.lmtp else SmtpSession
        return kind(self.clerk, self.house)


class _Full(asyncio.Protocol):
    """Too many sessions: come back later. [RFC 5321 3.8]"""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(f"{FULL}\r\n".encode())
        transport.close()
