"""The real server inside our loop: a busy port told before anything starts, a clean stop."""

import asyncio

import httpx
import pytest

from tests.desk.office import Office
from tests.web.people import activation, invited
from web.application import application
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
