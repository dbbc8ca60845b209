"""A mail as lines, each with what the writer's program says of it."""

import re
import unicodedata
from enum import StrEnum
from itertools import chain

_LONGEST_FOLDED = 400  # signs of a line that the rules look at; no attribution is longer
_PREFIX = re.compile(r"[ \t]{0,3}(?:>|\|>|&gt;)")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF]) | dict.fromkeys(
    chain(range(0x202A, 0x202F), range(0x2066, 0x206A))
)
_SPACES = dict.fromkeys([0xA0, 0x2007, 0x202F, 0x3000], " ")
_UNSEEN = _INVISIBLE | _SPACES
_PLAIN = (
    _UNSEEN
    | dict.fromkeys(range(0x300, 0x370))  # combining accents
    | dict.fromkeys([0x2018, 0x2019, 0x2BC, 0xB4, 0x60], "'")
    | dict.fromkeys([0xAB, 0xBB, 0x201C, 0x201D], '"')
    | dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2500, 0x2501], "-")
    | {0xFF1A: ":", 0x153: "oe", 0x152: "oe"}
    # Letters that no normal form takes apart, and the digits of Arabic and Persian.
    | {0x142: "l", 0x141: "l", 0xF8: "o", 0xD8: "o", 0x111: "d", 0x110: "d", 0x131: "i", 0xDF: "ss"}
    | {first + digit: str(digit) for first in (0x660, 0x6F0) for digit in range(10)}
)


class Mark(StrEnum):
    """Whose words a line holds, as far as the program that sent it tells."""

    SAID = "said"
    PERHAPS = "perhaps"  # indented: a quote if something introduces one
    QUOTED = "quoted"
    BELOW = "below"  # under a repeated header: quoted, unless it stands below our own last line
    TYPED = "typed"  # under a repeated header, and yet the program says that its user typed it
    COLOURED = "coloured"  # under a repeated header, in a colour that people answer in
    INTRO = "introduction"  # "Le … a écrit :"
    SIGNED = "signature"


class Line:
    """One line without its quote signs, as written and, when a rule asks, as rules compare it."""

    __slots__ = ("folded", "mark", "text")
    folded: str

    def __init__(self, text: str, mark: Mark) -> None:
        self.text = text
        self.mark = mark

    def __getattr__(self, name: str) -> str:
        """`folded`, the first time that it is asked: most lines are quoted, and never are."""
        if name != "folded":
            raise AttributeError(name)
        self.folded = fold(self.text)
        return self.folded


def line(text: str, mark: Mark = Mark.SAID) -> Line:
    """A line with its invisible signs removed; quote signs at its head are a mark."""
    if not text.isprintable():  # none of those that are not seen is
        text = text.translate(_UNSEEN)
    if mark is Mark.SAID and _PREFIX.match(text):
        text, mark = text.lstrip("> \t|"), Mark.QUOTED
    return Line(text.rstrip(), mark)


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text."""
    return [line(one) for one in text.split("\n")]


class _Plain(dict[int, str | int | None]):
    """What each sign becomes; the rare ones are asked every time, so that no mail fills the table."""

    def __missing__(self, code: int) -> str:
        return _spelled(code)


def _spelled(code: int) -> str:
    """One sign taken apart, without its accents."""
    apart = unicodedata.normalize("NFKD", chr(code)) if code not in _PLAIN else chr(code)
    return apart.translate(_PLAIN)


_FOLDING = _Plain({code: _spelled(code) for code in range(0x600)})


def fold(text: str) -> str:
    """Lower case, no accents, plain spaces, quotes and dashes: one spelling for every state."""
    text = text[:_LONGEST_FOLDED]
    if not text.isascii():
        text = text.translate(_FOLDING)
    return " ".join(text.lower().split())
