"""Which measures there are, and how long each takes in a short run, a usual one, a long one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guichet.bench import (
    cost,
    engine,
    imports,
    letters,
    live,
    mails,
    replies,
    soak,
    turns,
    understood,
)
from guichet.bench.crash import full, load
from guichet.bench.crash.measure import at_every_boundary
from guichet.bench.places import answers, postgres_place, sqlite_place
from guichet.bench.report import Measure


class What(StrEnum):
    """What can be measured."""

    ENGINE = "engine"
    TURNS = "turns"
    COST = "cost"
    CROWD = "crowd"
    LIVE = "live"
    REPLIES = "replies"
    LETTERS = "letters"
    MAIL = "mail"
    IMPORT = "import"
    CRASH = "crash"
    SOAK = "soak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of it."""

    seconds: float
    turns: int
    speakers: int
    mails: int
    crowds: tuple[int, ...]
    live: tuple[int, ...]
    processes: tuple[int, ...]
    rates: tuple[int, ...]
    households: int
    #: Of the boundaries at which the desk may die, one in so many; then deaths at random moments.
    boundary: int
    deaths: int
    #: How long the overload lasts.
    minutes: float


#: Messages of the run that is killed at random moments.
DEADLY = 500

SHORT = Size(
    seconds=1,
    turns=64,
    speakers=64,
    mails=64,
    crowds=(100, 1_000),
    live=(100, 1_000),
    processes=(1,),
    rates=(20,),
    households=300,
    boundary=9,
    deaths=1,
    minutes=0.05,
)
USUAL = Size(
    seconds=5,
    turns=1_500,
    speakers=500,
    mails=800,
    crowds=(1_000, 100_000),
    live=(100, 1_000, 10_000),
    processes=(1, 2, 4),
    rates=(20, 100, 300),
    households=5_000,
    boundary=5,
    deaths=12,
    minutes=1,
)
LONG = Size(
    seconds=20,
    turns=3_000,
    speakers=1_000,
    mails=4_000,
    crowds=(1_000, 100_000, 1_000_000),
    live=(100, 1_000, 10_000),
    processes=(1, 2, 4),
    rates=(20, 100, 300),
    households=100_000,
    boundary=1,
    deaths=50,
    minutes=60,
)


async def measures(what: What, size: Size, server: str) -> AsyncIterator[Measure]:
    """One after the other, as they are ready. PostgreSQL takes part where `server` answers."""
    for one in await _KINDS[what](size):
        yield one
    if not server or not await answers(server):
        return
    if what is What.TURNS:
        for processes in size.processes:
            yield await turns.on_postgres(server, size.turns, processes)
    if what is What.CRASH:
        for one in await _crash_on_postgres(size, server):
            yield one
    if what is What.CROWD:
        async with postgres_place(server) as url:
            for one in await turns.in_a_crowd(url, size.crowds, size.speakers):
                yield one


async def _engine(size: Size) -> list[Measure]:
    return engine.measure(size.seconds)


async def _turns(size: Size) -> list[Measure]:
    return await turns.on_sqlite(size.turns)


async def _cost(size: Size) -> list[Measure]:
    return await cost.measure(size.speakers)


async def _crowd(size: Size) -> list[Measure]:
    with sqlite_place() as (url, _):
        return await turns.in_a_crowd(url, size.crowds, size.speakers)


async def _crash(size: Size) -> list[Measure]:
    with sqlite_place() as (url, path):
        told = await at_every_boundary(path.parent, size.boundary)
        told.append(await load.measure(url, path.parent, DEADLY, size.deaths))
    with sqlite_place() as (url, _):
        return [*told, await full.measure(url)]


async def _crash_on_postgres(size: Size, server: str) -> list[Measure]:
    with sqlite_place() as (_, path):
        told = await at_every_boundary(path.parent, size.boundary, server)
        async with postgres_place(server) as url:
            return [*told, await load.measure(url, path.parent, DEADLY, size.deaths)]


async def _live(size: Size) -> list[Measure]:
    return await live.measure(size.live)


async def _replies(size: Size) -> list[Measure]:
    return await replies.measure(size.rates, size.seconds)


async def _letters(size: Size) -> list[Measure]:
    return await letters.measure(size.rates, size.seconds)


async def _mail(size: Size) -> list[Measure]:
    return [*understood.measure(size.seconds), *await mails.measure(size.mails)]


async def _import(size: Size) -> list[Measure]:
    return await imports.imported(size.households)


async def _soak(size: Size) -> list[Measure]:
    return await soak.measure(size.minutes * 60)


_KINDS: Mapping[What, Callable[[Size], Awaitable[list[Measure]]]] = {
    What.ENGINE: _engine,
    What.TURNS: _turns,
    What.COST: _cost,
    What.CROWD: _crowd,
    What.LIVE: _live,
    What.REPLIES: _replies,
    What.LETTERS: _letters,
    What.MAIL: _mail,
    What.IMPORT: _import,
    What.CRASH: _crash,
    What.SOAK: _soak,
}
