"""Words, months and keyboard walks that the French type before anything else."""

from functools import cache
from importlib.resources import files

from portal.password.known import folded
from portal.password.reasons import Reason

#: Rows and columns of the azerty keyboard, shifted digits included, and of the qwerty one.
ROWS = (
    "azertyuiop",
    "qsdfghjklmù",
    "wxcvbn,;:!",
    "&é\"'(-è_çà)=",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1a2z3e4r5t6y7u8i9o0p",
    "a1z2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "147258369",
    "741852963",
)
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "01234567890")
MONTHS_AND_DAYS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"),
    *("octobre", "novembre", "decembre", "printemps", "ete", "automne", "hiver"),
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)

#: Guesses, in bits, that one such piece costs somebody who tries such pieces.
COMMON, LISTED, MONTH, WALK, SEQUENCE = 7.0, 10.0, 4.0, 6.0, 4.0


@cache
def patterns() -> dict[str, tuple[float, Reason]]:
    """Every folded piece, its cost in bits, and what to call it."""
    found = dict.fromkeys(listed("ready_words.txt"), (LISTED, Reason.COMMON_WORD))
    found |= dict.fromkeys(listed("common_words.txt"), (COMMON, Reason.COMMON_WORD))
    found |= dict.fromkeys(MONTHS_AND_DAYS, (MONTH, Reason.MONTH_OR_DAY))
    for row in ROWS:
        found |= dict.fromkeys(_runs(folded(row), 4), (WALK, Reason.KEYBOARD_WALK))
    for row in SEQUENCES:
        found |= dict.fromkeys(_runs(row, 3), (SEQUENCE, Reason.SEQUENCE))
    return found


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of one of our lists, one a line."""
    return tuple(files("portal.password").joinpath(name).read_text("utf-8").split())


def _runs(row: str, least: int) -> set[str]:
    return {
        run
        for start in range(len(row))
        for end in range(start + least, len(row) + 1)
        for run in (row[start:end], row[start:end][::-1])
    }
