"""What the journal keeps of a turn: safe to read by construction, for a note holds no free words."""

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """What kind of thing happened in the conversation."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    STALE = "stale"
    REPAIR = "repair"
    REQUEST = "request"
    EFFECT = "effect"
    SECRET = "secret"  # noqa: S105 - a kind of note, not a password
    MISPLACED = "misplaced"
    REMINDED = "reminded"
    HAPPENED = "happened"
    PROOF = "proof"
    ENDED = "ended"
    MOVED = "moved"
    TROUBLE = "trouble"
    DELIVERY = "delivery"
    AUTOMATIC = "automatic"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the journal. `detail` is a choice key, an outcome or a repair; `length` counts free words."""

    kind: NoteKind
    flow: str = ""
    step: str = ""
    detail: str = ""
    length: int | None = None
