"""Every mail waits its turn: at the relay, and at the provider of whoever it is for.

Each process keeps its own paces. [docs/decisions/0013]
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from typing_extensions import override

from desk.door import RELAY, HeldError
from mail_send.answers import SlowDownError, Whom
from mail_send.carrier import Carrier, Posting
from mail_send.pace import Pace
from mail_send.provider import Provider, provider_of

#: Seconds that a mail waits for its turn in the hands of a courier; else it is put back.
PATIENCE = 1.0
#: Seconds after which a mail that was put back asks again, at the latest.
_LATEST = 1800.0
#: Paces that are kept before those that say nothing are forgotten.
_MANY = 1000


@dataclass(slots=True, kw_only=True)
class Traffic(Carrier):
    """Lets mails through to `carrier`. `now` is the clock of the loop, `sleep` that of asyncio."""

    carrier: Carrier
    #: Mails a minute for the relay, whoever they are for.
    per_minute: int
    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _paces: dict[str, Pace] = field(default_factory=dict)
    #: For each provider and priority, when the last mail put back will ask again.
    _queues: dict[tuple[str, int], float] = field(default_factory=dict)

    @override
    async def carry(self, posting: Posting) -> None:
        """Raises `HeldError` besides, for a mail whose turn is not soon."""
        to = provider_of(posting.to)
        now, paces = self.now(), dict(self._both(to))
        slowest = max(paces, key=lambda name: paces[name].wait(now))
        wait = paces[slowest].wait(now)
        if wait > PATIENCE:
            after = self._put_back(to, posting.priority, now, wait)
            why = "slowed" if paces[slowest].is_slow() else "pace"
            by = RELAY if slowest == RELAY else to.name
            raise HeldError(why, timedelta(seconds=after), by)
        # Taken before anything is waited for: nobody else counts on the same turn.
        self._paces |= {name: pace.left(now + wait) for name, pace in paces.items()}
        if wait:
            await self.sleep(wait)
        await self._hand_over(posting, to)

    async def _hand_over(self, posting: Posting, to: Provider) -> None:
        try:
            await self.carrier.carry(posting)
        except SlowDownError as complaint:
            relay = complaint.whom is Whom.RELAY
            name, complaint.by = (RELAY, RELAY) if relay else (_name(to), to.name)
            self._paces[name] = dict(self._both(to))[name].slowed(self.now())
            raise
        self._paces |= {name: pace.taken(self.now()) for name, pace in self._both(to)}

    def _both(self, to: Provider) -> Iterator[tuple[str, Pace]]:
        if len(self._paces) > _MANY:
            self._forget()
        yield RELAY, self._paces.get(RELAY) or Pace.of(self.per_minute)
        yield _name(to), self._paces.get(_name(to)) or Pace.of(to.per_minute)

    def _put_back(self, to: Provider, priority: int, now: float, wait: float) -> float:
        """Behind those that were put back before it; answers do not wait for what we begin."""
        ahead = [self._queues.get((to.name, one), 0.0) for one in range(priority + 1)]
        slowest = min(pace.rate for _, pace in self._both(to))
        at = min(max(now + wait, *ahead) + 1 / slowest, now + max(wait, _LATEST))
        self._queues[to.name, priority] = at
        return at - now

    def _forget(self) -> None:
        now = self.now()
        self._paces = {name: one for name, one in self._paces.items() if not one.is_usual(now)}
        self._queues = {name: until for name, until in self._queues.items() if until > now}


def _name(to: Provider) -> str:
    return f"to {to.name}"
