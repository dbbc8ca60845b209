"""The politeness around what is meant: « bonjour, je voudrais … s'il vous plaît »."""

from functools import cache

Words = tuple[str, ...]


def without_fillers(said: str, fillers: frozenset[str]) -> str:
    """`said` (plain) less the fillers at its two ends, the longest first."""
    words = tuple(said.split())
    known, longest = _cut_up(fillers)
    while cut := _at_start(words, known, longest):
        words = words[cut:]
    while cut := _at_end(words, known, longest):
        words = words[:-cut]
    return " ".join(words)


@cache
def _cut_up(fillers: frozenset[str]) -> tuple[frozenset[Words], int]:
    """Word by word, and how many words the longest has: once for each wording, which does not change."""
    known = frozenset(tuple(filler.split()) for filler in fillers)
    return known, max((len(filler) for filler in known), default=0)


def _at_start(words: Words, known: frozenset[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[:n] in known), 0)


def _at_end(words: Words, known: frozenset[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[-n:] in known), 0)
