"""The loops that never end: play what has arrived, send what is ready, ring what is due."""

import asyncio
import logging
from collections.abc import Collection

from desk import claiming, outbox, timers
from desk.counter import Counter
from desk.courier import Doors, carry_together
from desk.enduring import enduring
from desk.lanes import Lane, Lanes, Underway
from desk.rota import Rota
from desk.turns import take_together
from models.engine import Busy

log = logging.getLogger(__name__)

#: Addresses that a courier serves at the same time, and seconds between two looks when no bell rings.
AT_ONCE = 16
#: Rounds of sending under way at the same time.
COURIERS = 3
POLL = 0.3
#: Seconds after which a round of sending is late.
PATIENCE = 2.0
SHORTEST = 0.01
TIMER_POLL = 5.0


async def play_arrivals(counter: Counter) -> None:
    """The desk's clerks."""
    rota = Rota()
    while True:
        if not await play_ready(counter, rota):
            await counter.arrived.heard(POLL)


async def play_ready(counter: Counter, rota: Rota) -> bool:
    """One round of turns. Answers whether another one is worth beginning at once."""
    try:
        ready = await rota.next(counter.clock(), claiming.AT_ONCE)
        if not ready:
            return False
        if not await take_together(counter, ready):
            await asyncio.sleep(SHORTEST)  # another process was faster
    except Busy:
        await asyncio.sleep(SHORTEST)
    except Exception as error:  # noqa: BLE001 - the desk goes on, whatever happens to one round
        log.error("a round of turns failed: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
        await asyncio.sleep(POLL)
    return True


async def send_departures(counter: Counter, doors: Doors, *, patience: float = PATIENCE) -> None:
    """The couriers. One whose round is late leaves it to end by itself, and serves the other lanes."""
    lanes = Lanes()
    async with asyncio.TaskGroup() as rounds:
        for _ in range(COURIERS):
            rounds.create_task(_courier(counter, doors, lanes, rounds, patience))


async def _courier(
    counter: Counter, doors: Doors, lanes: Lanes, rounds: asyncio.TaskGroup, patience: float
) -> None:
    while True:
        underway = Underway()
        sending = rounds.create_task(send_ready(counter, doors, lanes.busy(), underway))
        done, _ = await asyncio.wait({sending}, timeout=patience)
        if not done:
            rounds.create_task(_late(sending, lanes, underway))
        elif not sending.result():
            await counter.leaving.heard(await _until_next(counter))


async def _late(sending: asyncio.Task[bool], lanes: Lanes, underway: Underway) -> None:
    with lanes.held(underway.lanes()):
        await sending


async def send_ready(
    counter: Counter,
    doors: Doors,
    besides: Collection[Lane] = (),
    underway: Underway | None = None,
) -> bool:
    """One round of sending. Answers whether another one is worth beginning at once."""
    try:
        ready = await outbox.destinations(counter.clock(), AT_ONCE, besides)
        if not ready:
            return False
        if not await carry_together(counter, doors, ready, underway or Underway()):
            await asyncio.sleep(SHORTEST)  # another courier was faster
    except Busy:
        await asyncio.sleep(SHORTEST)
    except Exception as error:  # noqa: BLE001 - the couriers go on, whatever happens to one round
        log.error("a round of sending failed: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
        await asyncio.sleep(POLL)
    return True


async def _until_next(counter: Counter) -> float:
    """Seconds until something is due to leave, a poll at most."""
    due = None
    with enduring("the look for what is due"):
        due = await outbox.next_due()
    wait = (due - counter.clock()).total_seconds() if due else POLL
    return min(max(wait, SHORTEST), POLL)


async def ring_timers(counter: Counter) -> None:
    """The clock on the wall."""
    while True:
        with enduring("the round of the reminders"):
            await timers.ring(counter)
        await asyncio.sleep(TIMER_POLL)
