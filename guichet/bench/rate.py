"""So many a second, each at its hour, whatever became of the earlier ones; and how long each took."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from guichet.bench.report import Figures, quantile


async def at_rate(rate: int, seconds: float, one: Callable[[int], Awaitable[None]]) -> Figures:
    """Waits are counted from the hour at which each was due: a queue is part of them."""
    waits: list[float] = []
    begun = perf_counter()

    async def timed(number: int) -> None:
        due = begun + number / rate
        await asyncio.sleep(max(due - perf_counter(), 0))
        await one(number)
        waits.append(perf_counter() - due)

    async with asyncio.TaskGroup() as tasks:
        for number in range(int(rate * seconds)):
            tasks.create_task(timed(number))
    took = perf_counter() - begun
    return {
        "asked_per_second": rate,
        "answered_per_second": round(len(waits) / took, 1),
        "median_ms": round(quantile(waits, 0.5) * 1000, 1),
        "p99_ms": round(quantile(waits, 0.99) * 1000, 1),
        "replies": len(waits),
    }
