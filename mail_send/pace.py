"""How fast one receiver is written to: slower at once when it complains, then faster little by little.

Instants and waits are seconds of one clock, whose zero means nothing.
"""

from dataclasses import dataclass, replace
from typing import Self

#: Mails that may leave together after a quiet moment.
BURST = 5
#: Mails a second below which nothing slows any more: one a minute.
SLOWEST = 1 / 60
#: Seconds of silence after a complaint; twice as many after each that follows, up to the longest.
FIRST_HOLD, LONGEST_HOLD = 30.0, 600.0
#: Mails taken in peace from a stop to the full pace.
RECOVERY = 50


@dataclass(frozen=True, slots=True)
class Pace:
    """`most` and `rate` are mails a second; the first is what it never exceeds."""

    most: float
    rate: float
    free_at: float = 0.0
    held_until: float = 0.0
    complaints: int = 0

    @classmethod
    def of(cls, per_minute: int) -> Self:
        """The full pace."""
        return cls(most=per_minute / 60, rate=per_minute / 60)

    def wait(self, now: float) -> float:
        """How long the next mail waits."""
        return max(self.free_at - self.slack(), self.held_until, now) - now

    def left(self, at: float) -> Self:
        """A mail leaves then."""
        return replace(self, free_at=max(self.free_at, at) + 1 / self.rate)

    def taken(self, now: float) -> Self:
        """A mail was taken in peace. One that left before the last complaint says nothing."""
        if now < self.held_until:
            return self
        rate = min(self.most, self.rate + self.most / RECOVERY)
        return replace(self, rate=rate, complaints=0)

    def slowed(self, now: float) -> Self:
        """The receiver complains. Mails already on their way complain with it: that is one complaint."""
        if now < self.held_until:
            return self
        held = now + min(FIRST_HOLD * 2**self.complaints, LONGEST_HOLD)
        slow = replace(
            self,
            rate=max(self.rate / 2, min(SLOWEST, self.most)),
            held_until=held,
            complaints=min(self.complaints + 1, RECOVERY),
        )
        # One at a time afterwards: no burst was saved up meanwhile.
        return replace(slow, free_at=held + slow.slack())

    def is_slow(self) -> bool:
        """Whether a complaint still weighs on it."""
        return self.rate < self.most

    def is_usual(self, now: float) -> bool:
        """Whether nothing need be remembered: a new one would say the same."""
        return self.rate == self.most and self.free_at <= now and self.held_until <= now

    def slack(self) -> float:
        """How far ahead of its turn a mail may leave."""
        return (BURST - 1) / self.rate
