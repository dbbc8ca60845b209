"""The town's floor for a password, and which parts of it one breaks."""

import math
import re
import unicodedata
from dataclasses import dataclass

from portal.password.reasons import Reason

#: Characters; over it nothing more is gained [DOMAIN.md 3].
MAX_LENGTH = 128

#: Code points. NFKC composes at most a few into one, so anything over is over MAX_LENGTH too;
#: and normalising a hostile text is quadratic.
MAX_RAW = 1024

#: Controls, halves of a pair, line and paragraph separators, and characters that do not show
#: (no-break of width zero, direction marks): what a citizen cannot see, she cannot type again.
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp", "Cf"})

#: They shape Arabic, Indian scripts and emoji: seen, if not by themselves.
JOINERS = frozenset("\u200c\u200d")

#: « Mon mot de passe est … »: kept whole, it would open with the whole sentence only.
_INTRODUCED = re.compile(
    r"(?:(?:voici|alors|bonjour|mon|le|nouveau)\W+){0,4}(?:mot\s+de\s+passe|mdp)\s*"
    r"(?:[:=]|(?:est|sera|c\W?est|c)\b)",
    re.IGNORECASE,
)
#: « C'est quoi un mot de passe fort ? », written where a password is awaited.
_ASKED = re.compile(
    r"(?:c\W?est\s+quoi|c\s+quoi|qu\W?est\W+ce|est\W+ce\W+qu|comment|pourquoi|quel(?:le)?s?|combien)\b.*\?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """The floor (characters), and the least strength (0 to 4, as zxcvbn scores)."""

    min_length: int = 8
    min_lowercase: int = 1
    min_digits: int = 1
    min_score: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.min_length <= MAX_LENGTH:
            raise ValueError(f"min_length must be 1 to {MAX_LENGTH} characters.")
        if min(self.min_lowercase, self.min_digits) < 0:
            raise ValueError("min_lowercase and min_digits must be 0 or more.")
        if self.min_lowercase + self.min_digits > MAX_LENGTH:
            raise ValueError(f"A password has at most {MAX_LENGTH} characters.")
        if not 0 <= self.min_score <= 4:
            raise ValueError("min_score must be 0 to 4.")


def normalised(password: str) -> str:
    """NFKC, without the spaces around, which chats and pastes add; never cut. [DOMAIN.md 3]"""
    if len(password) > MAX_RAW:
        return password
    return unicodedata.normalize("NFKC", password).strip()


def broken(password: str, rules: PasswordRules) -> tuple[Reason, ...]:
    """Which parts of the rule `password` breaks, in the order of reading; () means none."""
    if len(password) > MAX_RAW:
        return (Reason.TOO_LONG,)
    text = normalised(password)
    failed = {
        Reason.TOO_SHORT: len(text) < rules.min_length,
        Reason.TOO_LONG: len(text) > MAX_LENGTH,
        Reason.NO_LOWERCASE: sum(map(str.islower, text)) < rules.min_lowercase,
        Reason.NO_DIGIT: sum(map(str.isdecimal, text)) < rules.min_digits,
        Reason.HAS_CONTROL: any(map(_unseen, text)),
        Reason.NOT_ALONE: _INTRODUCED.match(text) is not None,
        Reason.A_QUESTION: text.count(" ") > 1 and _ASKED.match(text) is not None,
    }
    return tuple(reason for reason, fails in failed.items() if fails)


def bits(rules: PasswordRules) -> float:
    """The strength of the floor alone, in bits: the alphabets it demands, to its length.

    The CNIL asks for 50 with throttling, 80 without (délibération 2022-100).
    """
    alphabet = 26 * (rules.min_lowercase > 0) + 10 * (rules.min_digits > 0)
    return rules.min_length * math.log2(alphabet or 10)


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN and char not in JOINERS
