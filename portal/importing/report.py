"""The report as a CSV that Excel opens: a line for each finding, written as it comes."""

import csv
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from portal.importing.outcome import Finding, What

#: What a finding is called in the report.
NAMES = {
    What.REFUSED: "refusée",
    What.CONFLICT: "conflit",
    What.SHARED: "partagé",
    What.ABSENT: "absente du fichier",
    What.NOTE: "à savoir",
}
_HEADING = (
    "quoi", "ligne", "foyer ou numéro", "personne", "colonne", "raison", "dit le fichier",
    "connaît Guichet",
)  # fmt: skip


@dataclass(slots=True)
class CsvReport:
    """It holds what families told the town: only its owner may read it."""

    path: Path
    _file: TextIO = field(init=False)
    _sheet: Any = field(init=False)

    def __post_init__(self) -> None:
        """Raises `OSError` when it cannot be written."""
        opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(opened, "w", encoding="utf-8-sig", newline="")
        self._sheet = csv.writer(self._file, delimiter=";")
        self._sheet.writerow(_HEADING)

    def find(self, finding: Finding) -> None:
        """One more line."""
        told = (
            NAMES[finding.what], finding.line or "", finding.group, finding.person, finding.column,
            finding.reason, finding.told, finding.known,
        )  # fmt: skip
        self._sheet.writerow([_harmless(str(cell)) for cell in told])

    def close(self) -> None:
        """The end."""
        self._file.close()


def _harmless(cell: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
