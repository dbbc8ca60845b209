"""The network between the program and its database: a wire that can be cut, left silent, and mended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Carries both ways between each caller and the server, while it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._ends: set[asyncio.StreamWriter] = set()
        self._callers: set[asyncio.Task[None]] = set()
        self._whole = asyncio.Event()
        self._whole.set()
        self._refuses = False

    def cut(self) -> None:
        """Every connection ends, and new ones do at once."""
        self._refuses = True
        for end in self._ends:
            end.transport.abort()

    def falls_silent(self) -> None:
        """Nothing arrives any more, and nobody is told: a cable pulled out, a firewall that forgot."""
        self._whole.clear()

    def mend(self) -> None:
        """New connections pass. Those that were silent stay so: their packets are lost for ever."""
        self._refuses = False
        if not self._whole.is_set():
            self._whole = asyncio.Event()
            self._whole.set()

    async def carry(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        """One caller, until either end is closed."""
        caller = asyncio.current_task()
        assert caller is not None
        self._callers.add(caller)
        try:
            with suppress(OSError):
                await self._carried(reading, writing)
        finally:
            self._callers.discard(caller)
            writing.transport.abort()

    async def _carried(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        whole = self._whole
        await whole.wait()
        there, back = await asyncio.open_connection(*self._there)
        try:
            if self._refuses:  # cut while we were calling
                return
            self._ends |= {writing, back}
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reading, back, whole))
                tasks.create_task(self._pass(there, writing, whole))
        finally:
            self._ends -= {writing, back}
            back.transport.abort()

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, whole: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                await whole.wait()
                target.write(data)
                await target.drain()
        target.transport.abort()

    async def taken_away(self) -> None:
        """Whatever it still carries ends, silent connections too: nothing outlives the loop."""
        for caller in self._callers:
            caller.cancel()
        await asyncio.gather(*self._callers, return_exceptions=True)


@asynccontextmanager
async def wire_to(url: str) -> AsyncIterator[tuple[str, Wire]]:
    """The address of that database at the other end of a wire."""
    parts = urlsplit(url)
    wire = Wire(parts.hostname or "127.0.0.1", parts.port or 5432)
    server = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user = f"{parts.username}@" if parts.username else ""
    try:
        yield urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{port}")), wire
    finally:
        server.close()
        await wire.taken_away()
