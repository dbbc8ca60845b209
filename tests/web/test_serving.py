"""The real server inside our loop: a busy port told before anything starts, a clean stop."""

import asyncio
from asyncio import StreamReader, StreamWriter, TimerHandle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from typing_extensions import override
from uvicorn.server import ServerState

from tests.desk.office import Office
from tests.web.people import activation, invited
from web.application import application
from web.limits import MOST_HEAD
from web.patience import protocol
from web.serving import ListenError, address_of, listen, serve


async def test_it_serves_until_cancelled_and_gives_the_port_back(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await invited(office)
    listening = listen("127.0.0.1", 0)
    address = address_of(listening)
    port = int(address.rpartition(":")[2])
    query = activation(office).partition("8080")[2]
    with pytest.raises(ListenError, match=f"Le port {port} est déjà pris"):
        listen("127.0.0.1", port)
    async with asyncio.TaskGroup() as tasks:
        server = tasks.create_task(serve(application(office.counter), listening))
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(address + query)
            assert answer.status_code == 200
            assert "server" not in answer.headers
            server.cancel()
            with pytest.raises(asyncio.CancelledError):
                await server
    listen("127.0.0.1", port).close()
    assert "key=" not in caplog.text


@asynccontextmanager
async def serving(
    office: Office, **limits: float
) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    """A bare connection to the real server."""
    listening = listen("127.0.0.1", 0)
    async with asyncio.TaskGroup() as tasks:
        server = tasks.create_task(serve(application(office.counter), listening, **limits))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        yield reader, writer
        writer.close()
        server.cancel()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_connection_that_never_ends_its_head_is_closed(office: Office, said: bytes) -> None:
    async with serving(office, patience=0) as (reader, writer):
        writer.write(said)
        assert await reader.read() == b""


async def test_a_head_too_long_is_refused_before_it_is_whole(office: Office) -> None:
    async with serving(office) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nx: " + b"x" * MOST_HEAD)
        assert b" 400 " in (await reader.read()).partition(b"\r\n")[0]


async def test_a_sign_more_makes_nobody_wait_longer() -> None:
    armed: list[float] = []

    class Later(asyncio.SelectorEventLoop):
        @override
        def call_later(self, delay: float, *_: object, **__: object) -> TimerHandle:  # type: ignore[override]
            armed.append(delay)
            return TimerHandle(delay, print, (), self)

    config = uvicorn.Config(application, log_config=None)
    loop = Later()
    head = protocol(7)(config, ServerState(), {}, loop)  # type: ignore[call-arg]  # uvicorn's own
    head.connection_made(asyncio.Transport())
    for sign in b"GET / HTTP/1.1\r\nHost: x\r\n":
        head.data_received(bytes([sign]))  # type: ignore[attr-defined]
    loop.close()
    assert armed == [7]


async def test_cancelled_before_it_began_it_gives_the_port_back(office: Office) -> None:
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    async with asyncio.TaskGroup() as tasks:
        server = tasks.create_task(serve(application(office.counter), listening))
        await asyncio.sleep(0)
        server.cancel()
    listening.close()
    listen("127.0.0.1", port).close()


def test_what_cannot_be_listened_to_is_told_in_one_sentence() -> None:
    with pytest.raises(ListenError, match=r"\[web\] host"):
        listen("192.0.2.1", 0)
