"""`guichet serve --only`: the real program in parts, on one PostgreSQL database."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from demo.bot_api.client import BotApi, serving
from tests.house.program import TOKEN, Place, Program
from tests.house.steps import Says
from tests.house.test_postal import relieved
from tests.mail.certificates import Authority
from tests.mail.dovecot import needs_dovecot, running
from tests.mail.mailboxes import mail, until
from tests.postgres import fresh_database

pytestmark = pytest.mark.slow
WELCOME, REACHED = "Où en êtes-vous", "01 99 00 12 34"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """A folder and a database that several programs share."""
    async with fresh_database() as url:
        shared = Place(tmp_path / "var", url)
        shared.folder.mkdir()
        await shared.settle()
        yield shared


@pytest.fixture
async def telegram(place: Place) -> AsyncIterator[BotApi]:
    async with serving(f"{TOKEN}=Val-Fleuri@ValFleuriBot", port=place.telegram) as server:
        yield server


def only(place: Place, parts: str) -> AbstractContextManager[Program]:
    words = ("--config", str(place.config), "serve", "--only", parts)
    return place.running(*words, until="Guichet est ouvert")


async def test_the_parts_together_answer_a_citizen_and_a_second_poll_takes_over(
    place: Place, telegram: BotApi
) -> None:
    chat = await telegram.new_citizen(TOKEN)
    with ExitStack() as programs:
        for parts in ("web,mail_in", "desk", "couriers"):
            programs.enter_context(only(place, parts))
        first = programs.enter_context(only(place, "telegram"))
        await chat.start()
        await chat.wait_for(Says(WELCOME), seconds=60)
        programs.enter_context(only(place, "telegram"))
        assert conflicts(place) == 0
        first.kill()
        await chat.say("une personne")
        await chat.wait_for(Says(REACHED), seconds=60)
        assert conflicts(place) == 0


def conflicts(place: Place) -> int:
    """Two polls of the same bot: Telegram tells the first one."""
    return place.log.read_text("utf-8").count("another program receives its messages")


def test_parts_that_do_not_exist_are_told(place: Place) -> None:
    answer = place.ran("--config", str(place.config), "serve", "--only", "web,courrier")
    assert answer.returncode == 2
    assert "vouliez-vous dire « couriers »" in answer.stderr


def test_sqlite_serves_one_process(tmp_path: Path) -> None:
    alone = Place(tmp_path / "var")
    alone.folder.mkdir()
    answer = alone.ran(
        "--config", str(Path("demo/config.toml").absolute()), "serve", "--only", "web"
    )
    assert answer.returncode == 2
    assert "PostgreSQL" in answer.stderr


@needs_dovecot
async def test_one_program_at_a_time_reads_a_mailbox_and_another_takes_over(
    place: Place, tmp_path: Path
) -> None:
    with running(tmp_path / "d", Authority(tmp_path / "ca.pem")) as mailboxes:
        relieved(place, mailboxes.imap)
        with only(place, "mail_in") as first, only(place, "mail_in"):
            mailboxes.drop("guichet", mail("un", 1))
            await until(lambda: mailboxes.holds("guichet", "Guichet") == 1)
            assert place.log.read_text("utf-8").count("est ouverte") == 1
            first.kill()
            mailboxes.drop("guichet", mail("deux", 2))
            await until(lambda: mailboxes.holds("guichet", "Guichet") == 2)
            assert place.log.read_text("utf-8").count("est ouverte") == 2
