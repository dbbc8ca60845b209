"""Plain text as it was typed: flowed lines joined, uuencoded files taken out."""

import re

_UU = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})$", re.MULTILINE)


def unflow(text: str, *, delete_space: bool) -> str:
    """Soft line breaks joined, quote marks kept, stuffing removed. [RFC 3676 4]"""
    lines: list[list[str]] = []  # the pieces of each: adding to a long line is quadratic
    open_depth = -1  # quote depth of a line that still flows, -1 when none does
    for raw in text.split("\n"):
        depth, line = _depth(raw)
        flows = line.endswith(" ") and line != "-- "
        piece = line[:-1] if flows and delete_space else line
        if depth == open_depth and line != "-- ":
            lines[-1].append(piece)
        else:
            lines.append([">" * depth + (" " if depth and line else "") + piece])
        open_depth = depth if flows else -1
    return "\n".join(map("".join, lines))


def _depth(raw: str) -> tuple[int, str]:
    line = raw.lstrip(">")
    return len(raw) - len(line), line.removeprefix(" ")


def without_uuencoded(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The text without its uuencoded files, and their names with their sizes in bytes."""
    kept: list[str] = []
    files: list[tuple[str, int]] = []
    at = 0
    while begin := _UU.search(text, at):
        end = text.find("\nend", begin.end())
        if end < 0 or not text[begin.end() : begin.end() + 2].strip("\n").startswith("M"):
            break
        kept.append(text[at : begin.start()])
        files.append((begin[1].strip(), (end - begin.end()) * 45 // 62))
        at = end + len("\nend")
    return "".join([*kept, text[at:]]), tuple(files)
