"""The SMTP and LMTP door: a mail is stored and committed before the server says 250."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from typing_extensions import override

from desk.clock import Clock
from desk.received import Received
from mail_ingest.clue import plus_token
from mail_ingest.reading import Handed, read

log = logging.getLogger(__name__)

#: Stores one event, committed when it returns. What it answers does not concern a mail server.
Receive = Callable[[Received], Awaitable[object]]

#: Bytes that are parsed at once; a longer mail is parsed in a thread, so that no session waits.
QUICK = 65_536
MOST_RECIPIENTS = 20
NO_SUCH = "550 5.1.1 Cette adresse n'est pas celle d'un guichet / No such mailbox here"
LATER = "451 4.3.0 Message non enregistre, reessayez / Not stored, try again later"
ONE_BY_ONE = "452 4.5.3 Un destinataire a la fois / One recipient at a time"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """How mail comes in. `towns`: mailbox -> slug of the town."""

    host: str
    port: int
    towns: Mapping[str, str]
    delimiter: str
    lmtp: bool = False
    max_bytes: int = 26_214_400
    most_connections: int = 100
    seconds: float = 60.0


@dataclass(slots=True)
class Clerk:
    """What the server asks at each command."""

    settings: MailIn
    receive: Receive
    clock: Clock
    _open: int = field(default=0)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name and arguments
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Only the towns' mailboxes, with or without a token behind a plus."""
        if plus_token(address)[0] not in self.settings.towns:
            return NO_SUCH
        # LMTP wants one answer for each recipient, and aiosmtpd gives one: so one recipient. [RFC 2033 4.2]
        most = 1 if self.settings.lmtp else MOST_RECIPIENTS
        if len(envelope.rcpt_tos) >= most:
            return ONE_BY_ONE
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Store for each recipient, then answer. A failure is the sender's to try again."""
        try:
            for recipient in envelope.rcpt_tos:
                await self._store(envelope, recipient)
        except Exception as error:  # noqa: BLE001 - whatever failed, the mail was not kept: say so
            log.error("a mail could not be stored: %s", type(error).__name__)  # noqa: TRY400
            return LATER
        return "250 OK"

    async def _store(self, envelope: Envelope, recipient: str) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)
        handed = Handed(
            sender=envelope.mail_from or "", recipient=recipient, raw=raw, at=self.clock()
        )
        arguments = (handed, self.settings.towns, self.settings.delimiter)
        if len(raw) <= QUICK:
            received = read(*arguments)
        else:
            received = await asyncio.to_thread(read, *arguments)
        if received is not None:
            await self.receive(received)


class _Longer:
    # 512 octets of RFC 5321 are surpassed by many real mails: a long line must not refuse the whole.
    line_length_limit = 1_000_000


class _SmtpServer(_Longer, SMTP):
    """SMTP with patience for long lines."""


class _LmtpServer(_Longer, LMTP):
    """LMTP with patience for long lines."""


@asynccontextmanager
async def listening(settings: MailIn, receive: Receive, clock: Clock) -> AsyncIterator[int]:
    """Take mail until the end of the block; gives the port. Raises `OSError` when the port is busy."""
    # aiosmtpd writes addresses at INFO.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    clerk = Clerk(settings, receive, clock)
    doorman = _Doorman(settings, clerk)
    server = await asyncio.get_running_loop().create_server(
        doorman.admit, settings.host, settings.port
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


@dataclass(slots=True)
class _Doorman:
    """No more sessions at once than the house can serve."""

    settings: MailIn
    clerk: Clerk
    _sessions: list[Any] = field(default_factory=list)

    def admit(self) -> asyncio.Protocol:
        self._sessions = [one for one in self._sessions if one.transport is not None]
        if len(self._sessions) >= self.settings.most_connections:
            return _Full()
        kind = _LmtpServer if self.settings.lmtp else _SmtpServer
        session = kind(
            self.clerk,
            data_size_limit=self.settings.max_bytes,
            enable_SMTPUTF8=True,
            timeout=self.settings.seconds,
            ident="Guichet",
            loop=asyncio.get_running_loop(),
        )
        self._sessions.append(session)
        return session


class _Full(asyncio.Protocol):
    """Too many sessions: come back later. [RFC 5321 3.8]"""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"421 4.7.0 Trop de connexions / Too many connections\r\n")
        transport.close()
