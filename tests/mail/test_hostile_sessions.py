"""Whoever does not keep to the rules of the wire gets nothing more, and costs the others nothing."""

import asyncio

import pytest

from mail_ingest.clerk import MOST_RECIPIENTS
from tests.mail.wire import BOX, MAIL, Shelf, called, certified, door, trusting

#: A second mail, in the name of whom the first server would never have let write.
FORGED = (
    f"MAIL FROM:<maire@valbrume.example>\r\nRCPT TO:<{BOX}>\r\nDATA\r\n\r\nNON\r\n.\r\n".encode()
)


@pytest.mark.parametrize(
    "end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r.\r\n",
        b"\r\r\n.\n",
        b"\r\n\x00.\r\n",
        b"\r\n.\x00\r\n",
        b"\r\n .\r\n",
        b"\r\n.\t\r\n",
        b"\n\n.\n\n",
        b"\r\n.\xc2\xa0\r\n",
    ],
)
@pytest.mark.parametrize("lmtp", [False, True])
async def test_no_end_but_the_true_one_lets_a_second_mail_in(end: bytes, *, lmtp: bool) -> None:
    shelf = Shelf()
    hello = "LHLO a.example" if lmtp else "EHLO a.example"
    async with door(shelf, lmtp=lmtp) as port, called(port, hello) as line:
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL.rstrip(b"\r\n") + end + FORGED)
        assert (await line.reply()).startswith("250")
        assert (await line.say("NOOP")).startswith("250")
    assert len(shelf.kept) == 1


async def test_a_mail_that_comes_in_crumbs_is_one_mail() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        for byte in MAIL + b".\r\n":
            line.send(bytes([byte]))
            await line.writing.drain()
            await asyncio.sleep(0)
        assert (await line.reply()).startswith("250")
    assert shelf.heard() == ["Oui"]


async def test_whoever_speaks_slowly_keeps_no_place_for_ever() -> None:
    async with door(Shelf(), seconds=0.2) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        ended = asyncio.ensure_future(line.reply())
        while not ended.done():
            line.send(b"x")
            await asyncio.wait({ended}, timeout=0.01)
        assert (await ended).startswith("421 4.4.2")


async def test_garbage_behind_a_mail_does_not_undo_it() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.begin(BOX)
        line.send(b"DATA\r\n" + MAIL + b".\r\n" + b"\x00\xff\x80 garbage\r\n" * 40 + b"QUIT\r\n")
        assert (await line.reply()).startswith("354")
        assert (await line.reply()).startswith("250")
        while await line.reply():
            pass
    assert shelf.heard() == ["Oui"]


async def test_recipients_are_counted() -> None:
    async with door(Shelf()) as port, called(port) as line:
        await line.say("MAIL FROM:<a@b.example>")
        said = [await line.say(f"RCPT TO:<{BOX}>") for _ in range(MOST_RECIPIENTS + 5)]
    assert [one[:3] for one in said] == ["250"] * MOST_RECIPIENTS + ["452"] * 5


async def test_commands_are_counted() -> None:
    async with door(Shelf()) as port, called(port) as line:
        line.send(b"NOOP\r\n" * 150)
        said = [await line.reply() for _ in range(151)]
    assert "421" in {one[:3] for one in said}
    assert said[-1] == ""


async def test_a_command_without_end_is_cut() -> None:
    async with door(Shelf(), max_bytes=10_000) as port, called(port) as line:
        line.send(b"MAIL FROM:<" + b"a" * 2_000_000)
        while await line.reply():
            pass


async def test_bare_line_ends_may_part_commands_but_end_no_mail() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        line.send(f"MAIL FROM:<a@b.example>\nRCPT TO:<{BOX}>\nDATA\n\nNON\n.\nQUIT\n".encode())
        line.writing.write_eof()
        said = [await line.reply() for _ in range(4)]
    assert [one[:3] for one in said] == ["250", "250", "354", ""]
    assert shelf.kept == []


async def test_a_client_that_breaks_the_encryption_off_harms_nobody() -> None:
    shelf = Shelf()
    async with door(shelf, tls=certified()) as port:
        async with called(port) as line:
            assert (await line.say("STARTTLS")).startswith("220")
            line.send(b"this is no handshake\r\n")
            while await line.reply():
                pass
        async with called(port) as line:
            await line.say("STARTTLS")
            await line.writing.start_tls(trusting(), server_hostname="localhost")
            await line.say("EHLO a.example")
            assert (await line.deliver(MAIL, BOX)).startswith("250")
    assert shelf.heard() == ["Oui"]
