"""A mail server talks to our door: what is taken, what is refused, and in which words."""

import asyncio

import pytest

from desk.received import Heard, Taken
from tests.mail.wire import (
    BOX,
    MAIL,
    OTHER,
    TOKEN,
    Shelf,
    called,
    certified,
    door,
    trusting,
)


async def test_a_mail_is_stored_before_it_is_acknowledged() -> None:
    shelf = Shelf()
    shelf.open.clear()
    async with door(shelf) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        answer = asyncio.ensure_future(line.reply())
        await shelf.reached.wait()
        assert not answer.done()
        shelf.open.set()
        assert (await answer).startswith("250")
        assert shelf.heard() == ["Oui"]


async def test_an_unknown_mailbox_is_refused_at_its_name() -> None:
    async with door(Shelf()) as port, called(port) as line:
        for address in ("maire@valbrume.example", "mairie@ailleurs.example", "mairie"):
            assert (await line.begin(address)).startswith("550 5.1.1")
            await line.say("RSET")


async def test_whatever_stands_behind_the_plus_the_mail_arrives() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        for address in (f"Mairie+{TOKEN}@Valbrume.Example", "mairie+abime@valbrume.example"):
            assert (await line.deliver(MAIL, address)).startswith("250")
    assert [one.account for one in shelf.kept] == [f"mail:{BOX}"] * 2
    assert [one.what.tokens for one in shelf.kept if isinstance(one.what, Heard)] == [(TOKEN,), ()]


async def test_a_mail_that_could_not_be_stored_is_sent_again_and_known_again() -> None:
    shelf = Shelf(trouble=[OSError("disk")])
    async with door(shelf) as port, called(port) as line:
        assert (await line.deliver(MAIL, BOX)).startswith("451 4.3.0")
        assert (await line.deliver(MAIL, BOX)).startswith("250")
        assert (await line.deliver(MAIL, BOX)).startswith("250")
    first, again = shelf.kept
    assert (first.account, first.external_id) == (again.account, again.external_id)


async def test_a_mailbox_that_writes_too_fast_is_asked_to_come_back() -> None:
    shelf = Shelf(answer=Taken.TOO_MUCH)
    async with door(shelf) as port, called(port) as line:
        assert (await line.deliver(MAIL, BOX)).startswith("450 4.7.1")


async def test_one_mail_to_two_towns_is_heard_in_both() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        assert (await line.deliver(MAIL, BOX, OTHER)).startswith("250")
    one, other = shelf.kept
    assert {one.town, other.town} == {"valbrume", "ker-loch"}
    assert (one.account, one.external_id) != (other.account, other.external_id)


async def test_if_one_town_of_two_fails_the_sender_tries_both_again() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        shelf.trouble = [OSError()]
        assert (await line.deliver(MAIL, BOX, OTHER)).startswith("451")
        assert (await line.deliver(MAIL, BOX, OTHER)).startswith("250")
    assert sorted(one.town for one in shelf.kept) == ["ker-loch", "valbrume"]


async def test_an_answer_to_all_is_heard_once_with_its_token() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.deliver(MAIL, BOX, f"mairie+{TOKEN}@valbrume.example")
    [received] = shelf.kept
    assert isinstance(received.what, Heard)
    assert received.what.tokens == (TOKEN,)


async def test_commands_may_come_all_at_once() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        line.send(b"MAIL FROM:<a@b.example> BODY=8BITMIME SIZE=9\r\n")
        line.send(f"RCPT TO:<{BOX}>\r\nRCPT TO:<x@y.example>\r\nDATA\r\n".encode())
        line.send(MAIL + b".\r\nMAIL FROM:<>\r\nQUIT\r\n")
        codes = [(await line.reply())[:3] for _ in range(7)]
    assert codes == ["250", "250", "550", "354", "250", "250", "221"]
    assert shelf.heard() == ["Oui"]


@pytest.mark.parametrize("extension", ["8BITMIME", "SMTPUTF8", "PIPELINING", "SIZE 26214400"])
async def test_the_usual_extensions_are_offered_and_nobody_signs_in(extension: str) -> None:
    async with door(Shelf()) as port, called(port) as line:
        offered = await line.say("EHLO courrier.example")
        assert extension in offered
        assert "AUTH" not in offered
        assert "STARTTLS" not in offered


async def test_accents_pass_on_the_wire() -> None:
    shelf = Shelf()
    raw = "From: Jérôme <jérôme@courrier.example>\r\nSubject: À voir\r\n\r\nÇa va\r\n".encode()
    async with door(shelf) as port, called(port) as line:
        await line.say("MAIL FROM:<jérôme@courrier.example> SMTPUTF8 BODY=8BITMIME")
        await line.say(f"RCPT TO:<{BOX}>")
        await line.say("DATA")
        line.send(raw + b".\r\n")
        assert (await line.reply()).startswith("250")
    assert shelf.heard() == ["Ça va"]
    assert shelf.kept[0].address == "jérôme@courrier.example"


@pytest.mark.parametrize("sender", [b"\xff\xfe@courrier.example", b"a\xe9@courrier.example"])
async def test_bytes_that_are_no_text_harm_nobody(sender: bytes) -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        line.send(b"MAIL FROM:<" + sender + b">\r\n")
        await line.reply()
        line.send(b"RCPT TO:<mairie+\xff@valbrume.example>\r\n")
        await line.reply()
        await line.say("DATA")
        line.send(b"\r\nOui\r\n.\r\n")
        assert (await line.reply()).startswith("250")
    assert shelf.kept == []


async def test_a_very_long_line_is_taken() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        raw = MAIL + b"x" * 200_000 + b"\r\n"
        assert (await line.deliver(raw, BOX)).startswith("250")
        assert len(shelf.heard()[0]) == 20_000
        endless = MAIL + b"x" * 1_100_000 + b"\r\n"
        assert (await line.deliver(endless, BOX)).startswith("554 5.6.0")
        assert (await line.deliver(MAIL, BOX)).startswith("250")


async def test_a_mail_too_heavy_is_refused_in_words_before_it_is_sent() -> None:
    async with door(Shelf(), max_bytes=2_097_152) as port, called(port) as line:
        answer = await line.say("MAIL FROM:<a@b.example> SIZE=2097153")
        assert answer.startswith("552 5.3.4 Message trop lourd : 2 Mo au plus / Too large: 2 MB")


async def test_a_mail_too_heavy_and_not_announced_is_refused_after_it() -> None:
    shelf = Shelf()
    async with door(shelf, max_bytes=10_000) as port, called(port) as line:
        heavy = MAIL + b"x" * 900 + b"\r\n"
        assert (await line.deliver(heavy * 12, BOX)).startswith("552 5.3.4")
        assert (await line.deliver(MAIL, BOX)).startswith("250")
    assert shelf.heard() == ["Oui"]


async def test_whoever_does_not_listen_is_cut() -> None:
    async with door(Shelf(), max_bytes=10_000) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        line.send(b"x" * 4_000_000)
        assert (await line.reply()).startswith("552 5.3.4")
        assert await line.reply() == ""


SMUGGLED = b"\r\nMAIL FROM:<mairie@valbrume.example>\r\nRCPT TO:<mairie@valbrume.example>\r\nDATA\r\n\r\nNON\r\n"


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\n.\r", b"\r\n\0.\r\n"]
)
async def test_a_mail_ends_where_the_standard_says_and_nowhere_else(end: bytes) -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        assert (await line.deliver(MAIL + end + SMUGGLED, BOX)).startswith("250")
        assert (await line.say("NOOP")).startswith("250")
    assert len(shelf.kept) == 1


async def test_a_dot_at_the_head_of_a_line_is_given_back() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.deliver(MAIL.replace(b"Oui", b"..net est mon site"), BOX)
    assert shelf.heard() == [".net est mon site"]


async def test_too_many_sessions_are_sent_away_until_one_ends() -> None:
    async with door(Shelf(), most_connections=1) as port:
        async with called(port) as line:
            second, writing = await asyncio.open_connection("127.0.0.1", port)
            assert (await second.read()).startswith(b"421 4.7.0")
            writing.close()
            await line.say("QUIT")
            assert await line.reply() == ""
        async with called(port) as line:
            assert (await line.say("NOOP")).startswith("250")


async def test_a_silent_sender_is_told_that_it_was_waited_for() -> None:
    async with door(Shelf(), seconds=0.02) as port:
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        assert b"\r\n421 4.4.2" in await reading.read()
        writing.close()


async def test_whoever_closes_its_half_still_gets_the_answer() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL + b".\r\n")
        line.writing.write_eof()
        assert (await line.reply()).startswith("250")
        assert await line.reply() == ""
    assert shelf.heard() == ["Oui"]


async def test_a_mail_cut_in_the_middle_is_not_a_mail() -> None:
    shelf = Shelf()
    async with door(shelf) as port, called(port) as line:
        await line.begin(BOX)
        await line.say("DATA")
        line.send(MAIL)
        line.writing.write_eof()
        assert await line.reply() == ""
    assert shelf.kept == []


async def test_a_sender_that_hangs_up_during_the_storing_stops_nothing() -> None:
    shelf = Shelf()
    shelf.open.clear()
    async with door(shelf) as port:
        async with called(port) as line:
            await line.begin(BOX)
            await line.say("DATA")
            line.send(MAIL + b".\r\n")
            await shelf.reached.wait()
            line.reset()
        async with called(port):  # the door has seen it by now
            shelf.open.set()
    assert shelf.heard() == ["Oui"]


async def test_starttls_is_offered_with_a_certificate() -> None:
    shelf = Shelf()
    async with door(shelf, tls=certified()) as port, called(port) as line:
        assert "STARTTLS" in await line.say("EHLO courrier.example")
        assert (await line.say("STARTTLS")).startswith("220")
        await line.writing.start_tls(trusting(), server_hostname="localhost")
        offered = await line.say("EHLO courrier.example")
        assert "AUTH" not in offered
        assert "STARTTLS" not in offered
        assert (await line.deliver(MAIL, BOX)).startswith("250")
    assert shelf.heard() == ["Oui"]


async def test_what_was_sent_before_the_encryption_is_forgotten() -> None:
    shelf = Shelf()
    async with door(shelf, tls=certified()) as port, called(port) as line:
        line.send(f"STARTTLS\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<{BOX}>\r\n".encode())
        assert (await line.reply()).startswith("220")
        await line.writing.start_tls(trusting(), server_hostname="localhost")
        await line.say("EHLO courrier.example")
        assert (await line.say("DATA")).startswith("503")


async def test_lmtp_says_of_each_recipient_what_became_of_its_mail() -> None:
    shelf = Shelf(trouble=[OSError()])
    plus = f"mairie+{TOKEN}@valbrume.example"
    async with door(shelf, lmtp=True) as port, called(port, "LHLO relais.example") as line:
        assert (await line.say("EHLO relais.example")).startswith("500")
        first = await line.deliver(MAIL, BOX, OTHER, plus)
        told = [first, await line.reply(), await line.reply()]
        assert [one[:9] for one in told] == ["451 4.3.0", "250 2.0.0", "451 4.3.0"]
        assert (await line.deliver(MAIL, plus)).startswith("250")
    assert [one.town for one in shelf.kept] == ["ker-loch", "valbrume"]


async def test_lmtp_refuses_a_mail_too_heavy_to_each_recipient() -> None:
    async with (
        door(Shelf(), lmtp=True, max_bytes=1_000) as port,
        called(port, "LHLO relais.example") as line,
    ):
        told = [await line.deliver(MAIL + b"x\r\n" * 900, BOX, OTHER), await line.reply()]
        assert [one[:9] for one in told] == ["552 5.3.4", "552 5.3.4"]
        assert (await line.say("NOOP")).startswith("250")


async def test_noise_is_sent_away() -> None:
    async with door(Shelf()) as port, called(port) as line:
        line.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\xff\xfe\r\n" + b"hop\r\n" * 5)
        said = [await line.reply() for _ in range(8)]
        assert any("goodbye" in one for one in said)
        assert await line.reply() == ""


@pytest.mark.parametrize(
    "command",
    [
        "MAIL FROM:<a@@b>",
        'MAIL FROM:<"a@b.example>',
        "MAIL FROM:",
        "MAIL FROM:<a@b.example> SIZE=x",
        "RCPT TO:<@>",
        "DATA",
        "MAIL FROM:<(((((>",
        "X" * 600,
    ],
)
async def test_a_command_that_cannot_be_read_is_answered(command: str) -> None:
    async with door(Shelf()) as port, called(port) as line:
        assert (await line.say(command))[0] in "25"
        assert (await line.say("NOOP")).startswith("250")
