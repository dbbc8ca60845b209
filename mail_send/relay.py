"""Handing a mail to the town's relay."""

import asyncio
import ssl
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

import aiosmtplib
from typing_extensions import override

from desk.door import HeldError
from mail_send.answers import meaning
from mail_send.carrier import Carrier, Posting
from mail_send.lines import Lines


class Tls(StrEnum):
    """How the way to the relay is kept secret."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


#: Seconds for a line that is free, then for the whole conversation: together, less than half the lease
#: of a courier.
WAITING, PATIENCE = 3.0, 25.0
#: After which a mail that found every line in use asks again.
SOON = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Relay(Carrier):
    """Speaks SMTP over lines that are kept open. `close` it before the loop ends."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    #: Whom we trust; the system's authorities when there is none.
    authorities: ssl.SSLContext | None = None
    patience: float = PATIENCE
    connections: int = 4

    @override
    async def carry(self, posting: Posting) -> None:
        """Raises `HeldError` besides, when every line stays in use."""
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._lines.room(WAITING))
            except TimeoutError:
                raise HeldError("relay busy", SOON) from None
            try:
                async with asyncio.timeout(self.patience):
                    await self._send(posting)
            except (aiosmtplib.SMTPException, OSError) as error:
                raise meaning(error) from error

    async def _send(self, posting: Posting) -> None:
        async with self._lines.one(posting.sender.rpartition("@")[2]) as smtp:
            # Bytes: aiosmtplib would fold the headers its own way, and a thread would lose its ids.
            await smtp.sendmail(posting.sender, [posting.to], posting.raw)

    def close(self) -> None:
        """Hang up."""
        self._lines.close()

    async def _dial(self, name: str) -> aiosmtplib.SMTP:
        smtp = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            local_hostname=name,
            use_tls=self.tls is Tls.TLS,
            start_tls=self.tls is Tls.STARTTLS,
            tls_context=self._context,
            username=self.username or None,
            password=self.password or None,
            timeout=self.patience,
        )
        try:
            await smtp.connect()
        except BaseException:
            smtp.close()
            raise
        return smtp

    @cached_property
    def _lines(self) -> Lines:
        return Lines(dial=self._dial, most=self.connections)

    @cached_property
    def _context(self) -> ssl.SSLContext | None:
        """Certificates are always verified."""
        if self.tls is Tls.NONE:
            return None
        return self.authorities or ssl.create_default_context()
