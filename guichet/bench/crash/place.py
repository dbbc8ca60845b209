"""What outlives a killed process, beside the database: how far the door acknowledged, and what left."""

import os
from dataclasses import dataclass
from pathlib import Path

from guichet.bench.crash.fate import Fate


@dataclass(frozen=True, slots=True)
class Line:
    """One message that left: to whom, the stable name of its parcel, its words."""

    to: str
    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and the address of a database, its tables made."""

    folder: Path
    url: str

    def acknowledged(self) -> int:
        """Events that the other side will not deliver again."""
        path = self.folder / "acknowledged"
        return len(path.read_bytes()) if path.exists() else 0

    def acknowledge(self, fate: Fate) -> None:
        """One more, told to the other side."""
        _append(self.folder / "acknowledged", b".")
        fate.boundary()

    def leaves(self, line: Line, fate: Fate) -> None:
        """It is on the citizen's screen, whatever happens to us now."""
        told = "\t".join((line.to, line.token, line.text.replace("\n", "\\n")))
        _append(self.folder / "left", f"{told}\n".encode())
        fate.boundary()

    def left(self) -> list[Line]:
        """All that left, in order."""
        path = self.folder / "left"
        told = path.read_text("utf-8") if path.exists() else ""
        return [Line(*line.split("\t", 2)) for line in told.splitlines()]

    def holds(self, secret: str) -> bool:
        """Whether any file here, the database's own among them, has those words."""
        files = [path for path in self.folder.iterdir() if path.is_file()]
        return any(secret.encode() in path.read_bytes() for path in files)


def _append(path: Path, what: bytes) -> None:
    """In one call of the system: a kill leaves all of it or nothing."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, what)
    finally:
        os.close(file)
