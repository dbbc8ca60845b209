"""The politeness around what is meant: « bonjour, je voudrais … s'il vous plaît »."""

from functools import cache

Words = tuple[str, ...]


def without_fillers(said: str, fillers: frozenset[str]) -> str:
    """`said` (plain) less the fillers at its two ends, the longest first."""
    words = tuple(said.split())
    known = _cut_up(fillers)
    longest = max((len(filler) for filler in known), default=0)
    while cut := _at_start(words, known, longest):
        words = words[cut:]
    while cut := _at_end(words, known, longest):
        words = words[:-cut]
    return " ".join(words)


@cache
def _cut_up(fillers: frozenset[str]) -> frozenset[Words]:
    """Once for each wording: a town's fillers do not change while it is served."""
    return frozenset(tuple(filler.split()) for filler in fillers)


def _at_start(words: Words, known: frozenset[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[:n] in known), 0)


def _at_end(words: Words, known: frozenset[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[-n:] in known), 0)
