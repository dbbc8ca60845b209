"""The door closes: what is complete is kept and answered, the rest is the sender's to send again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from mail_ingest.smtp import MailIn, listening
from tests.mail.wire import BOX, MAIL, NOON, TOWNS, Shelf, call, door


@dataclass
class House:
    """The door in a task of its own, as the program runs it."""

    port: int
    running: asyncio.Task[None]
    stop: asyncio.Event

    def close(self, how: str) -> None:
        if how == "cancelled":
            self.running.cancel()
        else:
            self.stop.set()


@asynccontextmanager
async def house(shelf: Shelf) -> AsyncIterator[House]:
    opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()

    async def run() -> None:
        async with door(shelf) as port:
            opened.set_result(port)
            await stop.wait()

    async with asyncio.TaskGroup() as group:
        running = group.create_task(run())
        yield House(await opened, running, stop)
        stop.set()


HOW = pytest.mark.parametrize("how", ["stopped", "cancelled"])


@HOW
async def test_a_mail_being_stored_is_kept_and_answered(how: str) -> None:
    shelf = Shelf()
    shelf.open.clear()
    async with house(shelf) as ours:
        line = await call(ours.port)
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        await shelf.reached.wait()
        ours.close(how)
        shelf.open.set()
        assert (await line.reply()).startswith("250")
        assert (await line.reply()).startswith("421 4.3.2")
        assert await line.reply() == ""
        line.writing.close()
    assert shelf.heard() == ["Oui"]


@HOW
async def test_a_mail_that_fails_to_be_stored_is_not_acknowledged(how: str) -> None:
    shelf = Shelf(trouble=[OSError()])
    shelf.open.clear()
    async with house(shelf) as ours:
        line = await call(ours.port)
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        await shelf.reached.wait()
        ours.close(how)
        shelf.open.set()
        assert (await line.reply()).startswith("451")
        line.writing.close()
    assert shelf.kept == []


@HOW
async def test_whoever_says_nothing_is_sent_away(how: str) -> None:
    async with house(Shelf()) as ours:
        line = await call(ours.port)
        ours.close(how)
        assert (await line.reply()).startswith("421 4.3.2")
        assert await line.reply() == ""
        line.writing.close()


@HOW
async def test_a_mail_that_is_still_arriving_is_cut(how: str) -> None:
    shelf = Shelf()
    async with house(shelf) as ours:
        line = await call(ours.port)
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL)
        ours.close(how)
        assert (await line.reply()).startswith("421")
        line.send(b".\r\n")
        assert await line.reply() == ""
        line.writing.close()
    assert shelf.kept == []


@HOW
async def test_a_lost_sender_does_not_cut_the_storing(how: str) -> None:
    shelf = Shelf(turns=50)
    shelf.open.clear()
    async with house(shelf) as ours:
        line = await call(ours.port)
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        await shelf.reached.wait()
        line.reset()
        other = await call(ours.port)  # the door has seen it by now
        other.writing.close()
        ours.close(how)
        shelf.open.set()
        await asyncio.wait([ours.running])
        assert shelf.heard() == ["Oui"]


async def test_a_storing_that_never_ends_does_not_keep_the_door_open() -> None:
    shelf = Shelf()
    shelf.open.clear()
    async with door(shelf, grace=0.01) as port:
        line = await call(port)
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        await shelf.reached.wait()
    assert await line.reply() == ""
    line.writing.close()


async def test_a_busy_port_is_told() -> None:
    async with house(Shelf()) as ours:
        second = MailIn(host="127.0.0.1", port=ours.port, towns=TOWNS)
        with pytest.raises(OSError, match="in use"):
            async with listening(second, Shelf(), lambda: NOON):
                pass
