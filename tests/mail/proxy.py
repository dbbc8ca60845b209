"""A wire between our door and a real server, that a test can cut, or make deaf at a chosen word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """`deaf_at`: from that word of ours on, nothing passes any more; `reached` is set then."""

    to: int
    deaf_at: bytes = b""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    #: What the client said, in order.
    said: bytearray = field(default_factory=bytearray)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Both ends see the other hang up."""
        for one in tuple(self._lines):
            one.close()

    async def says(self, word: bytes, times: int = 1) -> None:
        """Wait until our side has said that word so often."""
        while self.said.count(word) < times:
            self.heard.clear()
            await self.heard.wait()

    async def join(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writing.close()
            return
        self._lines |= {writing, forth}
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reading, forth, ours=True))
                tasks.create_task(self._pass(back, writing, ours=False))
        finally:
            self._lines -= {writing, forth}
            writing.close()
            forth.close()

    async def _pass(
        self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter, *, ours: bool
    ) -> None:
        with suppress(OSError):
            while data := await reading.read(65_536):
                if ours and self._stops(data):
                    return
                writing.write(data)
        writing.close()

    def _stops(self, data: bytes) -> bool:
        self.said += data
        self.heard.set()
        deaf = bool(self.deaf_at) and self.deaf_at in data
        if deaf:
            self.reached.set()
        return deaf


@asynccontextmanager
async def between(to: int, deaf_at: bytes = b"") -> AsyncIterator[Proxy]:
    """A proxy to that port of loopback, until the end of the block."""
    proxy = Proxy(to, deaf_at)
    server = await asyncio.start_server(proxy.join, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
        await asyncio.sleep(0)
