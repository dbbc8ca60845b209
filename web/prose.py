"""A plain text as a page shows it: headings, paragraphs, lists. What it holds is escaped by the template."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

#: As in `portal.parts`: a short line alone, which neither ends a sentence nor begins an item.
_HEADING = re.compile(r"(?:#{1,6} +\S[^\n]*|[^-\s#][^\n]{0,99})")
_SENTENCE_END = tuple(".,;:!?…")
_ITEM = ("- ", "* ")


@dataclass(frozen=True, slots=True)
class Block:
    """A « heading », a « paragraph » (its lines), or a « list » (its items)."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text`: an empty line parts two, and so does the first item of a list."""
    pieces = [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]
    last = len(pieces) - 1
    return tuple(block for at, one in enumerate(pieces) for block in _blocks(one, last=at == last))


def _blocks(text: str, *, last: bool) -> Iterator[Block]:
    """A heading stands before something: the last lines are none, however short."""
    heading = text.startswith("#") or not (last or text.endswith(_SENTENCE_END))
    if heading and _HEADING.fullmatch(text):
        yield Block("heading", (text.lstrip("# "),))
        return
    for item, lines in groupby(text.splitlines(), key=lambda line: line.startswith(_ITEM)):
        told = tuple(line[2:].strip() if item else line for line in lines)
        yield Block("list" if item else "paragraph", told)
