"""Which bytes of a mail were not in the charset that it declares, and how they were read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mail_ingest.charset import repair
from mail_ingest.letter import MAX_TEXT
from mail_ingest.mime import MAX_BYTES, MAX_DEPTH, Part, children, head_fields, read_part

_MOST = 20
_SHOWN = ("from", "to", "cc", "subject")


@dataclass(frozen=True, slots=True)
class Repair:
    """Where it was, what was declared (empty: nothing), and what the bytes were read as."""

    where: str
    declared: str
    read_as: str


def repairs(raw: bytes) -> tuple[Repair, ...]:
    """The repairs of a mail, its headers first; twenty at most."""
    raw = raw[:MAX_BYTES]
    return tuple(islice(_every(raw), _MOST))


def _every(raw: bytes) -> Iterator[Repair]:
    for name, value in head_fields(raw):
        if name in _SHOWN and (used := repair(value)):
            yield Repair(name, "", used)
    yield from _of_parts(read_part(raw), MAX_DEPTH)


def _of_parts(part: Part, depth: int) -> Iterator[Repair]:
    inner = children(part) if depth and part.content_type.startswith("multipart/") else []
    for child in inner:
        yield from _of_parts(child, depth - 1)
    if not inner and part.content_type in {"text/plain", "text/html"} and not part.attached:
        declared = part.parameters.get("charset", "")
        if used := repair(part.content(MAX_TEXT), declared):
            yield Repair(part.content_type, declared.lower(), used)
