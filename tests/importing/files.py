"""Files of a town for the tests, imported as the command does."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # the library has no types
from tortoise.transactions import in_transaction

from portal.importing import KINDS, Finding, KindName, Tally, Wanted, What, run
from portal.importing.job import Transaction

TOWN = "val-test"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEADING = "foyer;personne;role;compte;prenom;nom;naissance;courriel;telephone;adresse;responsables"
CLAIRE = (
    "F1;A1;adulte;oui;Claire;Testa;14/03/1987;claire@exemple.example;06 39 98 01 01;10 rue Creuse;"
)
HUGO = "F1;A2;adulte;oui;Hugo;Testa;1985-11-02;;;;"
LEA = "F1;E1;enfant;;Léa;Testa;22 mai 2018;;;;"
ZOE = "F2;A3;adulte;oui;Zoé;Martin;;zoe@exemple.example;;3 impasse du Lavoir;"


@dataclass
class Heard:
    """What the import says."""

    findings: list[Finding] = field(default_factory=list)
    lines: int = 0
    done: int = 0

    def total(self, lines: int) -> None:
        self.lines = lines

    def advance(self, lines: int) -> None:
        self.done += lines

    def find(self, finding: Finding) -> None:
        self.findings.append(finding)

    def of(self, what: What) -> list[Finding]:
        return [one for one in self.findings if one.what is what]

    def refused(self) -> dict[int, str]:
        """The first reason of each refused line."""
        reasons: dict[int, str] = {}
        for one in self.of(What.REFUSED):
            assert one.line is not None
            reasons.setdefault(one.line, f"{one.column} : {one.reason}")
        return reasons


def text(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text with these lines."""
    path = folder / "fichier.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def families(folder: Path, *lines: str) -> Path:
    return text(folder, HEADING, *lines)


def workbook(folder: Path, rows: Iterable[Sequence[Any]], *, far: str = "") -> Path:
    """A workbook with these rows, and a lost word in the cell `far`."""
    path = folder / "fichier.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if far:
        book.active[far] = "perdu"
    book.save(path)
    return path


def bomb(folder: Path) -> Path:
    """250 MB of spaces in 250 KB."""
    path = folder / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(25):
                part.write(b" " * 10_000_000)
    return path


async def imported(
    path: Path,
    kind: KindName = KindName.FAMILIES,
    heard: Heard | None = None,
    transaction: Transaction = in_transaction,
    **wanted: Any,
) -> tuple[Tally, Heard]:
    """Import it; what came of it."""
    heard = heard or Heard()
    asked = Wanted(
        **{"path": path, "town": TOWN, "now": NOW, "today": TODAY, "as_of": TODAY} | wanted
    )
    return await run(asked, KINDS[kind], transaction, heard), heard
