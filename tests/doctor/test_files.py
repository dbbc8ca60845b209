"""Secrets are their owner's alone, and the disk has room; what is not so is told with its cure."""

from pathlib import Path

import pytest

from guichet.doctor import files
from guichet.finding import State
from guichet.settings_secrets import SECRETS_FILE
from tests.doctor.visits import only, visit


async def test_settings_worth_a_word_are_told(tmp_path: Path) -> None:
    told = await files.settings(visit(tmp_path, web={"public_url": "http://ville.example"}))
    assert any("pas en https" in one.sentence for one in told)
    strong = {"min_length": 12, "min_lowercase": 1, "min_digits": 1}
    only(await files.settings(visit(tmp_path, password=strong)), State.OK)


async def test_a_key_for_its_owner_alone_is_good(tmp_path: Path) -> None:
    there = visit(tmp_path)
    key = there.settings.keys.secret_file
    only(await files.key(there), State.WARNING)
    key.parent.mkdir()
    key.write_text("k" * 64)
    key.chmod(0o600)
    only(await files.key(there), State.OK)


@pytest.mark.parametrize(("content", "mode"), [("k" * 64, 0o644), ("court", 0o600), ("", 0o600)])
async def test_a_key_that_others_read_or_that_is_too_short_is_told(
    tmp_path: Path, content: str, mode: int
) -> None:
    there = visit(tmp_path)
    key = there.settings.keys.secret_file
    key.parent.mkdir()
    key.write_text(content)
    key.chmod(mode)
    told = only(await files.key(there), State.PROBLEM)
    assert "k" * 64 not in str(told)


async def test_a_key_given_by_a_variable_needs_no_file(tmp_path: Path) -> None:
    only(await files.key(visit(tmp_path, keys={"secret": "k" * 64})), State.OK)


async def test_every_file_with_a_secret_is_looked_at(tmp_path: Path) -> None:
    town = {"dkim_selector": "guichet", "dkim_key": "dkim.pem"}
    for name in ("dkim.pem", SECRETS_FILE, "config.toml", "guichet.db"):
        (tmp_path / name).write_text('password = "MARK"')
        (tmp_path / name).chmod(0o600)
    there = visit(tmp_path, town=town, database={"url": "sqlite://guichet.db"})
    assert [one.state for one in await files.private_files(there)] == [State.OK] * 4
    for name in ("dkim.pem", SECRETS_FILE, "config.toml", "guichet.db"):
        (tmp_path / name).chmod(0o640)
    told = await files.private_files(there)
    assert [one.state for one in told] == [State.PROBLEM] * 4
    assert all("chmod 600" in one.cure and "MARK" not in str(one) for one in told)


async def test_settings_without_a_secret_may_be_read_by_anybody(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('#password = "x"\nname = "Ville"\npassword = ""\n')
    assert await files.private_files(visit(tmp_path)) == []


async def test_room_on_the_disk_is_counted(tmp_path: Path) -> None:
    there = visit(tmp_path)
    only(await files.disk(there, little=1, nothing=0), State.OK)
    only(await files.disk(there, little=10**18, nothing=0), State.WARNING)
    only(await files.disk(there, little=10**18, nothing=10**18), State.PROBLEM)
