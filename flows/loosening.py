"""What was typed in a hurry, read as it was meant: « c pas moi », « ouiii », « mes fatures »."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product

#: A letter held down: « ouiii », « nonnn ».
_HELD = re.compile(r"([a-z])\1{2,}")
#: Under this many letters, two words are too often one letter apart.
_SHORTEST = 5
#: Readings tried of one message.
_MOST = 32
#: Words of the longest abbreviation.
_LONGEST = 3


def written_out(said: str, abbreviations: Mapping[str, str]) -> str:
    """`said` (plain) with its abbreviations in full, the longest first, and no letter held down."""
    words = _HELD.sub(r"\1", said).split()
    full: list[str] = []
    while words:
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[:n]) in abbreviations), 0)
        full.append(abbreviations[" ".join(words[:size])] if size else words[0])
        words = words[max(size, 1) :]
    return " ".join(full)


def one_slip_away(said: str, known: frozenset[str]) -> Iterator[str]:
    """What `said` may have been meant to be, its words replaced by those that one slip of the finger explains."""
    meant = product(*(_meant(word, known) for word in said.split()))
    return (" ".join(words) for words in islice(meant, _MOST))


def _meant(word: str, known: frozenset[str]) -> list[str]:
    if len(word) < _SHORTEST or not word.isalpha():
        return [word]
    near = (one for one in known if len(one) >= _SHORTEST and _slipped(word, one))
    return [word, *sorted(near)]


def _slipped(typed: str, meant: str) -> bool:
    """One letter too many, too few, wrong, or two exchanged. The first is rarely the wrong one."""
    if typed[0] != meant[0] or abs(len(typed) - len(meant)) > 1:
        return False
    at = next(
        (n for n, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), -1
    )
    if at < 0:
        return len(typed) != len(meant)
    rest, due = typed[at:], meant[at:]
    exchanged = rest[:2] == due[1::-1] and rest[2:] == due[2:]
    return exchanged or rest[1:] == due[1:] or rest[1:] == due or rest == due[1:]
