"""A message from the door to « sent » with ever more live conversations, beside ConversationHandler."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from guichet.bench import crowd
from guichet.bench.handler import talking
from guichet.bench.house import counter_on
from guichet.bench.message import received, sent
from guichet.bench.places import sqlite_place
from guichet.bench.report import Measure, share
from guichet.bench.turns import play, prepared

#: People who speak; the other conversations wait at a question.
SPEAKERS = 100
#: Of which the best counts: somebody else's work on the machine only ever slows.
ROUNDS = 4


class _Speed(NamedTuple):
    per_second: float
    processor_ms: float


async def measure(sizes: tuple[int, ...]) -> list[Measure]:
    """The same words by as many people, at each size: ours, then theirs, which would weigh on our memory."""
    with sqlite_place() as (url, path):
        ours = await _ours(url, sizes)
        theirs = await _theirs(path.parent, sizes)
    return [
        _measure(size, our, their, ours[0])
        for size, our, their in zip(sizes, ours, theirs, strict=True)
    ]


async def _ours(url: str, sizes: tuple[int, ...]) -> list[_Speed]:
    async with counter_on(url) as counter:
        await prepared(counter, SPEAKERS)

        async def answered(nth: int) -> None:
            await received(counter, SPEAKERS, nth)
            await play(counter)
            await sent(counter)

        speeds, here = list[_Speed](), SPEAKERS
        for place, size in enumerate(sizes):
            await crowd.rest(url, crowd.FIRST + here, size - here)
            here = size
            speeds.append(await _best(answered, 1 + place * ROUNDS))
        return speeds


async def _theirs(folder: Path, sizes: tuple[int, ...]) -> list[_Speed]:
    async with talking(folder) as talks:
        speeds, here = list[_Speed](), 0
        for place, size in enumerate(sizes):
            await talks.open(size, already=here)
            here = size
            speeds.append(await _best(lambda nth: talks.hear(SPEAKERS, nth), 1 + place * ROUNDS))
        return speeds


async def _best(work: Callable[[int], Awaitable[None]], first: int) -> _Speed:
    speeds = [await _timed(work, nth) for nth in range(first, first + ROUNDS)]
    return _Speed(max(one.per_second for one in speeds), min(one.processor_ms for one in speeds))


async def _timed(work: Callable[[int], Awaitable[None]], nth: int) -> _Speed:
    begun, spent = perf_counter(), process_time()
    await work(nth)
    took, spent = perf_counter() - begun, process_time() - spent
    return _Speed(SPEAKERS / took, spent / SPEAKERS * 1000)


def _measure(size: int, ours: _Speed, reference: _Speed, fewest: _Speed) -> Measure:
    """`beside_fewest`: our processor time a message, as a share of that with the fewest conversations."""
    return Measure(
        name=f"messages answered sqlite, {size} live conversations",
        reference="ConversationHandler, one pickle flushed at each update",
        figures={
            "per_second": round(ours.per_second),
            "reference_per_second": round(reference.per_second),
            "ratio": share(ours.per_second, reference.per_second),
            "processor_ms": round(ours.processor_ms, 2),
            "reference_processor_ms": round(reference.processor_ms, 2),
            "beside_fewest": share(ours.processor_ms, fewest.processor_ms),
        },
    )
