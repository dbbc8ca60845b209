"""A secret is judged and forgotten: it is found in no table, log, journal or message, whatever is done."""

import asyncio
import logging
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from desk.received import Taken
from flows.events import Carries
from flows.here import Channel, SecretWay
from models.database import TABLES
from models.journal import Journal
from portal.password import verify
from tests.desk.office import MAIL, PASSWORD, Office, at_home, at_the_terms, heard, invited
from tests.desk.tables import everything_stored

GUESSABLE = "Claire.Testa1984"


async def test_a_password_typed_in_the_chat_is_set_and_stored_nowhere(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    citizen = await invited(office)
    await at_the_terms(office)
    await citizen.refresh_from_db()
    assert await verify(PASSWORD, citizen.password_hash)
    stored = await everything_stored(TABLES)
    assert PASSWORD not in stored
    assert PASSWORD not in caplog.text


async def test_the_chat_message_is_erased(office: Office) -> None:
    await invited(office)
    chat = await at_the_terms(office)
    assert (chat.address, ("m-secret",), True) in office.telegram_post.tidied


async def test_a_refusal_says_which_rule_failed_and_keeps_nothing(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    said = await chat.say("courte")
    assert "8 caractères" in said
    assert "chiffre" in said
    assert "courte" not in await everything_stored(TABLES)


async def test_a_guessable_one_is_refused_and_a_ready_one_can_be_taken(office: Office) -> None:
    citizen = await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    said = await chat.say(GUESSABLE)
    ready = said.partition("fait pour vous")[2].split()[1]
    await chat.press("Prendre")
    await citizen.refresh_from_db()
    assert await verify(ready, citizen.password_hash)
    stored = await everything_stored(TABLES)
    assert ready not in stored
    assert GUESSABLE not in stored
    assert any(erased for _, _, erased in office.telegram_post.tidied)


async def test_a_redelivered_secret_is_handled_once(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    for _ in range(2):
        taken = await office.deliver(Channel.TELEGRAM, chat.address, heard("courte"), "again")
        assert taken is Taken.SECRET
    await office.work()
    assert await Journal.filter(kind="secret").count() == 1


async def test_a_password_sent_by_mail_is_explained_and_never_read(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("oui")
    said = await mailbox.answer(PASSWORD)
    assert "page" in said
    assert PASSWORD not in await everything_stored(TABLES)


async def test_whoever_tells_a_password_at_the_menu_is_told_not_to(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    said = await chat.say("mon mot de passe est Tulipe-47-canot")
    assert "mot de passe" in said.lower()
    assert "Tulipe-47-canot" not in await everything_stored(TABLES)


async def test_a_picture_where_a_secret_waits_is_erased(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    picture = heard("", carries=Carries.PICTURE)
    taken = await office.deliver(Channel.TELEGRAM, chat.address, picture, "picture")
    assert taken is Taken.SECRET


@pytest.mark.parametrize(
    "words", ["menu", "une personne", "merci", "et mes factures svp", "g perdu mon mdp"]
)
async def test_a_repair_is_no_secret(office: Office, words: str) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    taken = await office.deliver(Channel.TELEGRAM, chat.address, heard(words), "repair")
    assert taken is Taken.STORED


async def test_where_the_town_wants_pages_only_nothing_is_judged_in_the_chat(
    office: Office,
) -> None:
    paged = office.with_settings(telegram_secrets=SecretWay.PAGE)
    citizen = await invited(paged)
    chat = paged.chat()
    await chat.say("/start")
    await chat.say(paged.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.say(PASSWORD)
    await citizen.refresh_from_db()
    assert citizen.password_hash == ""
    assert PASSWORD not in await everything_stored(TABLES)


async def test_the_database_file_itself_holds_no_secret(office: Office, database: str) -> None:
    if not database.startswith("sqlite"):
        return
    await invited(office)
    await at_home(office)
    temporary, code = office.mailbox(MAIL).temporary(), office.mailbox(MAIL).code()
    await get_connection("guichet_sqlite").execute_script("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(database.removeprefix("sqlite://"))
    content = await asyncio.to_thread(file.read_bytes)
    for secret in (PASSWORD, temporary, temporary.replace("-", "")):
        assert secret.encode() not in content
    assert code.encode() not in content


async def test_a_number_answered_to_a_mail_that_wants_a_page_is_no_secret(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("oui")
    said = await mailbox.answer("1")
    assert "Est-ce bien vous" not in said
    assert "page protégée" in said


async def test_what_was_not_read_by_mail_still_knows_who_wrote(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("oui")
    said = await mailbox.answer(PASSWORD)
    assert "Est-ce bien vous" not in said
    assert "Rien n’en a été gardé" in said
