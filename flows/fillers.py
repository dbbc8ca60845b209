"""The politeness around what is meant: « bonjour, je voudrais … s'il vous plaît »."""

from collections.abc import Iterable

Words = tuple[str, ...]


def without_fillers(said: str, fillers: Iterable[str]) -> str:
    """`said` (plain) less the fillers at its two ends, the longest first."""
    words = tuple(said.split())
    known = {tuple(filler.split()) for filler in fillers}
    longest = max((len(filler) for filler in known), default=0)
    while cut := _at_start(words, known, longest):
        words = words[cut:]
    while cut := _at_end(words, known, longest):
        words = words[:-cut]
    return " ".join(words)


def _at_start(words: Words, known: set[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[:n] in known), 0)


def _at_end(words: Words, known: set[Words], longest: int) -> int:
    return next((n for n in range(min(longest, len(words)), 0, -1) if words[-n:] in known), 0)
