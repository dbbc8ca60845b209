"""The SMTP and LMTP door: a mail is stored and committed before the server says 250."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from typing_extensions import override

from desk.clock import Clock
from mail_ingest.clerk import Clerk, Receive
from mail_ingest.reading import Boxes
from mail_ingest.reply import DELIMITER, END
from mail_ingest.session import LmtpSession, SmtpSession, Terms

FULL = "421 4.7.0 Trop de connexions, reessayez / Too many connections, try again"
#: Seconds that a stop leaves to the mails that are being stored, and to the answers on their way.
GRACE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """How mail comes in. `towns`: mailbox -> slug of the town. With `tls`, STARTTLS is offered."""

    host: str
    port: int
    towns: Mapping[str, str]
    delimiter: str = DELIMITER
    end: str = END
    lmtp: bool = False
    tls: ssl.SSLContext | None = None
    max_bytes: int = 26_214_400
    most_connections: int = 100
    #: For each command, and for a whole mail: a slow line needs minutes. [RFC 5321 4.5.3.2]
    seconds: float = 300.0


@asynccontextmanager
async def listening(settings: MailIn, receive: Receive, clock: Clock) -> AsyncIterator[int]:
    """Take mail until the end of the block; gives the port. Raises `OSError` when the port is busy.

    At the end, mails that are complete are stored and answered, the others are the sender's to send
    again.
    """
    # aiosmtpd writes addresses and whole mails, and unknown « commands » even at WARNING.
    logging.getLogger("mail.log").addFilter(_nothing)
    towns = {box.lower(): town for box, town in settings.towns.items()}
    terms = Terms(
        hostname=next(iter(towns), "guichet@localhost").rpartition("@")[2],
        max_bytes=settings.max_bytes,
        seconds=settings.seconds,
        tls=settings.tls,
    )
    async with asyncio.TaskGroup() as storing:
        clerk = Clerk(
            boxes=Boxes(towns=towns, delimiter=settings.delimiter, end=settings.end),
            receive=receive,
            clock=clock,
            storing=storing,
            one_by_one=settings.lmtp,
        )
        doorman = _Doorman(settings, clerk, terms)
        server = await asyncio.get_running_loop().create_server(
            doorman.admit, settings.host, settings.port
        )
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await _dismiss(terms)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


async def _dismiss(terms: Terms) -> None:
    for session in tuple(terms.sessions):
        session.dismiss()
    try:
        async with asyncio.timeout(GRACE):
            while terms.sessions:
                await terms.empty.wait()
    except TimeoutError:
        for session in tuple(terms.sessions):
            session.abort()


@dataclass(frozen=True, slots=True)
class _Doorman:
    """No more sessions at once than the house can serve."""

    settings: MailIn
    clerk: Clerk
    terms: Terms

    def admit(self) -> asyncio.Protocol:
        if len(self.terms.sessions) >= self.settings.most_connections:
            return _Full()
        kind = LmtpSession if self.settings.lmtp else SmtpSession
        return kind(self.clerk, self.terms)


class _Full(asyncio.Protocol):
    """Too many sessions: come back later. [RFC 5321 3.8]"""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(f"{FULL}\r\n".encode())
        transport.close()
