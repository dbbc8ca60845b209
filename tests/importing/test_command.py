"""`guichet import` and `guichet terms`, called as a person calls them."""

import csv
import io
import json
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from portal.importing import KINDS, KindName
from tests.guichet.conftest import TOWN, Program, bare_environment, config, program
from tests.importing.files import CLAIRE, HEADING, HUGO, ZOE, text

__all__ = ["bare_environment", "config", "program"]
Config = Callable[[str], Path]
TO = ("--town", "saint-denis")


@pytest.fixture
def guichet(config: Config, program: Program) -> Program:
    config(TOWN)
    return program


@pytest.mark.parametrize("kind", list(KindName))
def test_the_example_of_each_kind_comes_in(guichet: Program, tmp_path: Path, kind: str) -> None:
    answer = guichet("import", "--columns")
    assert "obligatoire" in answer.out
    guichet("import", "exemple-families.csv", *TO)
    if kind != KindName.FAMILIES:
        answer = guichet("import", "--kind", kind, "--columns")
    for column in KINDS[KindName(kind)].columns:
        assert column.name in answer.out
    again = guichet("import", f"exemple-{kind}.csv", "--kind", kind, *TO)
    assert (again.code, "aucune refusée" in again.out) == (0, True)


def test_refused_lines_are_shown_written_and_change_the_exit_code(
    guichet: Program, tmp_path: Path
) -> None:
    path = text(tmp_path, HEADING, CLAIRE, HUGO.replace("1985", "0985"), ZOE)
    answer = guichet("import", str(path), *TO, "--report", "rapport.csv")
    assert answer.code == 2
    assert "foyer refusé avec la ligne 3" in answer.out
    assert "3 lignes lues, 2 refusées." in answer.out
    report = tmp_path / "rapport.csv"
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    with report.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["quoi"], row["ligne"], row["colonne"]) for row in rows] == [
        ("refusée", "3", "naissance"),
        ("refusée", "2", ""),
    ]


def test_a_report_holds_nothing_that_a_spreadsheet_would_run(
    guichet: Program, tmp_path: Path
) -> None:
    path = text(
        tmp_path,
        HEADING,
        CLAIRE.replace("F1", "=F1"),
        CLAIRE.replace("F1;A1", "-F2;").replace("1987", "2087"),
    )
    guichet("import", str(path), *TO, "--report", "rapport.csv")
    written = (tmp_path / "rapport.csv").read_text("utf-8-sig")
    cells = [cell for line in csv.reader(written.splitlines(), delimiter=";") for cell in line]
    assert "'-F2" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_machines_read_a_finding_a_line_then_the_numbers(guichet: Program, tmp_path: Path) -> None:
    path = text(tmp_path, HEADING, CLAIRE, ZOE.replace("Zoé", "Z0é"))
    guichet("migrate")
    answer = guichet("import", str(path), *TO, "--json", "--dry-run")
    *_, told = map(json.loads, answer.out.splitlines())
    first = json.loads(answer.out.splitlines()[0])
    assert (first["what"], first["line"], first["column"]) == ("refused", 3, "prenom")
    assert (told["lines"], told["refused"], told["adult_created"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("absent.csv", *TO), 6, "le fichier absent.csv n'existe pas"),
        (TO, 2, "il manque le fichier à importer"),
        (("f.csv",), 2, "il manque la ville : --town VILLE."),
        (("f.csv", "--town", "saint-deni"), 6, "vouliez-vous dire « saint-denis »"),
        (("f.csv", *TO, "--map", "courriel"), 2, "écrivez CHAMP=COLONNE"),
        (("f.csv", *TO, "--map", "couriel=x"), 2, "vouliez-vous dire « courriel »"),
        (("f.csv", *TO, "--map", "courriel=Mél"), 2, "n'a pas de colonne « Mél »"),
        (("f.csv", *TO, "--as-of", "hier"), 2, "--as-of : « hier » n'est pas une date"),
        (("f.csv", *TO, "--kind", "chiens"), 2, "« chiens » n'est pas un choix possible"),
        (("f.csv", *TO), 2, "f.csv : le fichier n'a que son en-tête"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    guichet: Program, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    (tmp_path / "f.csv").write_text(HEADING)
    guichet("migrate")
    answer = guichet("import", *words)
    assert (answer.code, sentence in answer.err) == (code, True), answer.err


def test_terms_are_shown_as_a_diff_and_published_once_confirmed(
    guichet: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "un.md").write_text("# Règles\n\nSoyez polis.\n", "utf-8")
    (tmp_path / "deux.md").write_bytes("# Règles\r\n\r\nSoyez très polis.\r\n".encode("cp1252"))
    assert guichet("terms", "publish", "un.md", "--version", "1", "--yes").code == 0
    for answer, code in (("non\n", 2), ("", 2), ("Oui\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        shown = guichet("terms", "publish", "deux.md", "--version", "2")
        assert "-Soyez polis.\n+Soyez très polis." in shown.out
        assert shown.code == code
    listed = [json.loads(line) for line in guichet("terms", "list", "--json").out.splitlines()]
    assert [(one["version"], one["in_force"]) for one in listed] == [("2", True), ("1", False)]
    assert "déjà en vigueur" in guichet("terms", "publish", "deux.md").out
    assert "ne change plus" in guichet("terms", "publish", "un.md", "--version", "2", "--yes").err


def test_terms_that_the_settings_would_undo_are_not_published(
    config: Config, program: Program, tmp_path: Path
) -> None:
    (tmp_path / "réglé.md").write_text("Soyez polis.", "utf-8")
    (tmp_path / "autre.md").write_text("Soyez fous.", "utf-8")
    config(f"{TOWN}terms = 'réglé.md'\n")
    answer = program("terms", "publish", "autre.md", "--yes")
    assert answer.code == 2
    assert "redeviendrait le texte en vigueur" in answer.err
    assert program("terms", "publish", "réglé.md", "--yes").code == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\n", "est vide"), (b"a" * 90_000, "90 Ko"), (b"a\0b", "pas un texte")],
)
def test_a_text_that_cannot_be_read_to_its_end_is_refused(
    guichet: Program, tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "cgu.md").write_bytes(content)
    answer = guichet("terms", "publish", "cgu.md", "--yes")
    assert (answer.code, sentence in answer.err) == (2, True)


def changed_since(guichet: Program, folder: Path) -> Path:
    """A file that says another mail than the one that Claire has given since the last import."""
    path = text(folder, HEADING, CLAIRE)
    guichet("import", str(path), *TO)
    with closing(sqlite3.connect(folder / "var" / "guichet.db")) as base:
        base.execute("UPDATE citizen SET mail = 'moi@exemple.example'")
        base.commit()
    return path


def mail_of(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "var" / "guichet.db")) as base:
        return str(base.execute("SELECT mail FROM citizen").fetchone()[0])


def test_conflicts_are_shown_with_how_to_settle_each(guichet: Program, tmp_path: Path) -> None:
    path = changed_since(guichet, tmp_path)
    shown = guichet("import", str(path), *TO, "--conflicts")
    assert "1 à régler." in shown.out
    assert "--keep 'A1:courriel=fichier'" in shown.out
    [told] = guichet("import", str(path), *TO, "--conflicts", "--json").out.splitlines()
    assert json.loads(told)["known"] == "moi@exemple.example"
    assert mail_of(tmp_path) == "moi@exemple.example"
    guichet("import", str(path), *TO, "--keep", "A1:courriel=fichier")
    assert mail_of(tmp_path) == "claire@exemple.example"
    assert "Rien à régler" in guichet("import", str(path), *TO, "--conflicts").out


def test_an_agent_settles_them_one_by_one(
    guichet: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed_since(guichet, tmp_path)
    for typed, left in (("\n", "1 à régler."), ("peut-être\ng\n", "Rien à régler")):
        monkeypatch.setattr(sys, "stdin", Keyboard(typed))
        assert "Qui a raison ?" in guichet("import", str(path), *TO, "--conflicts").out
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        assert left in guichet("import", str(path), *TO, "--conflicts").out
    assert mail_of(tmp_path) == "moi@exemple.example"


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("told", ["courriel=fichier", "A1:courriel=eux", "A1:couleur=fichier"])
def test_a_decision_that_cannot_be_read_is_told(
    guichet: Program, tmp_path: Path, told: str
) -> None:
    answer = guichet("import", str(text(tmp_path, HEADING, CLAIRE)), *TO, "--keep", told)
    assert answer.code == 2
    assert "NUMÉRO:COLONNE=fichier" in answer.err
