"""What was looked at, in what state it is, and what to do about it: the answer of `doctor` and `dns`."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands. Only a problem makes a command fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


#: What a person reads in the place of a state: the words say it all, colour alone never does.
WORDS = {
    State.OK: "bon",
    State.WARNING: "à voir",
    State.PROBLEM: "à réparer",
    State.SKIPPED: "pas regardé",
}
STYLES = {
    State.OK: "green",
    State.WARNING: "yellow",
    State.PROBLEM: "bold red",
    State.SKIPPED: "dim",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list. Both sentences are French, for who keeps the server, and hold no secret."""

    what: str
    state: State
    sentence: str
    cure: str = ""


def good(what: str, sentence: str) -> Finding:
    """It works."""
    return Finding(what, State.OK, sentence)


def warning(what: str, sentence: str, cure: str) -> Finding:
    """It works, and will not always."""
    return Finding(what, State.WARNING, sentence, cure)


def problem(what: str, sentence: str, cure: str) -> Finding:
    """It does not work."""
    return Finding(what, State.PROBLEM, sentence, cure)


def skipped(what: str, sentence: str, cure: str = "") -> Finding:
    """It was not looked at, and why."""
    return Finding(what, State.SKIPPED, sentence, cure)
