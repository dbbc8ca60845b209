"""Whoever installs answers a few questions, each checked at once, and finds two files that serve."""

import io
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from demo.bot_api.client import BotApi
from guichet.installing.files import secrets_file
from guichet.installing.interview import at_the_keyboard
from guichet.installing.questions import data_folder, questions, slug_of
from guichet.installing.trying import tried
from guichet.settings_secrets import SECRETS_FILE, with_secrets
from guichet.settings_shape import every_setting
from tests.bot.conftest import bot_api_url, server, token
from tests.guichet.conftest import Program
from tests.mail.relays import Provider, relaying

__all__ = ["bot_api_url", "server", "token"]

ANSWERS = """
name = "Val-Fleuri sur l'Eau"
phone = "01 00 00 00 00"
contact = "accueil@val-fleuri.example"
telegram_token = "12:MARK-abc"
relay = "relais.example"
relay_username = "guichet"
relay_password = "MARK # « é »"
"""
#: Everything that has no proposal, then what is proposed.
TYPED = ["Val-Fleuri", "", "01 00 00 00 00", "", "accueil@val-fleuri.example", *[""] * 12]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "reponses.toml"
    file.write_text(ANSWERS, "utf-8")
    return file


def made(program: Program, answers: Path, *more: str) -> None:
    told = program("init", "--offline", "--answers", str(answers), *more)
    assert told.code == 0, told.err
    assert "MARK" not in told.out + told.err
    assert "guichet --config" in told.out


def test_the_answers_become_settings_that_every_command_reads(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    made(program, answers)
    shown = program("settings", "--json")
    assert shown.code == 0
    for told in (
        '"value": "https://guichet.val-fleuri.example"',
        '"setting": "[towns.val-fleuri-sur-l-eau] mail_address", "value": "guichet@guichet.val-fleuri.example"',
        '"setting": "[mail_out] port", "value": 587',
        '"setting": "[mail_out] password", "value": "•••", "origin": "GUICHET_MAIL_OUT__PASSWORD"',
    ):
        assert told in shown.out
    assert "MARK" not in (tmp_path / "config.toml").read_text("utf-8") + shown.out
    assert (tmp_path / "secrets.env").read_text("utf-8").count("MARK") == 2


@pytest.mark.parametrize("password", ["d'été", "'été'", "l'\"une\" \\ l'autre $x", '"x"'])
def test_a_password_is_read_back_as_it_was_typed(tmp_path: Path, password: str) -> None:
    (tmp_path / SECRETS_FILE).write_text(secrets_file({"GUICHET_MAIL_OUT__PASSWORD": password}))
    read = with_secrets(tmp_path / "config.toml", {})
    assert read["GUICHET_MAIL_OUT__PASSWORD"] == password


def test_a_town_that_only_has_a_mailbox_is_asked_for_it(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    box = """
mail_address = "guichet@val-fleuri.example"
mail_in = "imap"
imap_host = "imap.hebergeur.example"
imap_password = "MARK de la boîte"
"""
    plain = [line for line in ANSWERS.splitlines() if not line.startswith(("relay ", "relay_user"))]
    answers.write_text("\n".join([*plain, box]), "utf-8")
    made(program, answers)
    told = tomllib.loads((tmp_path / "config.toml").read_text("utf-8"))
    [town] = told["towns"].values()
    assert town["mailbox"] == {
        "host": "imap.hebergeur.example",
        "port": 993,
        "tls": "tls",
        "username": "guichet@val-fleuri.example",
    }
    assert told["mail_in"]["protocol"] == "none"
    assert (told["mail_out"]["host"], told["mail_out"]["tls"]) == (
        "smtp.hebergeur.example",
        "starttls",
    )
    assert told["mail_out"]["username"] == "guichet@val-fleuri.example"
    assert "dkim_selector" not in town
    assert "MAILBOX__PASSWORD='MARK de la boîte'" in (tmp_path / "secrets.env").read_text("utf-8")
    assert program("settings").code == 0


def test_secrets_and_keys_are_for_their_owner_alone(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    made(program, answers)
    key = tmp_path / "var" / "dkim-val-fleuri-sur-l-eau.pem"
    for file in (tmp_path / "secrets.env", key):
        assert file.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*"))


def test_the_file_explains_every_setting(program: Program, answers: Path, tmp_path: Path) -> None:
    made(program, answers)
    text = (tmp_path / "config.toml").read_text("utf-8")
    for way, field in every_setting("val-fleuri-sur-l-eau"):
        assert f"\n{way[-1]} = " in text or f"\n#{way[-1]} = " in text, way
        assert (field.description or "?")[:40] in text
    awake = tomllib.loads(re.sub(r"^#(?=[a-z_]+ = )", "", text, flags=re.MULTILINE))
    assert [*awake] == [*tomllib.loads(text)]


def test_a_password_in_the_address_of_the_database_is_a_secret(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    more = 'database = "postgres://guichet:MARK@127.0.0.1:1/guichet"\n'
    answers.write_text(ANSWERS + more, "utf-8")
    made(program, answers)
    assert "MARK" not in (tmp_path / "config.toml").read_text("utf-8")
    assert "GUICHET_DATABASE__URL='postgres" in (tmp_path / "secrets.env").read_text("utf-8")


def test_nothing_is_overwritten_without_a_word(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("# le mien\n")
    refused = program("init", "--offline", "--answers", str(answers))
    assert refused.code == 7
    assert "--force" in refused.err
    assert config.read_text() == "# le mien\n"
    assert not (tmp_path / "secrets.env").exists()
    made(program, answers, "--force")
    assert (tmp_path / "config.toml.avant").read_text() == "# le mien\n"


def test_every_answer_that_cannot_be_is_told_and_nothing_is_written(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    answers.write_text(
        'name = ""\ncontact = "accueil"\nmail_in = "fax"\ntelegram_token = "MARK"\ncouleur = "bleu"\n'
    )
    told = program("init", "--offline", "--answers", str(answers))
    assert told.code == 2
    for word in ("couleur", "name", "phone", "contact", "smtp, lmtp, imap, none", "BotFather"):
        assert word in told.err
    assert "MARK" not in told.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["reponses.toml"]


def test_an_answer_that_cannot_be_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed = ["", "Val-Fleuri", "Val Fleuri", "val-fleuri", "01", "", "accueil", *TYPED[4:]]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*typed, ""])))
    found = at_the_keyboard(questions(tmp_path), "")
    assert (found["slug"], found["contact"]) == ("val-fleuri", "accueil@val-fleuri.example")
    told = capsys.readouterr().out
    assert "une réponse est nécessaire" in told
    assert "s'écrit en minuscules" in told
    assert "doit être une adresse de courriel" in told
    assert "Nom court, dans chaque lien [val-fleuri]" in told


def test_answers_that_stop_in_the_middle_write_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Val-Fleuri\n"))
    told = program("init", "--offline")
    assert told.code == 7
    assert "rien n'a été écrit" in told.err
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "guichet.cli", "init", "--offline"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as running:
        assert running.stdout
        assert running.stdin
        running.stdin.write(b"Val-Fleuri\n")
        running.stdin.flush()
        shown = b""
        while b"Nom court" not in shown:
            shown += running.stdout.read(1)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=90)
    assert running.returncode == 7
    assert "rien n'a été écrit" in err.decode()
    assert list(tmp_path.iterdir()) == []


async def test_a_token_is_tried_where_the_network_allows_it(
    bot_api_url: str, server: BotApi, token: str
) -> None:
    assert await tried("telegram_token", {"telegram_token": token}, bot_api_url) == ""
    told = await tried("telegram_token", {"telegram_token": "9:MARK"}, bot_api_url)
    assert told == "Telegram ne connaît pas ce jeton"
    away = await tried("telegram_token", {"telegram_token": "9:MARK"}, "http://127.0.0.1:1")
    assert "n'est pas vérifié" in away


async def test_a_database_and_a_relay_are_tried(postgres_url: str) -> None:
    api = "http://127.0.0.1:1"
    assert await tried("database", {"database": postgres_url}, api) == ""
    assert await tried("database", {"database": "sqlite://var/x.db"}, api) == ""
    assert "ne s'ouvre pas" in await tried("database", {"database": f"{postgres_url}_x"}, api)
    async with relaying(Provider()) as port:
        told = {"relay": "127.0.0.1", "relay_port": f"{port}"}
        assert await tried("relay_port", told, api) == ""
    assert "personne ne répond" in await tried("relay_port", told, api)


@pytest.mark.parametrize(
    ("name", "slug"), [("Crécy-en-Brie", "crecy-en-brie"), ("L'Haÿ", "l-hay"), ("…", "")]
)
def test_a_short_name_is_proposed(name: str, slug: str) -> None:
    assert slug_of({"name": name}) == slug


def test_a_system_folder_keeps_no_data() -> None:
    assert data_folder(Path("/etc/guichet")) == "/var/lib/guichet"
    assert data_folder(Path("/srv/guichet")) == "var"
