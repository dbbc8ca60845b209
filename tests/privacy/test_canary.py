"""Marked secrets and words go through a whole journey, an export, an erasure and a purge: where are they found?"""

import asyncio
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from desk.door import Parcel
from desk.privacy.erasing import erase
from desk.privacy.exporting import export
from desk.privacy.purging import purge
from desk.privacy.retention import Retention
from flows.here import Channel
from guichet.commands.serve import OURS
from models.database import TABLES
from models.family import Citizen
from tests.desk.office import MAIL, TOWN, Office, Post, at_home, invited
from tests.desk.tables import everything_stored
from tests.desk.test_papers import offered
from tests.privacy.family import CHILD, PHONE, SCHOOL, STAFF, STREET, with_a_space

MISPLACED = "canari-egare-91-tuile"
BY_MAIL = "canari-poste-33-verrou"
WEAK = "canari-azerty"
NEW = "canari-jaune-58-volet"
#: What the citizen said, on each channel, before and after the chat was linked.
WORDS = ("les canaris du premier jour", "un canari sur Telegram", "un canari par courriel")
CHAT = "700700700"
#: A file that the citizen sent: its content goes to the town and nowhere else, its name to whoever asks.
INSIDE, FILE = "canari-dans-le-papier", "canari-nom-de-fichier.pdf"
OF_THEM = (MAIL, CHAT, PHONE, CHILD, SCHOOL, STREET, "1984-02-29")


@dataclass
class Discreet(Post):
    """The mail door keeps no name that opens anything."""

    async def send(self, parcel: Parcel) -> str:
        receipt = await super().send(parcel)
        return f"@{sha256(receipt.encode()).hexdigest()[:32]}" if self.together else receipt


async def test_no_secret_anywhere_and_after_the_erasure_nothing_but_the_proof(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in OURS:  # the most that the program may ever tell of itself
        caplog.set_level(logging.DEBUG, name)
    office.mail_post = Discreet(Channel.MAIL, together=True)
    office.doors[Channel.MAIL] = office.mail_post
    citizen = await lived(office)
    secrets = secrets_told(office)
    assert_unseen(secrets, await stored(), caplog.text)

    made = await export(office.counter, citizen, tmp_path, STAFF)
    files = made.data.read_text("utf-8") + made.text.read_text("utf-8")
    assert_unseen([*secrets, citizen.password_hash], files, caplog.text)
    assert [one for one in (*WORDS, *OF_THEM, FILE) if one not in files] == []
    assert_unseen([INSIDE], files, caplog.text)
    assert_unseen([FILE], caplog.text)
    assert INSIDE in await stored()

    await erase(office.counter, citizen, STAFF)
    assert_unseen(
        [INSIDE, FILE, *secrets, *WORDS, MAIL, CHAT, PHONE, SCHOOL, STREET], await stored()
    )
    assert_unseen([CHILD, "Claire", "testa65", "1984"], without_proof(await stored()))
    assert "F-2026-051" in await stored()

    office.clock.passes(days=2000)
    await purge(TOWN.slug, Retention(), office.clock(), STAFF)
    assert_unseen([*secrets, *WORDS, *OF_THEM[:3], *OF_THEM[4:]], await stored(), caplog.text)
    assert "F-2026-051" in await stored()


async def test_the_database_file_itself_forgets(office: Office, database: str) -> None:
    if not database.startswith("sqlite"):
        return
    citizen = await lived(office)
    await erase(office.counter, citizen, STAFF)
    client = get_connection("guichet_sqlite")
    await client.execute_script("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(database.removeprefix("sqlite://"))
    content = await asyncio.to_thread(file.read_bytes)
    seen = [one for one in (*WORDS, INSIDE, FILE, PHONE, STREET) if one.encode() in content]
    assert seen == []


async def lived(office: Office) -> Citizen:
    """Both channels; secrets where they belong and where they do not; words everywhere."""
    citizen = await invited(office)
    await with_a_space(citizen)
    chat, mailbox = office.chat(int(CHAT)), office.mailbox(MAIL)
    await chat.say(WORDS[0])
    await at_home(at(office, CHAT))
    await chat.say(f"mon mot de passe est {MISPLACED}", WORDS[1], "mes factures")
    await mailbox.answer(WORDS[2])
    await mailbox.answer(f"mon mot de passe : {BY_MAIL}")
    await chat.say("changer de mot de passe")
    await chat.say(WEAK)
    await chat.say(NEW)
    await chat.say("envoyer un document")
    await chat.send(offered(b"%PDF-1.4 " + INSIDE.encode(), FILE))
    await chat.say("une personne")
    await citizen.refresh_from_db()
    return citizen


def at(office: Office, number: str) -> Office:
    """The same office, whose only chat is that one."""
    office.chat = lambda _number=int(number): type(office).chat(office, _number)  # type: ignore[method-assign]
    return office


def secrets_told(office: Office) -> list[str]:
    """All that opened something, as it was received."""
    parcels = [*office.mail_post.parcels, *office.telegram_post.parcels]
    told = "\n".join(
        "\n".join((one.text, *(button.url for button in one.buttons)))
        for parcel in parcels
        for one in parcel.spoken
    )
    found = re.findall(
        r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){4}\b|\b[2-9A-Z]{4}-[2-9A-Z]{4}\b|[0-9a-f]{32}|\b[a-z2-7]{26}\b",
        told,
    )
    tokens = [parcel.token for parcel in parcels]
    assert len(set(found)) > 3
    return [*set(found), *tokens, MISPLACED, BY_MAIL, WEAK, NEW]


def without_proof(stored: str) -> str:
    """The invoices' lines, the name kept beside them, the town's own number."""
    kept = r"'lines': .*|'(?:given_name|family_name|login|external_id)': '\w+'"
    return re.sub(kept, "", stored)


async def stored() -> str:
    return await everything_stored(TABLES)


def assert_unseen(marked: Iterable[str], *places: str) -> None:
    """None of them, whatever the capitals."""
    for place in places:
        assert [one for one in marked if one.lower() in place.lower()] == []
