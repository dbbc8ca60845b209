"""One SMTP or LMTP session: aiosmtpd's, and what a public door needs besides."""

import asyncio
import logging
import ssl
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from typing_extensions import override

log = logging.getLogger(__name__)

#: Octets of one line. RFC 5321 says 998, and many real mails have more.
LONGEST_LINE = 1_000_000
#: Commands of a kind in one session; a sender that needs more comes back.
_MOST_COMMANDS = {"*": 10_000, "NOOP": 100, "VRFY": 20, "EXPN": 20, "HELP": 20, "STARTTLS": 2}

TOO_LARGE = (
    "552 5.3.4 Message trop lourd : {megabytes} Mo au plus / Too large: {megabytes} MB at most"
)
LINE_TOO_LONG = "554 5.6.0 Une ligne est trop longue / A line is too long"
UNREADABLE = "501 5.5.2 Commande illisible / Unreadable command"
SILENT = "421 4.4.2 Trop long silence / Silent for too long"
STOPPING = "421 4.3.2 Le guichet s'arrete, a bientot / Shutting down, come back"

# What aiosmtpd says, and what a person who reads a returned mail should read in its place.
_REPHRASED = {
    "552 Error: message size exceeds fixed maximum message size": TOO_LARGE,
    "552 Error: Too much mail data": TOO_LARGE,
    "500 Line too long (see RFC5321 4.5.3.1.6)": LINE_TOO_LONG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every session of one server keeps to. `sessions` are those under way."""

    hostname: str
    max_bytes: int
    seconds: float
    tls: ssl.SSLContext | None = None
    sessions: set["SmtpSession"] = field(default_factory=set)
    #: Set when the last session has ended.
    empty: asyncio.Event = field(default_factory=asyncio.Event)


class FloodError(Exception):
    """More octets than any mail that was announced: the sender does not listen."""


class _Incoming(asyncio.StreamReader):
    """Counts what is read, and ends the session where the input ends."""

    def __init__(self, most: int) -> None:
        super().__init__(limit=LONGEST_LINE, loop=asyncio.get_running_loop())
        self._most = most
        self.taken = 0

    @override
    async def readuntil(self, separator: bytes = b"\n") -> bytes:  # type: ignore[override]  # as aiosmtpd calls it
        try:
            return self._counted(await super().readuntil(separator))
        except asyncio.IncompleteReadError:
            # As aiosmtpd ends a session, but only once all that was sent before has been read.
            raise asyncio.CancelledError from None

    @override
    async def read(self, n: int = -1) -> bytes:
        return self._counted(await super().read(n))

    def _counted(self, data: bytes) -> bytes:
        self.taken += len(data)
        if self.taken > self._most:
            raise FloodError
        return data


class SmtpSession(SMTP):
    """One connection. Nothing of what passes is written to a log."""

    line_length_limit = LONGEST_LINE

    def __init__(self, clerk: object, house: House) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(
            clerk,
            data_size_limit=house.max_bytes,
            enable_SMTPUTF8=True,
            hostname=house.hostname,
            ident="Guichet",
            tls_context=house.tls,
            timeout=house.seconds,
            command_call_limit=_MOST_COMMANDS,
            loop=loop,
        )
        self._house = house
        # aiosmtpd keeps a refused mail's endless line in memory: our reader stops it.
        self._incoming = _Incoming(2 * house.max_bytes + LONGEST_LINE)
        asyncio.StreamReaderProtocol.__init__(
            self, self._incoming, client_connected_cb=self._cb_client_connected, loop=loop
        )
        self.answering = False  # the mail is complete, and being stored
        self.leaving = False
        house.sessions.add(self)
        house.empty.clear()

    def dismiss(self) -> None:
        """End it: now, or after the answer to the mail that is being stored."""
        self.leaving = True
        if not self.answering:
            self._bid_farewell(STOPPING)

    def abort(self) -> None:
        """End it without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def _bid_farewell(self, words: str) -> None:
        if self.transport is not None:
            self._writer.write(f"{words}\r\n".encode())
            self.transport.close()

    @override
    async def push(self, status: Any) -> None:
        await super().push(self._rephrased(status))

    def _rephrased(self, status: str) -> str:
        words = _REPHRASED.get(status, status)
        return self._too_large() if words is TOO_LARGE else words

    def _too_large(self) -> str:
        return TOO_LARGE.format(megabytes=self._house.max_bytes // 1_048_576)

    @override
    async def smtp_DATA(self, arg: str) -> None:
        self._incoming.taken = 0
        try:
            await super().smtp_DATA(arg)
        except FloodError:
            self._bid_farewell(self._too_large())
            raise asyncio.CancelledError from None
        self.answering = False
        if self.leaving:
            self._bid_farewell(STOPPING)

    @override
    async def handle_exception(self, error: Exception) -> str:
        """Only a command can fail here. Its error may repeat it: the kind alone is told."""
        log.warning("a mail command could not be read: %s", type(error).__name__)
        if isinstance(error, FloodError):
            self.dismiss()
        return UNREADABLE

    @override
    def eof_received(self) -> bool | None:
        # aiosmtpd would cancel a mail that is complete: whoever closes its half may still read.
        if self.session is not None and self.session.ssl is not None:
            return super().eof_received()
        return asyncio.StreamReaderProtocol.eof_received(self)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._house.sessions.discard(self)
        if not self._house.sessions:
            self._house.empty.set()

    @override
    def _timeout_cb(self) -> None:
        self._bid_farewell(SILENT)


class LmtpSession(SmtpSession, LMTP):
    """The same in LMTP: what is said after a mail is said of each recipient. [RFC 2033 4.2]"""

    _owed = 0

    @override
    async def push(self, status: Any) -> None:
        if status.startswith("354"):
            assert self.envelope is not None
            self._owed = len(self.envelope.rcpt_tos)
        elif self._owed:
            owed, self._owed = self._owed, 0
            if "\r\n" not in status:
                status = "\r\n".join([self._rephrased(status)] * owed)
        await super().push(status)
