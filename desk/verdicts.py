"""What a mail may do, by what it proves: the one table, explained in docs/decisions/0017.

Whatever it proves, answers go to the address on file; nothing personal goes to any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from desk.received import Heard, Misplaced, Pressed
from flows.here import Level


class Token(StrEnum):
    """The reply token of a mail."""

    OWN = auto()  # live, and sent to the very address that writes
    LENT = auto()  # live, but sent to another address
    NONE = auto()  # none, or expired, or forged


class Domain(StrEnum):
    """What the sender's domain says of the mail."""

    VOUCHES = auto()  # an aligned DMARC or DKIM pass
    SILENT = auto()
    DISAVOWS = auto()  # DMARC fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """`continues`: the question that the token names is answered. `asks`: the address on file is asked."""

    level: Level = Level.PUBLIC
    continues: bool = False
    asks: bool = False


_PUBLIC = Allowed()
_ASKS = Allowed(asks=True)
TABLE: Mapping[tuple[Token, Domain], Allowed] = {
    (Token.OWN, Domain.VOUCHES): Allowed(level=Level.CHANGE, continues=True),
    (Token.OWN, Domain.SILENT): Allowed(level=Level.READ, continues=True),
    (Token.OWN, Domain.DISAVOWS): _PUBLIC,
    (Token.LENT, Domain.VOUCHES): _ASKS,
    (Token.LENT, Domain.SILENT): _ASKS,
    (Token.LENT, Domain.DISAVOWS): _PUBLIC,
    (Token.NONE, Domain.VOUCHES): _PUBLIC,
    (Token.NONE, Domain.SILENT): _PUBLIC,
    (Token.NONE, Domain.DISAVOWS): _PUBLIC,
}


def allowed(token: Token, what: Heard | Misplaced | Pressed) -> Allowed:
    """What that mail may do."""
    return TABLE[token, _domain(what)]


def _domain(what: Heard | Misplaced | Pressed) -> Domain:
    # Of a misplaced secret only the verdict was kept; of a choice on a page no domain says anything.
    if not isinstance(what, Heard):
        return Domain.SILENT
    if what.disavowed:
        return Domain.DISAVOWS
    return Domain.VOUCHES if what.aligned else Domain.SILENT
