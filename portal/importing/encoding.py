"""In which letters a text file was written: UTF-8, UTF-16 or windows-1252, as Excel writes them."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from portal.importing.trouble import BadFile

_PIECE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file can be read. Raises `BadFile`."""
    with path.open("rb") as file:
        start = file.read(4)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return _checked(path, name)
    if _reads(path, "utf-8"):
        return "utf-8"
    return _checked(path, "cp1252")


def _checked(path: Path, name: str) -> str:
    if not _reads(path, name):
        raise BadFile(
            "le fichier n'est ni en UTF-8 ni en windows-1252 :"
            " dans le tableur, enregistrez-le en « CSV UTF-8 »"
        )
    return name


def _reads(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in _pieces(path):
            if b"\0" in piece and name != "utf-16":
                raise BadFile(
                    "ce n'est pas un fichier de texte : il faut un CSV ou un classeur .xlsx"
                )
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise BadFile(
                "le fichier est coupé au milieu d'une lettre : exportez-le de nouveau"
            ) from error
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
