"""How fast each provider of mailboxes takes mails from a sender that it does not know well, prudently."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk import providers


@dataclass(frozen=True, slots=True)
class Provider:
    """`per_minute`: mails that it takes."""

    name: str
    per_minute: int


_PER_MINUTE: Mapping[str, int] = {
    "orange": 60,
    "free": 60,
    "sfr": 60,
    "laposte": 60,
    "bouygues": 60,
    "google": 300,
    "microsoft": 120,
    "yahoo": 120,
    "apple": 120,
}
#: Of whoever is not above: each domain for itself.
_UNKNOWN = 120


def provider_of(address: str) -> Provider:
    """The provider of that mailbox."""
    name = providers.provider_of(address)
    return Provider(name, _PER_MINUTE.get(name, _UNKNOWN))
