"""A copy of everything, for the person it is about, and for nobody else."""

import json
import stat
from pathlib import Path

import pytest

from desk.privacy.exporting import export
from flows.here import Channel
from models.family import Citizen
from models.journal import Journal
from models.staff import StaffAct
from tests.desk.office import MAIL, Office, at_home, family, heard, invited
from tests.privacy.family import CHILD, PHONE, SCHOOL, STAFF, STREET, spouse, with_a_space

HEADINGS = {
    "identity", "household", "adults", "children", "invoices", "requests", "documents",
    "acceptances", "addresses", "conversations", "received", "said", "papers", "mailboxes", "sent", "reminders",
    "journal", "links", "franceconnect", "sessions", "waves", "acts", "kept", "tickets",
}  # fmt: skip


async def test_everything_is_in_it(office: Office, tmp_path: Path) -> None:
    told, text = await exported(office, tmp_path)
    assert set(told) - HEADINGS == {"format", "town", "town_name", "made_at"}
    assert told["identity"][0]["login"] == "testa65"
    assert told["children"][0]["given_name"] == CHILD
    assert told["invoices"][0]["total"] == "53.90"
    assert told["acceptances"][0]["version"] == "2026-1"
    assert {one["channel"] for one in told["addresses"]} == {"telegram", "mail"}
    assert "mes factures" in {one["text"] for one in told["said"]}
    assert told["sent"]
    assert told["links"]
    for words in (STREET, PHONE, SCHOOL, "53,90", "Inscription", "mes factures", "2026-48291"):
        assert words in text


async def test_the_letter_is_french_from_end_to_end(office: Office, tmp_path: Path) -> None:
    _, text = await exported(office, tmp_path)
    assert text.startswith("Vos données personnelles, mairie de Val-Fleuri\n")
    assert "mardi 9 juin 2026" in text
    assert "espace activé" in text
    for raw in ("to_pay", "None", "2026-06-", "{'", "identifiers"):
        assert raw not in text, raw


async def test_the_words_are_those_that_were_read_without_what_opened(
    office: Office, tmp_path: Path
) -> None:
    told, _ = await exported(office, tmp_path)
    invitation = told["sent"][0]
    assert "testa65" in invitation["text"]
    assert "[…]" in invitation["text"]
    assert all(one["text"] for one in told["sent"]), "some words could not be told"


async def test_the_other_adult_is_a_name_and_nothing_more(office: Office, tmp_path: Path) -> None:
    citizen = await invited(office)
    await spouse(citizen, "marc.secret@exemple.example")
    told, text = await exported(office, tmp_path, citizen)
    assert told["adults"] == [{"name": "Marc Testa"}]
    assert "marc.secret" not in text + json.dumps(told)


async def test_what_waits_to_be_played_is_in_it_without_its_tokens(
    office: Office, tmp_path: Path
) -> None:
    citizen = await invited(office)
    chat = await at_home(office)
    await office.receive(Channel.TELEGRAM, chat.address, heard("des mots en attente"))
    told = await written(office, tmp_path, citizen)
    assert told["received"][0]["text"] == "des mots en attente"
    assert set(told["received"][0]) == {"received_at", "state", "text"}


async def test_only_their_owner_reads_the_files(office: Office, tmp_path: Path) -> None:
    citizen = await invited(office)
    made = await export(office.counter, citizen, tmp_path / "out", STAFF)
    files = (made.data, made.text)
    assert {file.suffix for file in files} == {".json", ".txt"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_that_it_was_made_is_written_down(office: Office, tmp_path: Path) -> None:
    citizen = await invited(office)
    await exported(office, tmp_path, citizen)
    act = await StaffAct.get(town=office.slug, citizen_id=citizen.id)
    assert (act.deed, act.by, act.reason) == ("export", "agent", "demande au guichet")
    assert act.finished_at
    assert act.counts["invoices"] == 1
    assert await Journal.filter(kind="staff", detail="export", citizen_id=citizen.id).count() == 1


async def test_a_folder_that_cannot_be_written_leaves_nothing(
    office: Office, tmp_path: Path
) -> None:
    citizen = await invited(office)
    (tmp_path / "out").write_text("a file stands there")
    with pytest.raises(OSError, match="out"):
        await export(office.counter, citizen, tmp_path / "out", STAFF)
    assert not await StaffAct.all().exists()


async def test_the_export_of_somebody_new_says_that_there_is_nothing(
    office: Office, tmp_path: Path
) -> None:
    citizen = await family(mail=MAIL)
    told = await written(office, tmp_path, citizen)
    assert told["said"] == told["sent"] == told["journal"] == []


async def exported(
    office: Office, folder: Path, citizen: Citizen | None = None
) -> tuple[dict[str, list[dict[str, str]]], str]:
    """After a whole journey: the data, and the letter with spaces for no-break spaces."""
    citizen = citizen or await invited(office)
    await with_a_space(citizen)
    chat = await at_home(office)
    await chat.say("mes factures")
    await citizen.refresh_from_db()
    made = await export(office.counter, citizen, folder / "out", STAFF)
    text = made.text.read_text("utf-8").replace("\u00a0", " ").replace("\u202f", " ")
    return json.loads(made.data.read_text("utf-8")), text


async def written(
    office: Office, folder: Path, citizen: Citizen
) -> dict[str, list[dict[str, str]]]:
    await citizen.refresh_from_db()
    made = await export(office.counter, citizen, folder / "out", STAFF)
    data: dict[str, list[dict[str, str]]] = json.loads(made.data.read_text("utf-8"))
    return data
