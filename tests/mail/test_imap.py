"""A town that only has a mailbox: a real Dovecot holds it, and our door reads it."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from desk.received import Heard, Taken
from flows.events import Carries
from mail_ingest.authenticity import Trust
from mail_ingest.imap import Pace
from mail_ingest.reading import Boxes
from tests.mail.certificates import Authority
from tests.mail.dovecot import Dovecot, needs_dovecot, running
from tests.mail.mailboxes import ADDRESS, Desk, box, in_clear, mail, reading, until
from tests.mail.proxy import between

pytestmark = needs_dovecot


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """One for all the tests of this file; each has its own mailbox in it."""
    folder = tmp_path_factory.mktemp("dovecot")
    with running(folder / "d", Authority(folder / "authority.pem")) as one:
        yield one


@pytest.fixture
def name() -> str:
    """A mailbox that nobody has used."""
    return f"m{uuid4().hex}"


def away(server: Dovecot, name: str, how_many: int = 1) -> bool:
    return (server.holds(name), server.holds(name, "Guichet")) == (0, how_many)


async def test_a_mail_is_stored_then_put_away_in_a_folder_made_for_it(
    server: Dovecot, name: str
) -> None:
    server.drop(name, mail())
    held: list[int] = []
    desk = Desk(then=lambda: held.append(server.holds(name)))
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name))
    assert desk.heard() == ["Oui"]
    assert held == [1], "still in the inbox when the desk kept it"


async def test_the_order_of_arrival_is_kept(server: Dovecot, name: str) -> None:
    server.drop(name, *(mail(str(number), number) for number in range(12)))
    desk = Desk()
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name, 12))
    assert desk.heard() == [str(number) for number in range(12)]


async def test_a_mail_that_arrives_meanwhile_is_announced_by_the_server(
    server: Dovecot, name: str
) -> None:
    desk = Desk()
    async with between(server.imap) as wire, reading(in_clear(server, name, wire.port), desk):
        await wire.says(b"IDLE")
        server.drop(name, mail())
        await until(lambda: away(server, name))
        await wire.says(b"IDLE", times=2)
    assert desk.heard() == ["Oui"]


async def test_idle_begins_again_and_the_folder_is_looked_at_in_between(
    server: Dovecot, name: str
) -> None:
    often = Pace(idle=0.01)
    async with (
        between(server.imap) as wire,
        reading(in_clear(server, name, wire.port, pace=often), Desk()),
    ):
        await wire.says(b"DONE", times=3)
    assert wire.said.count(b"SEARCH") >= 3
    assert wire.said.count(b"LOGIN") + wire.said.count(b"AUTHENTICATE PLAIN") == 1


async def test_a_server_that_hangs_up_while_it_is_listened_to_is_called_again(
    server: Dovecot, name: str
) -> None:
    desk = Desk()
    async with between(server.imap) as wire, reading(in_clear(server, name, wire.port), desk):
        for times in (1, 2, 3):
            await wire.says(b"IDLE", times)
            wire.cut()
        await wire.says(b"IDLE", 4)
        server.drop(name, mail())
        await until(lambda: away(server, name))
    assert desk.heard() == ["Oui"]


async def test_an_encrypted_server_that_is_restarted_is_called_again(
    tmp_path: Path, name: str
) -> None:
    desk = Desk()
    with running(tmp_path / "d", Authority(tmp_path / "authority.pem")) as server:
        async with reading(box(server, name), desk):
            server.drop(name, mail("un", 1))
            await until(lambda: away(server, name))
            server.restart()
            server.drop(name, mail("deux", 2))
            await until(lambda: away(server, name, 2))
    assert desk.heard() == ["un", "deux"]


async def test_a_stop_between_the_commit_and_the_move_hands_the_same_mail_over_again(
    server: Dovecot, name: str
) -> None:
    server.drop(name, mail())
    desk = Desk()
    async with (
        between(server.imap, deaf_at=b"MOVE") as wire,
        reading(in_clear(server, name, wire.port), desk),
    ):
        await wire.reached.wait()
    assert server.holds(name) == 1
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name))
    assert len(desk.handed) == 2
    assert desk.heard() == ["Oui"]


async def test_a_folder_that_is_numbered_again_hides_no_mail(server: Dovecot, name: str) -> None:
    mine, desk = box(server, name, folder="Courrier"), Desk()
    with server.as_someone(name) as person:
        for number in (1, 2):
            person.create_folder("Courrier")
            person.append("Courrier", mail(str(number), number))
            async with reading(mine, desk):
                await until(lambda: server.holds(name, "Courrier") == 0)
            person.delete_folder("Courrier")
    assert desk.heard() == ["1", "2"]
    assert {known.rpartition(":")[2] for _, known in desk.kept} == {"1"}


async def test_accents_in_bytes_are_read(server: Dovecot, name: str) -> None:
    raw = "From: Jérôme <j@courrier.example>\r\nSubject: À voir\r\n\r\nÇa va, l’été\r\n".encode()
    server.drop(name, raw, raw.replace("été".encode(), "été".encode("latin-1")))
    desk = Desk()
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name, 2))
    assert desk.heard()[0] == "Ça va, l’été"
    assert len(desk.heard()) == 2


async def test_a_mail_too_heavy_is_answered_without_being_opened(
    server: Dovecot, name: str
) -> None:
    server.drop(name, mail("Oui " * 9_000, 1), mail("Non", 2))
    desk = Desk()
    async with between(server.imap) as wire:
        mine = in_clear(server, name, wire.port, max_bytes=10_000)
        async with reading(mine, desk):
            await until(lambda: away(server, name, 2))
    heavy, light = (one.what for one in desk.handed)
    assert isinstance(heavy, Heard)
    assert isinstance(light, Heard)
    assert (heavy.text, heavy.carries, heavy.message_id) == ("", Carries.FILE, "1@courrier.example")
    assert light.text == "Non"
    assert wire.said.count(b"BODY.PEEK[]") == 1


async def test_two_towns_have_each_their_mailbox(server: Dovecot, name: str) -> None:
    desk = Desk()
    other = "guichet@ker-loch.example"
    server.drop(f"{name}a", mail("Valbrume"))
    server.drop(f"{name}b", mail("Ker-Loch"))
    elsewhere = box(server, f"{name}b", town="ker-loch", address=other)
    async with reading(box(server, f"{name}a"), desk), reading(elsewhere, desk):
        await until(lambda: away(server, f"{name}a") and away(server, f"{name}b"))
    said = {one.town: one.what.text for one in desk.handed if isinstance(one.what, Heard)}
    assert said == {"valbrume": "Valbrume", "ker-loch": "Ker-Loch"}
    assert len({one.account for one in desk.handed}) == 2


async def test_a_secret_stays_in_no_folder(server: Dovecot, name: str) -> None:
    server.drop(name, mail("mot de passe : violette"))
    async with reading(box(server, name), Desk(taken=Taken.SECRET)):
        await until(lambda: server.holds(name) == 0)
    assert server.holds(name, "Guichet") == 0


async def test_a_mail_that_makes_us_stumble_waits_for_a_person_and_stops_no_other(
    server: Dovecot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.drop(name, mail("un", 1), mail("deux", 2))
    desk = Desk(trouble=[TypeError("de Jeanne")])
    async with reading(box(server, name), desk):
        await until(lambda: server.holds(name, "Guichet") == 1)
    async with reading(box(server, name), desk):
        server.drop(name, mail("trois", 3))
        await until(lambda: server.holds(name, "Guichet") == 2)
    assert desk.heard() == ["deux", "trois"]
    with server.as_someone(name) as person:
        person.select_folder("INBOX")
        assert len(person.search(["FLAGGED", "UNSEEN"])) == 1
    assert "pour une personne" in caplog.text
    assert "Jeanne" not in caplog.text


async def test_while_the_database_is_away_mails_wait_where_they_are(
    server: Dovecot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.drop(name, mail())
    desk = Desk(trouble=[OSError(), OSError(), OSError()])
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name))
    assert desk.heard() == ["Oui"]
    assert "ne garde pas ce qui arrive" in caplog.text


async def test_a_mail_that_cannot_be_put_away_is_read_once_all_the_same(
    server: Dovecot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.drop(name, mail())
    desk, impossible = Desk(), "pas..possible"
    for _ in range(2):
        async with between(server.imap) as wire:
            mine = in_clear(server, name, wire.port, done_folder=impossible)
            async with reading(mine, desk):
                await wire.says(b"IDLE")
    assert len(desk.handed) == 1
    assert server.holds(name) == 1
    assert caplog.text.count("n'a pas pu être rangé") == 1
    assert caplog.text.count(impossible) == 1


async def test_what_was_there_long_before_us_is_left_to_people(
    server: Dovecot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with server.as_someone(name) as person:
        person.append("INBOX", mail("vieux"), msg_time=datetime.now(UTC) - timedelta(days=40))
    server.drop(name, mail("neuf", 2))
    desk = Desk()
    async with reading(box(server, name), desk):
        await until(lambda: server.holds(name, "Guichet") == 1)
    assert desk.heard() == ["neuf"]
    assert server.holds(name) == 1
    assert "1 courriels de plus de 14 jours" in caplog.text


async def test_only_the_mailbox_s_own_host_vouches_for_a_sender(server: Dovecot, name: str) -> None:
    stamp = "Authentication-Results: {}; dmarc=pass header.from=courrier.example\r\n"
    for number, host in enumerate(("mx.hote.example", "mx.autre.example")):
        server.drop(name, stamp.format(host).encode() + mail(number=number))
    desk = Desk()
    trusting = Boxes(towns={ADDRESS: "valbrume"}, trust=Trust(servers=["mx.hote.example"]))
    async with reading(box(server, name), desk, boxes=trusting):
        await until(lambda: away(server, name, 2))
    assert [one.what.aligned for one in desk.handed if isinstance(one.what, Heard)] == [True, False]


async def test_a_machine_s_mail_is_known_by_its_return_path(server: Dovecot, name: str) -> None:
    server.drop(name, b"Return-Path: <>\r\n" + mail("Je suis en vacances"))
    desk = Desk()
    async with reading(box(server, name), desk):
        await until(lambda: away(server, name))
    [received] = desk.handed
    assert not isinstance(received.what, Heard)


async def test_a_server_of_the_old_days_is_asked_from_time_to_time(
    tmp_path: Path, name: str
) -> None:
    desk, looks = Desk(), asyncio.Queue[float]()
    plain = {"more": "imap_capability = IMAP4rev1 AUTH=PLAIN SASL-IR"}
    with running(tmp_path / "d", Authority(tmp_path / "authority.pem"), **plain) as server:

        async def look(seconds: float) -> None:
            looks.put_nowait(seconds)
            await asyncio.sleep(0.02)

        async with reading(box(server, name), desk, pause=look):
            assert await looks.get() == 60
            server.drop(name, mail())
            await until(lambda: server.holds(name, "Guichet") == 1)
        with server.as_someone(name) as person:
            person.select_folder("INBOX")
            assert person.search(["UNDELETED"]) == []
    assert desk.heard() == ["Oui"]


async def test_a_host_that_wants_a_prefix_of_its_folders_is_obeyed(
    tmp_path: Path, name: str
) -> None:
    authority = Authority(tmp_path / "authority.pem")
    with running(tmp_path / "d", authority, prefix="INBOX.") as server:
        server.drop(name, mail())
        async with reading(box(server, name), Desk()):
            await until(lambda: server.holds(name, "INBOX.Guichet") == 1)


async def test_a_stop_is_quick_whatever_the_mailbox_is_doing(
    server: Dovecot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with between(server.imap) as wire:
        async with reading(in_clear(server, name, wire.port), Desk()):
            await wire.says(b"IDLE")
        async with reading(box(server, name), Desk()):
            await until(lambda: "est ouverte" in caplog.text)
    assert "left to end by itself" not in caplog.text
