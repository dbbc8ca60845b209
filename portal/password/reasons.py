"""Why a password is refused, and what would help: the last part of the key of a sentence."""

from enum import StrEnum, auto


class Reason(StrEnum):
    """In the order a citizen reads them; `password.reason.<value>` is the sentence."""

    # What the rule asks, exactly.
    TOO_SHORT = auto()
    TOO_LONG = auto()
    NO_LOWERCASE = auto()
    NO_DIGIT = auto()
    HAS_CONTROL = auto()
    # What was typed is more, or something else, than a password.
    NOT_ALONE = auto()
    A_QUESTION = auto()

    # What somebody who knows the citizen, or the French, tries first.
    HOLDS_NAME = auto()
    HOLDS_TOWN = auto()
    HOLDS_LOGIN = auto()
    HOLDS_BIRTH_YEAR = auto()
    COMMON_WORD = auto()
    MONTH_OR_DAY = auto()
    KEYBOARD_WALK = auto()
    SEQUENCE = auto()
    REPEATED_CHARACTER = auto()
    REPEATED_WORD = auto()
    YEAR = auto()
    DATE = auto()
    TOP_TEN = auto()
    TOP_HUNDRED = auto()
    VERY_COMMON = auto()
    LIKE_COMMON = auto()
    LONE_WORD = auto()
    LONE_NAME = auto()
    COMMON_NAME = auto()
    EASILY_GUESSED = auto()

    # What does not help, and what does.
    CAPITAL_FIRST = auto()
    ALL_CAPITALS = auto()
    REVERSED_WORD = auto()
    SUBSTITUTION = auto()
    OWN_YEAR = auto()
    OWN_DATE = auto()
    FEW_WORDS = auto()
    ADD_WORDS = auto()


#: `Reason` in the order a citizen reads them.
ORDER = {reason: place for place, reason in enumerate(Reason)}
