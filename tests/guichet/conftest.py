"""The program, called as a person calls it, in a folder of its own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from guichet.cli import main

TOWN = """
[towns.saint-denis]
name = "Saint-Denis"
mail_address = "espace@ville.example"
contact = "accueil@ville.example"
phone = "01 00 00 00 00"
hours = "du lundi au vendredi"
site = "https://ville.example"
privacy_contact = "dpo@ville.example"
"""


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str


Program = Callable[..., Answer]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine, and no folder but the test's."""
    monkeypatch.setenv("COLUMNS", "200")
    for name in list(os.environ):
        if name.startswith("GUICHET_") and not name.startswith("GUICHET_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    """Runs `guichet …` in this process."""

    def run(*words: str) -> Answer:
        code = main(words)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Path]:
    """Writes `config.toml` in the folder of the test."""

    def write(text: str) -> Path:
        file = tmp_path / "config.toml"
        file.write_text(text, "utf-8")
        return file

    return write
