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
    _joined: set[asyncio.Task[None]] = field(default_factory=set)

    def cut(self) -> None:
        """Both ends see the other hang up."""
        for one in tuple(self._lines):
            one.close()

    async def says(self, word: bytes, times: int = 1) -> None:
        """Wait until our side has said that word so often."""
        while self.said.count(word) < times:
            self.heard.clear()
            await self.heard.wait()

    def admit(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        """One connection; its task is ours, so that none outlives the proxy."""
        joining = asyncio.create_task(self._join(reading, writing))
        self._joined.add(joining)
        joining.add_done_callback(self._joined.discard)
        self._lines.add(writing)

    async def end(self) -> None:
        """No line is left open, not even one that was being dialled."""
        await asyncio.sleep(0)  # one that the loop has just accepted
        self.cut()
        for joining in self._joined:
            joining.cancel()
        await asyncio.gather(*self._joined, return_exceptions=True)
        await asyncio.sleep(0)  # the loop lets go of what is closed at its next turn

    async def _join(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        forth = None
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self.to)
            self._lines.add(forth)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reading, forth, ours=True))
                tasks.create_task(self._pass(back, writing, ours=False))
        except OSError:
            return  # nobody there: the other end sees us hang up
        finally:
            for one in filter(None, (writing, forth)):
                one.close()
                self._lines.discard(one)

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
    server = await asyncio.start_server(proxy.admit, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.end()
