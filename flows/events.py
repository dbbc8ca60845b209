"""All that can happen to a conversation. A closed union: a new event is a type error until it is handled."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.here import Here
from flows.message import Facts


class Carries(StrEnum):
    """What came instead of words, or around them."""

    WORDS = "words"
    PICTURE = "picture"
    VOICE = "voice"
    STICKER = "sticker"
    FILE = "file"
    SEALED = "sealed"  # encrypted: only its reader could open it
    EDIT = "edit"
    OTHER = "other"


class Unkept(StrEnum):
    """Why a file was not kept, where files are wanted."""

    KIND = "kind"
    SIZE = "size"
    EMPTY = "empty"
    MANY = "many"
    TODAY = "today"
    MISSED = "missed"  # the channel did not give it


class Verdict(StrEnum):
    """What became of a secret that the citizen typed."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    GUESSABLE = "guessable"
    WRONG = "wrong"
    BLOCKED = "blocked"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened. `at` is aware, UTC: the only clock that a flow has."""

    at: datetime
    here: Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """The citizen wrote. `turn` is the question answered, when the channel can tell (a mail reply)."""

    text: str
    turn: int | None = None
    carries: Carries = Carries.WORDS
    #: Files that came where the question wants some: the numbers of those kept aside, and why others were not.
    papers: tuple[int, ...] = ()
    unkept: tuple[Unkept, ...] = ()
    #: Files came with the words; where the question wants none, nothing of them was kept.
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked(Event):
    """The citizen pressed a button of the question number `turn`."""

    key: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretJudged(Event):
    """A secret was typed and judged elsewhere: only the verdict comes in. `reasons` are word keys."""

    verdict: Verdict
    turn: int
    reasons: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretMisplaced(Event):
    """A secret was typed where it must not be: it was not kept, and counts as burned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Event):
    """Nobody answered the question `turn` since it was really sent. `nth` starts at 1."""

    turn: int
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """The account moved elsewhere: on a page, by another chat, by the town."""

    what: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Began(Event):
    """We begin: start this flow (an invitation, say) in a conversation that waits for nothing."""

    flow: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubled(Event):
    """Our own failure: a message could not be handled. Apologise, stay where we were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Event):
    """The effect of the last sprint was carried out. `outcome` is one of those its effect declares."""

    outcome: str
    facts: Facts = field(default_factory=dict)


Inbound = (
    Said | Picked | SecretJudged | SecretMisplaced | Silence | Happened | Began | Troubled | Done
)
