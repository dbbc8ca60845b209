"""Mail as a town has it: a real Postfix and a real Dovecot around the real program."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from demo.mailbox.answering import reply
from desk.clock import utc_now
from tests.house import postfix
from tests.house.correspondent import Correspondent
from tests.house.mailbox import Mailbox
from tests.house.postfix import Postfix, needs_postfix
from tests.house.program import Place
from tests.house.steps import INVITATION
from tests.mail import dovecot
from tests.mail.certificates import Authority
from tests.mail.dovecot import PASSWORD, Dovecot, needs_dovecot
from tests.mail.mailboxes import until
from tests.mail.proxy import between

pytestmark = [pytest.mark.slow, needs_dovecot]
CLAIRE = "claire.testa@courriel.example"
TOWN = "guichet@val-fleuri.example"
NO_TELEGRAM = {"GUICHET_TOWNS__VAL_FLEURI__TELEGRAM_TOKEN": ""}
MAILS = 300


@pytest.fixture
def mailboxes(tmp_path: Path) -> Iterator[Dovecot]:
    authority = Authority(tmp_path / "ca.pem")
    with dovecot.running(tmp_path / "dovecot", authority, lmtp=dovecot.HAS_LMTP) as one:
        yield one


@pytest.fixture
async def behind(
    place: Place, tmp_path: Path, mailboxes: Dovecot
) -> AsyncIterator[tuple[Place, Postfix]]:
    """The program takes LMTP from Postfix, and gives it what it sends."""
    await place.settle()
    ports = {"program": place.mail, "mailboxes": mailboxes.lmtp_port}
    with postfix.running(tmp_path / "postfix", **ports) as server:
        place.others = {
            **NO_TELEGRAM,
            "GUICHET_MAIL_IN__PROTOCOL": "lmtp",
            "GUICHET_MAIL_OUT__HOST": "127.0.0.1",
            "GUICHET_MAIL_OUT__PORT": str(server.port),
        }
        yield place, server


def taken(server: Postfix, place: Place) -> int:
    """How many mails Postfix has handed to the program."""
    relay = re.escape(f"relay=127.0.0.1[127.0.0.1]:{place.mail}")
    return len(re.findall(rf"{relay}, .*status=sent \(250 2\.0\.0 OK\)", server.log))


@needs_postfix
async def test_yes_goes_through_a_real_server_and_comes_back_to_a_real_mailbox(
    behind: tuple[Place, Postfix], mailboxes: Dovecot
) -> None:
    place, server = behind
    assert place.ran("--config", str(place.config), "invite").returncode == 0
    with place.serve():
        claire = Correspondent(place, CLAIRE, server=mailboxes)
        invitation = await claire.waits_for(INVITATION)
        place.mail, program = server.port, place.mail
        await claire.answers(invitation, "OUI")
        place.mail = program
        await claire.waits_for("/lien/")
    assert len([one for one in claire.letters() if "/lien/" in one.text]) == 1
    assert taken(server, place) == 1


@needs_postfix
async def test_a_crowd_of_mails_is_stored_to_the_last(behind: tuple[Place, Postfix]) -> None:
    place, server = behind
    with place.serve() as program:
        server.load(MAILS, TOWN)
        await until(lambda: taken(server, place) >= MAILS)
        assert program.stop() == 0
    with closing(sqlite3.connect(place.folder / "demo.db")) as database:
        [(kept,)] = database.execute("SELECT count(*) FROM inbox WHERE account LIKE 'mail:%'")
    assert kept == MAILS


def relieved(place: Place, port: int) -> None:
    """The town only has a mailbox, at that port."""
    given = {"HOST": "127.0.0.1", "PORT": str(port), "TLS": "none", "USERNAME": "guichet"}
    given["PASSWORD"] = PASSWORD
    section = "GUICHET_TOWNS__VAL_FLEURI__MAILBOX__"
    place.others = {**NO_TELEGRAM, **{section + name: told for name, told in given.items()}}


async def test_a_program_killed_between_the_commit_and_the_move_answers_once(
    place: Place, mailboxes: Dovecot
) -> None:
    await place.settle()
    claire = Mailbox(place, CLAIRE)
    async with between(mailboxes.imap, deaf_at=b"MOVE") as wire:
        relieved(place, wire.port)
        assert place.ran("--config", str(place.config), "invite").returncode == 0
        with place.serve() as program:
            invitation = await claire.waits_for(INVITATION)
            assert invitation.reply_to == TOWN
            mailboxes.drop("guichet", reply(invitation, "OUI", utc_now()).as_bytes())
            await wire.reached.wait()
            program.kill()
    assert mailboxes.holds("guichet") == 1
    relieved(place, mailboxes.imap)
    with place.serve() as program:
        await claire.waits_for("/lien/")
        await until(lambda: mailboxes.holds("guichet") == 0)
        assert program.stop() == 0
    assert len([one for one in claire.letters() if "/lien/" in one.text]) == 1
    assert mailboxes.holds("guichet", "Guichet") == 1


async def test_a_mailbox_that_refuses_us_leaves_the_other_doors_open(
    place: Place, mailboxes: Dovecot
) -> None:
    await place.settle()
    relieved(place, mailboxes.imap)
    place.others = {**place.others, "GUICHET_TOWNS__VAL_FLEURI__MAILBOX__PASSWORD": "wrong-marqué"}
    with place.serve() as program:
        await until(lambda: "refuse l'identifiant" in place.log.read_text("utf-8"))
        assert program.stop() == 0
    assert "wrong-marqué" not in place.log.read_text("utf-8")
