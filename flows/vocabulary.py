"""The words a citizen may use, as data: what each choice, repair and request can be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Repair(StrEnum):
    """What mends a conversation at any step, whatever it waits for."""

    MENU = "menu"
    BACK = "retour"
    CORRECT = "corriger"
    CANCEL = "annuler"
    REPEAT = "repeter"


Phrases = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Phrases are stored as `spelling.plain` leaves them. A town may add its own."""

    choices: Mapping[str, Phrases] = field(default_factory=dict)
    repairs: Mapping[Repair, Phrases] = field(default_factory=dict)
    requests: Mapping[str, Phrases] = field(default_factory=dict)
    greetings: Phrases = frozenset()
    thanks: Phrases = frozenset()
    fillers: Phrases = frozenset()
    #: Words after which a yes is no longer one: « oui mais… ».
    doubts: Phrases = frozenset()
    #: Words that turn a yes over (« oui je ne veux plus ») and only strengthen a no.
    negations: Phrases = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    #: « c pas » → « c est pas »: how people shorten, and what they mean.
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    #: Every word of these phrases, so that a slip of the finger is seen.
    words: Phrases = frozenset()
    #: The request that another alphabet makes; empty: none.
    foreign: str = ""
