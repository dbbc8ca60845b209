"""What cannot be is told in one sentence with its cure, by its exit code, before anything is written."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.program import Place

ROOT = Path(__file__).parents[2]


@contextmanager
def busy(port: int) -> Iterator[None]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        yield


@pytest.mark.parametrize(
    ("port", "says"),
    [
        ("web", "déjà pris : fermez l’autre programme, ou changez [web] port (GUICHET_WEB__PORT)"),
        ("mail", "du courrier entrant est déjà pris"),
        ("telegram", "de l'imitation de Telegram est déjà pris"),
    ],
)
def test_a_busy_port_is_told_before_the_town_is_touched(place: Place, port: str, says: str) -> None:
    (place.folder / "demo.db").write_bytes(b"the town of another demo")
    with busy(getattr(place, port)):
        answer = place.ran("demo", "--folder", str(place.folder), "--fresh")
    assert answer.returncode == 4
    assert says in answer.stderr
    assert len(answer.stderr.splitlines()) <= 2
    assert answer.stdout == ""
    assert {file.name for file in place.folder.iterdir()} == {"demo.db", "demo.toml"}
    assert (place.folder / "demo.db").read_bytes() == b"the town of another demo"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("GUICHET_WEB__PORTT", "8080", "variable inconnue GUICHET_WEB__PORTT"),
        ("GUICHET_TOWNS__VAL_FLEURY__PHONE", "1", "ville inconnue"),
        ("GUICHET_DATABASE__URL", "mysql://x", "GUICHET_DATABASE__URL ne se lit pas"),
        ("GUICHET_KEYS__SECRET", "court", "trop courte"),
    ],
)
def test_a_wrong_setting_starts_nothing(place: Place, variable: str, value: str, says: str) -> None:
    place.others = {variable: value}
    answer = place.ran("demo", "--folder", str(place.folder))
    assert answer.returncode == 2
    assert says in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not (place.folder / "courrier").exists()


def test_a_database_that_is_away_is_told(place: Place) -> None:
    place.database = "postgres://guichet:SECRET@127.0.0.1:1/guichet"
    answer = place.ran("demo", "--folder", str(place.folder))
    assert answer.returncode == 3
    assert "ne répond pas" in answer.stderr
    assert "SECRET" not in answer.stderr
    assert not place.spool.exists()


def test_serve_without_a_town_says_what_to_do(place: Place) -> None:
    place.config.write_text("", "utf-8")
    answer = place.ran("--config", str(place.config), "serve")
    assert answer.returncode == 2
    assert "aucune ville n'est réglée" in answer.stderr
    assert {file.name for file in place.folder.iterdir()} == {"demo.toml"}


def old_python(folder: Path) -> Path:
    """A `python3` of 2020: it runs nothing but the question of its version."""
    fake = folder / "python3"
    fake.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    return fake


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not there")
@pytest.mark.parametrize("target", ["run", "test"])
def test_an_old_python_is_told_in_one_sentence_and_makes_nothing(
    tmp_path: Path, target: str
) -> None:
    old_python(tmp_path)
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copyfile(ROOT / name, clone / name)
    path = f"{tmp_path}:{os.environ['PATH']}"
    answer = subprocess.run(  # noqa: S603 - the machine's own make
        ["make", "-s", target],  # noqa: S607 - the same
        cwd=clone,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    first = answer.stderr.splitlines()[0]
    assert "Python 3.11" in first
    assert f"make {target} PYTHON=" in first
    assert not (clone / ".venv").exists()
