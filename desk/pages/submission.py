"""What a citizen types into the form of a one-time page, and what is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.link import Purpose
from portal.password import PasswordRules


class Field(StrEnum):
    """A field of the form, in the order of the page."""

    TEMPORARY = "temporary"
    LOGIN = "login"
    PASSWORD = "password"  # noqa: S105 - the name of a field
    CONFIRMATION = "confirmation"


class FaultKind(StrEnum):
    """What is wrong with a field. RULES says which in `reasons`, BLOCKED until when in `until`."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    TAKEN = "taken"
    RULES = "rules"
    DIFFERENT = "different"
    WRONG = "wrong"
    BLOCKED = "blocked"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One field that was refused. `reasons` end the keys `password.reason.…`."""

    field: Field
    kind: FaultKind
    reasons: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What to ask. `signed` comes back with what was typed."""

    signed: str
    purpose: Purpose
    login: str
    asks_temporary: bool
    #: Login and present password, for a conversation that has no citizen yet.
    signs_in: bool = False
    rules: PasswordRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came back. The secrets in it go no further than the judge and the hash."""

    signed: str
    login: str = ""
    temporary: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    confirmation: str = field(default="", repr=False)


class Submitted(StrEnum):
    """LATE: the form is older than a quarter of an hour. CLOSED: the link is not good any more."""

    DONE = "done"
    REFUSED = "refused"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The answer. `ready` is a password to offer in the place of one too easily guessed: shown, never kept."""

    outcome: Submitted
    faults: tuple[Fault, ...] = ()
    form: Form | None = None
    login: str = ""
    ready: str = field(default="", repr=False)
    #: The token of the page that comes next, if one does.
    next: str = ""
    #: For the cookie of whoever has just chosen a password: it was a sign-in.
    session: str = field(default="", repr=False)
