"""A relay for the tests: a real server that answers what it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mail_send.relay import Relay, Tls


@dataclass
class Provider:
    """Keeps what is handed to it. `answers` and `silent` are by command: RCPT, DATA…

    `once`: answers that are given one time each, before the others. `said`: every command heard.
    """

    answers: dict[str, str] = field(default_factory=dict)
    once: list[tuple[str, str]] = field(default_factory=list)
    silent: str = ""
    hangs_up: str = ""
    kept: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    greeted_by: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    transports: list[asyncio.WriteTransport] = field(default_factory=list)

    async def hears(self, command: str) -> None:
        """Wait until that command was heard."""
        while command not in self.said:
            self.news.clear()
            await self.news.wait()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        self.greeted_by.append(name)
        assert isinstance(_server.transport, asyncio.WriteTransport)
        self.transports.append(_server.transport)
        session.host_name = name
        return said

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own name
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = await self._answer(server, "RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        answer = await self._answer(server, "DATA")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.encrypted.append(session.ssl is not None)
            self.kept.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        return answer

    async def handle_RSET(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        return await self._answer(server, "RSET")

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        self._hear("QUIT")
        return "221 Bye"

    async def _answer(self, server: SMTP, command: str) -> str:
        self._hear(command)
        if self.silent == command:
            await asyncio.Event().wait()
        if self.hangs_up == command:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        for at, (about, answer) in enumerate(self.once):
            if about == command:
                del self.once[at]
                return answer
        return self.answers.get(command, "250 OK")

    def _hear(self, command: str) -> None:
        self.said.append(command)
        self.news.set()

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.signed_in.append(f"{data.login.decode()}:{data.password.decode()}")
        return AuthResult(success=data.password == b"bon", handled=False)


@asynccontextmanager
async def relay_at(port: int, **settings: Any) -> AsyncIterator[Relay]:
    """Our way to a relay of these tests, hung up at the end."""
    relay = Relay(**{"host": "localhost", "port": port, "tls": Tls.NONE, **settings})
    try:
        yield relay
    finally:
        relay.close()


@asynccontextmanager
async def relaying(
    provider: Provider, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """The relay on a free port; gives the port."""
    loop = asyncio.get_running_loop()
    sessions: list[SMTP] = []

    def admit() -> SMTP:
        session = SMTP(
            provider,
            hostname="relais.example",
            tls_context=starttls,
            auth_require_tls=tls is None,
            authenticator=provider.authenticate,
            loop=loop,
        )
        sessions.append(session)
        return session

    server = await loop.create_server(admit, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.sleep(0)  # a session that the loop has just accepted
        for transport in (session.transport for session in sessions):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        await asyncio.sleep(0)  # the loop lets go of them at its next turn
