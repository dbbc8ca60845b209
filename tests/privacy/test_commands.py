"""The seven commands, as an agent and as a script run them."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from desk.clock import utc_now
from desk.privacy.retention import Retention
from guichet import database
from guichet.cli import main
from guichet.retention import retention
from guichet.settings import Settings
from models.conversation import Address, Conversation
from models.family import Citizen
from models.journal import Journal
from models.paper import Paper, PaperKind
from models.staff import StaffAct
from tests.guichet.conftest import TOWN, Answer, Program
from tests.guichet.lines import citizen as adult

HERE = ("--town", "saint-denis")
WHY = ("--reason", "demande au guichet")
LOGIN = "claire.testa"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, tmp_path: Path) -> str:
    """A town, its database with its tables, and one adult in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "guichet.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "config.toml").write_text(TOWN + "[database]\nurl = 'sqlite://guichet.db'\n")
    there = f"sqlite://{tmp_path}/guichet.db"
    inside(there, a_citizen)
    return there


@pytest.fixture
def program(url: str, capsys: pytest.CaptureFixture[str]) -> Program:
    """Runs `guichet …` in this process."""

    def run(*words: str) -> Answer:
        code = main(words)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


def inside(url: str, doing: Callable[[], Awaitable[object]]) -> object:
    """Do that in the database, and close it."""

    async def there() -> object:
        async with database.as_it_is(url):
            return await doing()

    return asyncio.run(there())


async def a_citizen() -> None:
    """With a mailbox, a chat, a frozen account and an old line of the journal."""
    her = await adult(LOGIN)
    await Citizen.filter(id=her.id).update(
        mail="claire@exemple.example", frozen_at=utc_now(), frozen_why="not_me", failures=3
    )
    thread = await Conversation.create(town=her.town, citizen_id=her.id)
    chat = Address(town=her.town, channel="telegram", external_id="700", conversation_id=thread.id)
    await chat.save()
    old = utc_now() - timedelta(days=400)
    line = Journal(at=old, town=her.town, kind="asked", citizen_id=her.id)
    await line.save()


def test_an_export_says_where_it_lies(program: Program, tmp_path: Path) -> None:
    answer = program("export-citizen", LOGIN, *HERE, "--out", "sortie")
    assert answer.code == 0
    [data, text] = sorted((tmp_path / "sortie").iterdir())
    assert data.name in answer.out
    assert text.name in answer.out
    assert json.loads(data.read_text("utf-8"))["identity"][0]["login"] == LOGIN


def test_an_export_for_a_script(program: Program, url: str) -> None:
    told = json.loads(program("export-citizen", LOGIN, *HERE, "--json", "--by", "mme.agent").out)
    assert told["counts"]["addresses"] == 1
    assert Path(told["data"]).exists()

    async def who() -> str:
        return (await StaffAct.get(deed="export")).by

    assert inside(url, who) == "mme.agent"


def test_a_folder_that_cannot_be_written_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "sortie").write_text("a file")
    answer = program("export-citizen", LOGIN, *HERE, "--out", "sortie")
    assert answer.code == 2
    assert "--out : sortie ne s'écrit pas" in answer.err


def test_nothing_is_erased_unless_the_login_is_typed_again(
    program: Program, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("oui\n"))
    answer = program("erase-citizen", LOGIN, *HERE, *WHY)
    assert answer.code == 7
    assert "seront effacés, sans retour" in answer.out
    assert "1 adresse" in answer.out
    assert "rien n'a été effacé" in answer.err
    assert inside(url, lambda: Citizen.filter(login=LOGIN).count()) == 1


def test_it_is_erased_once_it_is_confirmed(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{LOGIN}\n"))
    assert program("erase-citizen", LOGIN, *HERE, *WHY).code == 0
    again = program("erase-citizen", LOGIN, *HERE, *WHY, "--yes")
    assert again.code == 6


def test_an_erasure_for_a_script_asks_nothing(program: Program) -> None:
    refused = program("erase-citizen", LOGIN, *HERE, *WHY, "--json")
    assert refused.code == 2
    assert "ajoutez --yes" in refused.err
    told = json.loads(program("erase-citizen", LOGIN, *HERE, *WHY, "--json", "--yes").out)
    assert told["erased"]["addresses"] == 1
    assert told["kept"] == {"acceptances": 0, "invoices": 0, "requests": 0, "tickets": 0}


def test_a_purge_counts_first_if_it_is_asked_to(program: Program) -> None:
    assert (
        "à effacer, rien ne l’est encore : 1 ligne du journal" in program("purge", "--dry-run").out
    )
    assert program("purge").out == "saint-denis : effacé : 1 ligne du journal.\n"
    assert program("purge").out == "saint-denis : rien n'est arrivé à échéance.\n"


def test_a_purge_for_a_script(program: Program) -> None:
    told = json.loads(program("purge", "--json").out)
    assert (told["town"], told["dry_run"], told["counts"]["journal"]) == ("saint-denis", False, 1)


def test_unlock_then_resend(program: Program) -> None:
    refused = program("resend", LOGIN, *HERE, *WHY)
    assert refused.code == 7
    assert "guichet unlock" in refused.err
    assert "n'est plus bloqué" in program("unlock", LOGIN, *HERE, *WHY).out
    told = json.loads(program("unlock", LOGIN, *HERE, *WHY, "--json").out)
    assert told == {"unlocked": "open", "told": False}
    soon = program("resend", LOGIN, *HERE, *WHY)  # unlocking has just made a new invitation
    assert soon.code == 7
    assert "moins de dix minutes" in soon.err


def test_unlock_says_when_nobody_could_be_told(url: str, program: Program) -> None:
    async def unreachable() -> None:
        await Citizen.filter(login=LOGIN).update(mail="")
        await Address.all().delete()

    inside(url, unreachable)
    told = program("unlock", LOGIN, *HERE, *WHY).out
    assert "n'est plus bloqué" in told
    assert "dites-le-lui" in told


def test_unlink_one_chat(program: Program) -> None:
    refused = program("unlink", LOGIN, *HERE, *WHY, "--chat", "99")
    assert refused.code == 6
    assert "Conversations reliées : n° 1." in refused.err
    assert program("unlink", LOGIN, *HERE, *WHY, "--chat", "1").out == (
        "La conversation n° 1 n'est plus reliée.\n"
    )
    assert json.loads(program("unlink", LOGIN, *HERE, *WHY, "--json").out) == {"unlinked": []}


def test_a_file_is_listed_then_saved_and_written_down(
    program: Program, url: str, tmp_path: Path
) -> None:
    assert "Aucun fichier" in program("attachment", LOGIN, *HERE).out
    content = b"%PDF-1.7 canari"
    inside(url, partial(a_paper, content))
    assert "n° 1  attestation.pdf  1 Ko" in program("attachment", LOGIN, *HERE).out
    [told] = json.loads(program("attachment", LOGIN, *HERE, "--json").out)["attachments"]
    assert (told["number"], told["kind"], told["handed"]) == (1, "pdf", False)
    assert program("attachment", LOGIN, *HERE, "--save", "1").code == 2  # why?
    assert program("attachment", LOGIN, *HERE, *WHY, "--save", "9").code == 6
    assert not inside(url, deeds)
    saved = program("attachment", LOGIN, *HERE, *WHY, "--save", "1", "--out", "pris.pdf")
    assert "n° 1 est enregistré" in saved.out
    assert (tmp_path / "pris.pdf").read_bytes() == content
    assert (tmp_path / "pris.pdf").stat().st_mode & 0o777 == 0o600
    assert program("attachment", LOGIN, *HERE, *WHY, "--save", "1", "--out", "pris.pdf").code == 2
    assert inside(url, deeds) == 1
    assert inside(url, lambda: Journal.filter(kind="staff", detail="paper").count()) == 1


async def deeds() -> int:
    """Files taken out, as the register tells."""
    return await StaffAct.filter(deed="paper").exclude(finished_at=None).count()


async def a_paper(content: bytes) -> None:
    """Claire's, not handed over yet."""
    paper = Paper(
        town="saint-denis",
        citizen_id=(await Citizen.get(login=LOGIN)).id,
        address_id=1,
        received_at=utc_now(),
        name="attestation.pdf",
        kind=PaperKind.PDF,
        size=len(content),
        content=content,
    )
    await paper.save()


@pytest.mark.parametrize(
    "words",
    [
        ("attachment", "personne"),
        ("export-citizen", "personne"),
        ("erase-citizen", "personne", *WHY),
        ("resend", "personne", *WHY),
        ("unlock", "personne", *WHY),
        ("unlink", "personne", *WHY),
    ],
)
def test_a_login_that_nobody_has_is_told(program: Program, words: tuple[str, ...]) -> None:
    answer = program(*words, *HERE)
    assert answer.code == 6
    assert "aucun espace de saint-denis n'a l'identifiant « personne »" in answer.err


@pytest.mark.parametrize("command", ["erase-citizen", "resend", "unlock", "unlink"])
def test_nobody_is_touched_without_a_reason(program: Program, command: str) -> None:
    assert program(command, LOGIN, *HERE).code == 2
    answer = program(command, LOGIN, *HERE, "--reason", " ")
    assert answer.code == 2
    assert "dites pourquoi" in answer.err


def test_a_town_that_is_not_set_up_is_told(program: Program) -> None:
    answer = program("export-citizen", LOGIN, "--town", "saint-deni")
    assert answer.code == 6
    assert "ville inconnue « saint-deni »" in answer.err


def test_the_settings_keep_what_the_desk_keeps() -> None:
    assert retention(Settings()) == Retention()
