"""The neutral text of a message as what it is made of: paragraphs, lists, addresses of pages."""

import re
from dataclasses import dataclass

_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is "paragraph" (its lines), "list" (its items) or "url" (one address)."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    found: list[Block] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r", "")):
        found += _runs([one.strip() for one in paragraph.split("\n") if one.strip()])
    return tuple(found)


def _runs(lines: list[str]) -> list[Block]:
    """Lines of the same kind together; each address alone."""
    found: list[Block] = []
    for one in lines:
        kind = _kind(one)
        text = one[2:].strip() if kind == "list" else one
        if found and found[-1].kind == kind and kind != "url":
            found[-1] = Block(kind, (*found[-1].lines, text))
        else:
            found.append(Block(kind, (text,)))
    return found


def _kind(one: str) -> str:
    if one.startswith("- "):
        return "list"
    return "url" if _URL.fullmatch(one) else "paragraph"
