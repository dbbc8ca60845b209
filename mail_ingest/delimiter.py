"""Our own line, "Répondez au-dessus de cette ligne", in every state mail programs leave it in."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from mail_ingest.lines import Line, fold

_MOST_FOLDS = 4  # lines over which a program may fold it
_SHORTEST = 8  # letters of a delimiter that can be told from words
_PLAIN = re.compile(r"[a-z0-9]+")


class Needle(NamedTuple):
    """A line of ours: its letters and digits, and those of its first word that no accent touches."""

    squashed: str
    hint: str


def squash(text: str) -> str:
    """The letters and digits alone: no fold, dash, quote sign or accent left."""
    return "".join(filter(str.isalnum, fold(text)))


@lru_cache(maxsize=64)
def needle(text: str) -> Needle:
    """What is looked for when we look for a line of ours; nothing, if it is too short."""
    squashed = squash(text)
    if len(squashed) < _SHORTEST:
        return Needle("", "")
    first = text.lower().split()[0]
    return Needle(squashed, max(_PLAIN.findall(first), key=len, default=""))


def find(lines: Sequence[Line], at: int, sought: Needle) -> int:
    """How many lines from `at` hold the line of ours; 0 when they do not."""
    # Most lines stop here, before anything is folded.
    if not sought.squashed or sought.hint not in lines[at].text.lower():
        return 0
    here = squash(lines[at].folded)
    if sought.squashed in here:
        return 1
    if not here or not sought.squashed.startswith(here):
        return 0
    for length in range(2, _MOST_FOLDS + 1):
        here += "".join(squash(one.folded) for one in lines[at + length - 1 : at + length])
        if sought.squashed in here[: len(sought.squashed)]:
            return length
    return 0
