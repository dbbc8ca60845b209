"""Secrets in a file beside the settings: read like variables, and never over them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.errors import SettingsError
from guichet.settings_secrets import SECRETS_FILE, with_secrets
from tests.guichet.conftest import TOWN, Program

TOKEN = "GUICHET_TOWNS__SAINT_DENIS__TELEGRAM_TOKEN"


def test_the_file_gives_what_the_environment_does_not(tmp_path: Path) -> None:
    (tmp_path / SECRETS_FILE).write_text(
        f"# Telegram\n\n{TOKEN}='1:abc'\nGUICHET_MAIL_OUT__PASSWORD=a=b\n", "utf-8"
    )
    config = tmp_path / "config.toml"
    assert with_secrets(config, {TOKEN.lower(): "2:x"}) == {
        TOKEN.lower(): "2:x",
        "GUICHET_MAIL_OUT__PASSWORD": "a=b",
    }
    assert with_secrets(config, {})[TOKEN] == "1:abc"


def test_without_a_file_there_is_the_environment(tmp_path: Path) -> None:
    assert with_secrets(tmp_path / "config.toml", {"A": "b"}) == {"A": "b"}


@pytest.mark.parametrize("line", ["MARK", "PATH=MARK"])
def test_a_line_that_is_no_variable_of_ours_is_told_without_its_value(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / SECRETS_FILE).write_text(line)
    with pytest.raises(SettingsError, match="ligne 1") as told:
        with_secrets(tmp_path / "config.toml", {})
    assert "MARK" not in str(told.value)


def test_commands_read_it(config: Callable[[str], Path], program: Program, tmp_path: Path) -> None:
    config(TOWN)
    (tmp_path / SECRETS_FILE).write_text(f"{TOKEN}=1:MARK\n")
    answer = program("settings")
    assert TOKEN in answer.out
    assert "MARK" not in answer.out
