"""The program speaks French, means its exit codes, and shows no traceback."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guichet import cli
from guichet.commands import migrate as migration
from guichet.errors import MEANINGS, ExitCode
from tests.guichet.conftest import TOWN, Program

Config = Callable[[str], Path]
PROGRAM = (sys.executable, "-m", "guichet.cli")


def test_without_a_command_it_shows_what_it_can_do(program: Program) -> None:
    answer = program()
    assert answer.code == 0
    assert "Commandes" in answer.out
    for command in cli.COMMANDS:
        assert command in answer.out
    assert "Codes de sortie" in answer.out


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_has_help_in_french(program: Program, command: str) -> None:
    answer = program(command, "--help")
    assert answer.code == 0
    assert "Affiche cette aide." in answer.out
    assert "Show this" not in answer.out


def test_it_tells_its_version(program: Program) -> None:
    assert program("--version").out.startswith("guichet 0.")


def test_every_exit_code_means_something() -> None:
    assert set(MEANINGS) == set(ExitCode)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("migrat",), "commande inconnue « migrat » ; vouliez-vous dire « migrate » ?"),
        (("xyz",), "commande inconnue « xyz »"),
        (("migrate", "vite"), "en trop : vite"),
        (("journal", "--folow"), "option inconnue --folow ; vouliez-vous dire --follow ?"),
        (("journal", "--zzz"), "option inconnue --zzz"),
        (("journal", "--limit"), "--limit demande une valeur"),
        (("journal", "--limit", "x"), "--limit doit être un nombre entier"),
        (("journal", "--limit", "0"), "--limit doit être au moins 1"),
        (("journal", "--since", "2 truc"), "--since : « 2 truc » n'est pas un moment"),
        (
            ("journal", "--channel", "fax"),
            "--channel : « fax » n'est pas un choix possible (telegram, mail",
        ),
    ],
)
def test_a_command_written_wrongly_is_told_in_french(
    program: Program, words: tuple[str, ...], sentence: str
) -> None:
    answer = program(*words)
    assert answer.code == 2
    assert answer.err.startswith(f"guichet : {sentence}")
    assert "Pour l'aide : guichet" in answer.err


def test_an_error_that_nobody_foresaw_has_a_traceback_only_when_asked(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        """Casse."""
        raise ZeroDivisionError

    monkeypatch.setattr(migration, "migrate", broken)
    answer = program("migrate")
    assert answer.code == 1
    assert "erreur imprévue (ZeroDivisionError)" in answer.err
    assert "Traceback" not in answer.err
    for words in (("migrate", "--debug"), ("--debug", "migrate")):
        assert "Traceback" in program(*words).err


def test_migrate_makes_the_database_then_has_nothing_to_do(
    config: Config, program: Program, tmp_path: Path
) -> None:
    config("")
    first, second = program("migrate"), program("migrate")
    assert (first.code, second.code) == (0, 0)
    assert "mise à jour : 0001_initial" in first.out
    assert "déjà à jour" in second.out
    assert (tmp_path / "var" / "guichet.db").exists()


def test_a_file_that_is_no_database_is_told(
    config: Config, program: Program, tmp_path: Path
) -> None:
    config("[database]\nurl = 'sqlite://guichet.db'")
    (tmp_path / "guichet.db").write_text("ceci n'est pas une base " * 100)
    answer = program("migrate")
    assert answer.code == 3
    assert "n'est pas une base SQLite" in answer.err


def test_a_server_that_is_away_is_told_without_its_password(
    config: Config, program: Program
) -> None:
    config("[database]\nurl = 'postgres://guichet:MARK@127.0.0.1:1/guichet'")
    for command in ("migrate", "journal"):
        answer = program(command)
        assert answer.code == 3
        assert "postgres://guichet:•••@127.0.0.1:1/guichet ne répond pas" in answer.err
        assert "MARK" not in answer.err


def test_a_database_that_does_not_exist_on_its_server_is_told(
    config: Config, program: Program, postgres_url: str
) -> None:
    config(f"[database]\nurl = '{postgres_url}_absente'")
    answer = program("journal")
    assert answer.code == 3
    assert "n'existe pas sur ce serveur" in answer.err


def test_the_journal_of_a_database_to_come_is_told(
    config: Config, program: Program, tmp_path: Path
) -> None:
    config("")
    answer = program("journal")
    assert answer.code == 3
    assert "n'existe pas encore" in answer.err
    assert "guichet migrate" in answer.err
    assert not (tmp_path / "var").exists()


def test_the_journal_of_a_database_without_tables_is_told(
    config: Config, program: Program, tmp_path: Path
) -> None:
    config("[database]\nurl = 'sqlite://guichet.db'")
    sqlite3.connect(tmp_path / "guichet.db").close()
    answer = program("journal")
    assert answer.code == 3
    assert "n'a pas encore ses tables" in answer.err


def test_an_unknown_town_is_told(config: Config, program: Program) -> None:
    config(TOWN)
    answer = program("journal", "--town", "saint-deni")
    assert answer.code == 6
    assert "vouliez-vous dire « saint-denis » ?" in answer.err


def test_the_option_wins_over_the_variable(
    config: Config, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_CONFIG", str(tmp_path / "absent.toml"))
    assert program("settings").code == 2
    assert program("--config", str(config("")), "settings").code == 0


@pytest.mark.parametrize("command", ["settings", "migrate", "journal"])
def test_the_real_program_refuses_bad_settings(config: Config, command: str) -> None:
    config("[log]\nlevel = 'fort'\n")
    ran = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, command], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == (
        "guichet : config.toml, [log] level doit être debug, info, warning ou error,"
        " et non « fort »\n"
    )
