"""A mail as a tree of parts, read with bounds: any bytes, linear time, never an exception.

The standard library's parser recurses as deep as the mail asks and is slow on large attachments.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mail_ingest.header import base64_bytes, parameters, words

MAX_BYTES = 40_000_000  # of one mail; the rest is not read
MAX_HEAD = 600_000  # bytes of one header section: ten thousand recipients fit
MAX_PARTS = 200
MAX_DEPTH = 12

_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_FOLD = re.compile(rb"\r\n?(?![ \t\n])|\n(?![ \t])")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_LOST_BOUNDARY = re.compile(rb"\s{0,20}--([!-~]{4,120})[ \t]*\r?\n[Cc]ontent-")
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,120}")


@dataclass(frozen=True, slots=True)
class Part:
    """Headers in order, names in lower case, values as a person reads them; the body as it came."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    default: str = "text/plain"

    def header(self, name: str) -> str:
        """The first value of `name`, or the empty string."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def content_type(self) -> str:
        """The media type in lower case; text/plain when none is readable. [RFC 2045 5.2]"""
        found = _TYPE.match(self.header("content-type"))
        return found[0].lower() if found else self.default

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type."""
        return parameters(self.header("content-type"))

    @property
    def name(self) -> str:
        """The file name, whichever header gives it."""
        placed = parameters(self.header("content-disposition"))
        return placed.get("filename") or self.parameters.get("name", "")

    @property
    def attached(self) -> bool:
        """Sent as a file, not to be read in place. [RFC 2183]"""
        return self.header("content-disposition").lower().startswith("attachment")

    def content(self, most: int) -> bytes:
        """The body decoded, at most about `most` bytes of it."""
        coding = self.header("content-transfer-encoding").strip(" ;\"'").lower()
        if coding == "base64":
            return base64_bytes(self.body[: most * 3 // 2])[:most]
        if coding == "quoted-printable":
            return binascii.a2b_qp(self.body[: most * 3])[:most]
        return self.body[:most]

    @property
    def size(self) -> int:
        """Decoded size in bytes, without decoding."""
        if "base64" not in self.header("content-transfer-encoding").lower():
            return len(self.body)
        signs = len(self.body) - self.body.count(b"\n") - self.body.count(b"\r")
        return max(0, signs * 3 // 4 - self.body[-8:].count(b"="))


def read_part(raw: bytes, default: str = "text/plain") -> Part:
    """Headers and body of one part; where no header stands, all is body."""
    head, body = _cut_head(raw)
    headers = tuple((name, words(value)) for name, value in _fields(head))
    return Part(headers, body, default)


def head_fields(raw: bytes) -> list[tuple[str, bytes]]:
    """The headers of a mail from the top, names in lower case, values as bytes: nothing is decoded."""
    return list(_fields(_cut_head(raw)[0]))


def _fields(head: bytes) -> Iterator[tuple[str, bytes]]:
    for field in _FOLD.split(head):
        found = _FIELD.match(field)
        if found:
            yield found[1].decode("ascii").lower(), field[found.end() :]


def _cut_head(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith((b"From ", b">From ")):  # the separator of a mailbox file
        raw = raw.partition(b"\n")[2]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    raw = raw.lstrip(b"\r\n") if _FIELD.match(raw.lstrip(b"\r\n")) else raw
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.removeprefix(b"\r").removeprefix(b"\n")
    blank = _BLANK.search(raw)
    head, body = (raw[: blank.start()], raw[blank.end() :]) if blank else (raw, b"")
    stray = _first_stray(head[:MAX_HEAD])
    if stray is not None:  # the blank line is missing: the text begins here
        return head[:stray], raw[stray:]
    return head[:MAX_HEAD], body


def _first_stray(head: bytes) -> int | None:
    """Where the first line stands that is neither a header nor its continuation."""
    at = 0
    for field in _FOLD.split(head):
        if field and not _FIELD.match(field):
            return at
        at += len(field) + (2 if head[at + len(field) : at + len(field) + 2] == b"\r\n" else 1)
    return None


def children(part: Part) -> list[Part]:
    """The parts of a multipart; none when no boundary is found in it. [RFC 2046 5.1]"""
    boundary = part.parameters.get("boundary", "").encode("utf-8")
    pieces = _split(part.body, boundary) if boundary else []
    if not pieces and (lost := _LOST_BOUNDARY.match(part.body)):
        pieces = _split(part.body, lost[1])
    inner = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    return [read_part(piece, inner) for piece in pieces]


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    pieces: list[bytes] = []
    start = -1
    for at, after, last in _delimiters(body, b"--" + boundary):
        if start >= 0:
            pieces.append(body[start:at].removesuffix(b"\n").removesuffix(b"\r"))
        start = -1 if last else after
        if last or len(pieces) >= MAX_PARTS:
            break
    if start >= 0 and len(pieces) < MAX_PARTS:  # the closing delimiter is missing
        pieces.append(body[start:])
    return pieces


def _delimiters(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter line begins and ends, and whether it is the closing one."""
    at = body.find(mark)
    while at >= 0:
        end = at + len(mark)
        line_end = body.find(b"\n", end)
        line_end = len(body) if line_end < 0 else line_end
        rest = body[end : min(line_end, end + 100)].strip(b" \t\r")
        if (at == 0 or body[at - 1] in b"\r\n") and rest in {b"", b"--"}:
            yield at, min(line_end + 1, len(body)), rest == b"--"
        at = body.find(mark, line_end)
