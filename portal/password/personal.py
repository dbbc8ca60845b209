"""Our own estimate: how soon somebody who knows the citizen, and French habits, would guess.

zxcvbn gives « Jeanne.Martin1984 » its best mark; this cuts the password into the cheapest pieces
(a name, a common word, a year, a walk on the keyboard, single characters) and adds their bits.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.password.known import Known, folded
from portal.password.patterns import patterns
from portal.password.reasons import ORDER, Reason
from portal.password.rules import MAX_LENGTH

#: Bits. A free character counts as in zxcvbn; a sign between words is the first thing tried.
FREE, SIGN, OWN, YEAR, DATE, REPEAT, LEET = math.log2(10), 1.5, 2.0, 6.0, 11.0, 4.0, 1.0

#: zxcvbn's marks 1 to 4 begin at 10^3, 10^6, 10^8 and 10^10 guesses.
MARKS = tuple(math.log2(10**power) for power in (3, 6, 8, 10))

#: « J3@nne », read both ways where a sign has two.
LEET_READINGS = (str.maketrans("01345789@$!", "oieastbgasi"), str.maketrans("01!", "oll"))

DIGITS = (
    (re.compile(r"(?:19\d\d|20[0-5]\d)"), YEAR, Reason.YEAR),
    (re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d"), DATE, Reason.DATE),
)
REPEATED = re.compile(r"(.)\1{2,}")

Piece = tuple[int, float, Reason | None]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bits, zxcvbn's mark for as many (0 to 4), and what the cheapest cutting found."""

    bits: float
    strength: int
    reasons: tuple[Reason, ...]


def estimate(password: str, known: Known) -> Estimate:
    """The cheapest way to write `password`; only the first 128 characters are read."""
    text = folded(password[:MAX_LENGTH])[:MAX_LENGTH]
    best: list[tuple[float, frozenset[Reason]]] = [(0.0, frozenset())]
    best += [(math.inf, frozenset())] * len(text)
    for start, pieces in enumerate(_pieces(text, known)):
        bits, reasons = best[start]
        for length, cost, reason in pieces:
            if bits + cost < best[start + length][0]:
                more = reasons if reason is None else reasons | {reason}
                best[start + length] = (bits + cost, more)
    bits, reasons = best[-1]
    strength = sum(bits >= mark for mark in MARKS)
    return Estimate(bits, strength, tuple(sorted(reasons, key=ORDER.__getitem__)))


def _pieces(text: str, known: Known) -> Iterator[list[Piece]]:
    """For each place in `text`, what may begin there."""
    words = patterns() | {word: (OWN, reason) for word, reason in known.words().items()}
    readings = [(text, 0.0), *((text.translate(table), LEET) for table in LEET_READINGS)]
    longest = max(map(len, words))
    for start, char in enumerate(text):
        pieces: list[Piece] = [(1, FREE if char.isalnum() else SIGN, None)]
        for reading, extra in readings:
            pieces += _words_at(reading[start : start + longest], words, extra)
        pieces += _digits_at(text, start, known)
        if run := REPEATED.match(text, start):
            pieces.append((len(run[0]), REPEAT, Reason.REPEATED_CHARACTER))
        yield pieces


def _words_at(
    text: str, words: Mapping[str, tuple[float, Reason]], extra: float
) -> Iterator[Piece]:
    for length in range(3, len(text) + 1):
        if found := words.get(text[:length]):
            cost, reason = found
            yield length, cost + extra, reason


def _digits_at(text: str, start: int, known: Known) -> Iterator[Piece]:
    for year in known.birth_years:
        for written in (f"{year:04}", f"{year % 100:02}"):
            if text.startswith(written, start):
                yield len(written), OWN, Reason.HOLDS_BIRTH_YEAR
    for pattern, cost, reason in DIGITS:
        if found := pattern.match(text, start):
            yield len(found[0]), cost, reason
