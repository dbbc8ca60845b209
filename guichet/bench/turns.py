"""Durable turns: from the inbox to the commit of session, outbox and journal."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from time import perf_counter, process_time

from desk.counter import Counter
from desk.rota import Rota
from desk.working import play_ready
from guichet.bench import bare, crowd
from guichet.bench.house import counter_on
from guichet.bench.message import sent
from guichet.bench.places import postgres_place, sqlite_place
from guichet.bench.report import Measure, share

#: Each speaker says one message in each, after a first one that opens the conversation.
ROUNDS = (1, 2, 3)


async def play(counter: Counter) -> None:
    """Everything that waits."""
    rota = Rota()
    while await play_ready(counter, rota):
        pass


async def prepared(counter: Counter, how_many: int) -> list[int]:
    """Conversations under way, nothing left to play or to send."""
    addresses = await crowd.speakers(how_many)
    await crowd.say(addresses, [0])
    await play(counter)
    await sent(counter)
    return addresses


async def on_sqlite(how_many: int) -> list[Measure]:
    """One process, synchronous=FULL, beside the standard library's driver."""
    beside = "sqlite3, one commit a turn"
    with sqlite_place() as (url, path):
        async with counter_on(url) as counter:
            addresses, paces = await prepared(counter, how_many), []
            for one in ROUNDS:
                bare_path = path.with_name(f"bare{one}.db")
                theirs = await asyncio.to_thread(bare.sqlite_turns, bare_path, how_many)
                # One message each: several of one address would share their turn.
                await crowd.say(addresses, [one])
                begun = perf_counter()
                await play(counter)
                paces.append((how_many / (perf_counter() - begun), theirs))
                await sent(counter)
    return [_best("turns sqlite, 1 process", paces, beside)]


async def on_postgres(server: str, how_many: int, processes: int) -> Measure:
    """So many processes, beside asyncpg with as many connections."""
    name = f"turns postgresql, {processes} process" + "es" * (processes > 1)
    beside = f"asyncpg, one commit a turn, {processes} at once"
    async with postgres_place(server) as url, counter_on(url) as counter:
        addresses, paces = await prepared(counter, how_many), []
        workers = [await _worker(url) for _ in range(processes)]
        for one in ROUNDS:
            theirs = await bare.postgres_turns(url, how_many, processes)
            await crowd.say(addresses, [one])
            paces.append((how_many / await _together(workers), theirs))
            await sent(counter)
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.close()
            await worker.wait()
    return _best(name, paces, beside)


def _best(name: str, paces: Sequence[tuple[float, float]], beside: str) -> Measure:
    """The best round of each: theirs and ours take turns, and somebody else's work only ever slows."""
    return _measure(name, max(ours for ours, _ in paces), max(bare for _, bare in paces), beside)


async def _together(workers: Sequence[asyncio.subprocess.Process]) -> float:
    """Seconds that they take to play it all, from one word to the last « done »."""
    for worker in workers:
        await _hear(worker, b"ready\n")
    begun = perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
    for worker in workers:
        await _hear(worker, b"done\n")
    return perf_counter() - begun


async def _worker(url: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "guichet.bench.worker", url)
    return await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)


async def _hear(worker: asyncio.subprocess.Process, word: bytes) -> None:
    assert worker.stdout is not None
    assert await worker.stdout.readline() == word, "a worker of the measure stopped"


async def in_a_crowd(url: str, sizes: tuple[int, ...], how_many: int) -> list[Measure]:
    """The same turn with ever more conversations at rest in the tables, beside the fewest."""
    measures: list[Measure] = []
    kind = url.partition("://")[0]
    async with counter_on(url) as counter:
        addresses = await prepared(counter, how_many)
        here, first = 0, 0.0
        for place, size in enumerate(sizes, start=1):
            await crowd.rest(url, crowd.FIRST + here, size - here)
            here = size
            speed, spent = 0.0, inf
            for one in ROUNDS:
                await crowd.say(addresses, [10 * place + one])
                begun, worked = perf_counter(), process_time()
                await play(counter)
                # The best of three: somebody else's work on the machine only ever slows.
                speed = max(speed, how_many / (perf_counter() - begun))
                spent = min(spent, (process_time() - worked) / how_many * 1000)
            first = first or speed
            beside = f"{sizes[0]} conversations"
            told = _measure(f"turns {kind}, {size} conversations", speed, first, beside)
            figures = {**told.figures, "processor_ms": round(spent, 2)}
            measures.append(replace(told, figures=figures))
    return measures


def _measure(name: str, ours: float, reference: float, beside: str) -> Measure:
    figures = {
        "per_second": round(ours),
        "reference_per_second": round(reference),
        "ratio": share(ours, reference),
    }
    return Measure(name=name, figures=figures, reference=beside)
