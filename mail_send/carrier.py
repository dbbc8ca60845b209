"""Who takes a composed mail from there: a relay, or a folder in its place."""

from email.message import EmailMessage
from typing import Protocol


class Carrier(Protocol):
    """Takes one mail for one recipient. Both addresses are in ASCII."""

    async def carry(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand it over. Raises `DelayedError` or `RefusedError`."""
