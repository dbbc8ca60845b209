"""The loops that never end: play what has arrived, send what is ready, ring what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from desk import inbox, outbox, timers
from desk.counter import Counter
from desk.courier import Doors, carry
from desk.turns import take

log = logging.getLogger(__name__)

#: Addresses served at the same time, and seconds between two looks when no bell rings.
AT_ONCE = 8
POLL = 0.3
SHORTEST = 0.01
TIMER_POLL = 5.0


async def play_arrivals(counter: Counter) -> None:
    """The desk's clerks."""
    while True:
        ready = await inbox.addresses_ready(counter.clock(), AT_ONCE)
        played = await _each(ready, lambda address: take(counter, address))
        if not played:
            await counter.arrived.heard(POLL)


async def send_departures(counter: Counter, doors: Doors) -> None:
    """The couriers."""
    while True:
        ready = await outbox.destinations(counter.clock(), AT_ONCE)
        sent = await _each(ready, lambda address: carry(counter, doors, address))
        if not sent:
            await counter.leaving.heard(await _until_next(counter))


async def _until_next(counter: Counter) -> float:
    """Seconds until something is due to leave, a poll at most."""
    due = await outbox.next_due()
    wait = (due - counter.clock()).total_seconds() if due else POLL
    return min(max(wait, SHORTEST), POLL)


async def ring_timers(counter: Counter) -> None:
    """The clock on the wall."""
    while True:
        await timers.ring(counter)
        await asyncio.sleep(TIMER_POLL)


async def _each(addresses: list[int], serve: Callable[[int], Awaitable[int]]) -> int:
    """Serve them at the same time; one that fails leaves the others be."""
    results = await asyncio.gather(*(serve(one) for one in addresses), return_exceptions=True)
    for result in results:
        if isinstance(result, asyncio.CancelledError):
            raise result
        if isinstance(result, BaseException):
            log.error("an address could not be served: %s", type(result).__name__)
    return sum(result for result in results if isinstance(result, int))
