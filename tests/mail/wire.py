"""Both ends of the wire: our door with a shelf behind it, and a mail server that talks to it."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk.received import Heard, Received, Taken
from mail_ingest.smtp import MailIn, listening

NOON = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
BOX = "mairie@valbrume.example"
OTHER = "guichet@ker-loch.example"
TOKEN = "mzxw6ytboi3dmnrvgq2tkojsaa"
TOWNS = {BOX: "valbrume", OTHER: "ker-loch"}
MAIL = b"From: Jeanne <jeanne@courrier.example>\r\nMessage-ID: <1@courrier.example>\r\n\r\nOui\r\n"
_PEM = Path(__file__).parent / "localhost.pem"


@dataclass
class Shelf:
    """In the place of the desk: keeps what it receives, waits or fails when told to."""

    kept: list[Received] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    answer: Taken = Taken.STORED
    open: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    #: Turns of the loop that a storing takes.
    turns: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, received: Received) -> Taken:
        self.reached.set()
        await self.open.wait()
        for _ in range(self.turns):
            await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble.pop(0)
        self.kept.append(received)
        return self.answer

    def heard(self) -> list[str]:
        return [one.what.text for one in self.kept if isinstance(one.what, Heard)]


@dataclass
class Line:
    """One connection of a mail server to our door."""

    reading: asyncio.StreamReader
    writing: asyncio.StreamWriter

    def send(self, raw: bytes) -> None:
        self.writing.write(raw)

    async def reply(self) -> str:
        """The next answer, its lines joined; empty when the other side has hung up."""
        lines = []
        with suppress(ConnectionResetError):
            while line := (await self.reading.readline()).decode():
                lines.append(line.rstrip("\r\n"))
                if line[3:4] != "-":
                    break
        return "\n".join(lines)

    async def say(self, command: str) -> str:
        self.send(f"{command}\r\n".encode())
        return await self.reply()

    def reset(self) -> None:
        """Break the connection off: the other side cannot take it for the end of what was said."""
        at_once = struct.pack("ii", 1, 0)
        line = self.writing.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.writing.transport.abort()

    async def begin(self, *to: str, sender: str = "jeanne@courrier.example") -> str:
        """The envelope; answers what was said to the last recipient."""
        await self.say(f"MAIL FROM:<{sender}>")
        return [await self.say(f"RCPT TO:<{one}>") for one in to][-1]

    async def deliver(self, raw: bytes, *to: str, sender: str = "jeanne@courrier.example") -> str:
        await self.begin(*to, sender=sender)
        assert (await self.say("DATA")).startswith("354")
        self.send(raw + b".\r\n")
        return await self.reply()


async def call(port: int, hello: str = "EHLO courrier.example") -> Line:
    """Dial our door, and greet."""
    line = Line(*await asyncio.open_connection("127.0.0.1", port))
    assert (await line.reply()).startswith("220")
    await line.say(hello)
    return line


@asynccontextmanager
async def called(port: int, hello: str = "EHLO courrier.example") -> AsyncIterator[Line]:
    line = await call(port, hello)
    try:
        yield line
    finally:
        line.writing.close()
        with suppress(OSError):
            await line.writing.wait_closed()


@asynccontextmanager
async def door(shelf: Shelf, **settings: Any) -> AsyncIterator[int]:
    """Our door on a free port; gives the port."""
    ours = MailIn(host="127.0.0.1", port=0, towns=TOWNS, **settings)
    async with listening(ours, shelf, lambda: NOON) as port:
        yield port


def certified() -> ssl.SSLContext:
    """A server for localhost."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_PEM)
    return context


def trusting() -> ssl.SSLContext:
    """A client that knows the authority of `certified`, and still verifies."""
    return ssl.create_default_context(cafile=str(_PEM))
