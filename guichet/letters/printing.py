"""Letters laid out as one PDF: tagged for screen readers, its text selectable, nothing written but the file."""

import io
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path

import segno
import typst


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The words of one letter. `link` becomes a picture to scan; its fragment holds the key."""

    sender: str
    phone: str
    hours: str
    site: str
    address: tuple[str, ...]
    dated: str
    heading: str
    before: tuple[str, ...]
    key_label: str
    key: str = field(repr=False)
    until: str
    ways_heading: str
    ways: tuple[str, ...]
    link: str = field(repr=False)
    qr_alt: str
    after: tuple[str, ...]


def pdf(pages: Sequence[Page], *, title: str, author: str) -> bytes:
    """The whole document."""
    letters = [{**asdict(page), "qr": _qr(page.link)} for page in pages]
    told = {"title": title, "author": author, "letters": letters}
    return typst.compile(
        files("guichet.letters").joinpath("letter.typ").read_bytes(),
        ignore_system_fonts=True,
        # What the document promises to readers who do not see it. [ISO 14289-1]
        pdf_standards="ua-1",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )


def keep(document: bytes, path: Path) -> None:
    """Write it where its owner alone reads it: the keys are in it. Raises `OSError`, `FileExistsError`."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(document)


def _qr(link: str) -> str:
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
