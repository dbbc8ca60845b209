"""A town's slow or silent channel holds up no other: its lane is left to those who wait there."""

from collections import Counter as Count
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flows.here import Channel
from models.conversation import Address

#: A town's bot, or the mail of a town.
Lane = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Underway:
    """What one round is sending now, by lane."""

    _sending: Count[Lane] = field(default_factory=Count)

    @contextmanager
    def sending(self, address: Address) -> Iterator[None]:
        """While one address is served."""
        lane = (address.town, Channel(address.channel).value)
        self._sending[lane] += 1
        try:
            yield
        finally:
            self._sending[lane] -= 1

    def lanes(self) -> frozenset[Lane]:
        """Where something is still on its way."""
        return frozenset(+self._sending)


class Lanes:
    """Those that a late round is still waiting in: other rounds begin nothing there."""

    def __init__(self) -> None:
        self._held: Count[Lane] = Count()

    @contextmanager
    def held(self, late: Collection[Lane]) -> Iterator[None]:
        """As long as the late round lasts."""
        self._held.update(late)
        try:
            yield
        finally:
            self._held.subtract(late)

    def busy(self) -> frozenset[Lane]:
        """What to leave alone."""
        return frozenset(+self._held)
