"""From a citizen's mail to our answer at the relay: real SMTP both ways, the real program between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiosmtpd.smtp
from aiosmtplib import SMTP

from guichet.bench.mails import mail_from
from guichet.bench.places import sqlite_place
from guichet.bench.program import memory, served
from guichet.bench.rate import at_rate
from guichet.bench.report import Measure

_BOX = "guichet@ville0.example"
#: Sessions that the town's mail server keeps open with our door.
SESSIONS = 16
#: Seconds after which a mail counts as lost: the measure then fails rather than lie.
_PATIENCE = 60.0
_NOT_CALLED = "http://127.0.0.1:9"


class _Relay:
    """The town's relay: says 250, and rings for whoever the mail is for."""

    def __init__(self) -> None:
        self._awaited: dict[str, asyncio.Event] = {}

    def expect(self, address: str) -> asyncio.Event:
        """Set when a mail for that address is here."""
        return self._awaited.setdefault(address, asyncio.Event())

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name and arguments
        self, _server: object, _session: object, envelope: aiosmtpd.smtp.Envelope
    ) -> str:
        """Only that a mail came is kept."""
        for address in envelope.rcpt_tos:
            self.expect(address).set()
        return "250 OK"


async def measure(rates: tuple[int, ...], seconds: float) -> list[Measure]:
    """Each mail from somebody who never wrote: the dearest case, and none that our own brakes would hold."""
    relay = _Relay()
    with sqlite_place() as (url, path):
        async with (
            _listening(relay) as port,
            served(path.parent, url, _NOT_CALLED, [""], relay=port) as (pid, mail_port),
            _sessions(mail_port) as sessions,
        ):
            measures = [await _at(rate, seconds, sessions, relay) for rate in rates]
            figures = {"loaded_megabytes": memory(pid)}
    name = "memory of guichet serve after these mails, sqlite"
    return [*measures, Measure(name=name, figures=figures)]


async def _at(rate: int, seconds: float, sessions: asyncio.Queue[SMTP], relay: _Relay) -> Measure:
    async def one(number: int) -> None:
        # A domain each: a provider that takes two mails a second would be measured, not we.
        sender = f"jeanne@courrier-{rate}-{number}.example"
        answered = relay.expect(sender)
        session = await sessions.get()
        try:
            send: Callable[..., Awaitable[Any]] = session.sendmail
            await send(sender, [_BOX], mail_from(sender, _BOX))
        finally:
            sessions.put_nowait(session)
        async with asyncio.timeout(_PATIENCE):
            await answered.wait()

    figures = await at_rate(rate, seconds, one)
    return Measure(name=f"mail to reply, sqlite, {rate} a second", figures=figures)


@asynccontextmanager
async def _listening(relay: _Relay) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: aiosmtpd.smtp.SMTP(relay), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def _sessions(port: int) -> AsyncIterator[asyncio.Queue[SMTP]]:
    free: asyncio.Queue[SMTP] = asyncio.Queue()
    async with AsyncExitStack() as stack:
        for _ in range(SESSIONS):
            dialled = SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False)
            free.put_nowait(await stack.enter_async_context(dialled))
        yield free
