"""The name under which staff get a file: letters, digits and dashes, and the ending that its content has."""

import re
import unicodedata

from models.paper import PaperKind

LONGEST = 60
_OTHER = re.compile(r"[^A-Za-z0-9]+")


def clean(name: str, kind: PaperKind) -> str:
    """« ../Été 2026.pdf.exe » that is a PDF is « Ete-2026.pdf »; « piece.pdf » where nothing is left."""
    last = re.split(r"[/\\]", name[:1000])[-1]
    stem = last.partition(".")[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    kept = _OTHER.sub("-", plain)[:LONGEST].strip("-")
    return f"{kept or 'piece'}.{'jpg' if kind is PaperKind.JPEG else kind.value}"
