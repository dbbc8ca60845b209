"""Our own line, "Répondez au-dessus de cette ligne", in every state mail programs leave it in."""

from collections.abc import Sequence

from mail_ingest.lines import Line, fold

_MOST_FOLDS = 4  # lines over which a program may fold it
_SHORTEST = 8  # letters of a delimiter that can be told from words


def squash(text: str) -> str:
    """The letters and digits alone: no fold, dash, quote sign or accent left."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def find(lines: Sequence[Line], at: int, needle: str) -> int:
    """How many lines from `at` hold the squashed `needle`; 0 when they do not."""
    if len(needle) < _SHORTEST or needle[:3] not in lines[at].folded:
        return 0
    here = squash(lines[at].folded)
    if needle in here:
        return 1
    if not here or not needle.startswith(here):
        return 0
    for length in range(2, _MOST_FOLDS + 1):
        here += "".join(squash(one.folded) for one in lines[at + length - 1 : at + length])
        if needle in here[: len(needle)]:
            return length
    return 0
