"""The server's key: made once, kept to oneself, replaced without closing what it opened."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from guichet.errors import SettingsError
from guichet.secrets_file import server_keys
from guichet.settings import Keys


def keys(tmp_path: Path) -> Keys:
    return Keys(secret_file=tmp_path / "var" / "guichet.key")


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    server_keys(keys(tmp_path))
    [file] = (tmp_path / "var").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text().strip()) == 64


def test_the_second_start_finds_the_same_key(tmp_path: Path) -> None:
    first = server_keys(keys(tmp_path))
    assert server_keys(keys(tmp_path)).row("page", first.token("page", 7)) == 7


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starting:
        made = list(starting.map(lambda _: server_keys(keys(tmp_path)), range(32)))
    assert len({one.current for one in made}) == 1


def test_a_new_key_on_top_still_opens_what_the_older_closed(tmp_path: Path) -> None:
    old = server_keys(keys(tmp_path)).token("page", 7)
    file = keys(tmp_path).secret_file
    file.write_text("n" * 64 + "\n" + file.read_text())
    new = server_keys(keys(tmp_path))
    assert new.token("page", 7) != old
    assert new.row("page", old) == 7


def test_a_key_may_come_without_a_file(tmp_path: Path) -> None:
    made = server_keys(Keys(secret_file=tmp_path / "none", secret=SecretStr("k" * 40)))
    assert made.current == b"k" * 40
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "trop-courte\n", "\xe9" * 64])
def test_a_bad_key_stops_the_start(tmp_path: Path, text: str) -> None:
    file = tmp_path / "guichet.key"
    file.write_text(text, "latin-1")
    with pytest.raises(SettingsError) as stopped:
        server_keys(Keys(secret_file=file))
    assert "clé" in str(stopped.value)
    assert "trop-courte" not in str(stopped.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(SettingsError, match="secret_file"):
        server_keys(keys(tmp_path))


def test_a_key_that_others_can_read_is_remarked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server_keys(keys(tmp_path))
    keys(tmp_path).secret_file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        server_keys(keys(tmp_path))
    assert "chmod 600" in caplog.text
