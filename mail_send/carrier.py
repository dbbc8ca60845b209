"""Who takes a composed mail from there: a relay, or a folder in its place."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One mail for one recipient, byte for byte as it leaves. Both addresses are in ASCII."""

    raw: bytes = field(repr=False)
    #: The Message-ID without its brackets: a mail that is sent again has the same.
    message_id: str
    sender: str
    to: str
    #: 0 answers, 1 recalls, 2 begins.
    priority: int = 0


class Carrier(Protocol):
    """Takes a mail."""

    async def carry(self, posting: Posting) -> None:
        """Hand it over. Raises `DelayedError` or `RefusedError`."""
