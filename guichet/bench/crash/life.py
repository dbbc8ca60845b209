"""One life of the desk in a scene: what arrives is received, played and answered, until the end or death."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tortoise import Tortoise

from desk.counter import Counter
from desk.reception import receive
from desk.rota import Rota
from desk.waves.releasing import release_due
from desk.working import play_ready, send_ready
from guichet.bench.crash.doors import doors
from guichet.bench.crash.facts import Facts, facts, stored, waiting
from guichet.bench.crash.fate import Fate
from guichet.bench.crash.place import Place
from guichet.bench.crash.scenes import SECRET, Said, Scene, queue_everyone, received
from guichet.bench.turns import play
from models.database import bring_up_to_date, configuration

#: What arrives, under its number.
Arrival = tuple[int, Said]
_ENGINES = "guichet.bench.crash"
#: Minutes let pass, one after the other, before what still waits is believed lost for ever.
_MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """A life that came to its end: what it leaves, and how many boundaries it passed.

    `waits` counts what was never played or sent; `betrayed` tells a secret in some row.
    """

    facts: Facts
    passed: int
    waits: int
    betrayed: bool


class _Hour:
    """A clock that stands still until the desk has nothing more to do."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def prepare(scene: Scene, counter: Counter, url: str, now: datetime) -> list[Arrival]:
    """Make the past of a scene, in a new database; what arrives then, each under its number."""
    await bring_up_to_date(url)
    async with _opened(url, Fate()):
        return list(enumerate(await scene(replace(counter, clock=_Hour(now)))))


@dataclass(frozen=True, slots=True)
class Life:
    """What is lived, once or again. `each_played`: before the next one arrives. `invites`: by a wave."""

    arrivals: Sequence[Arrival]
    house: Counter
    each_played: bool = False
    invites: bool = False

    def __call__(self, place: Place, now: datetime, fate: Fate) -> Ended:
        """From what was not yet acknowledged to the end, or to death. Runs a loop of its own."""
        return asyncio.run(self._lived(place, _Hour(now), fate))

    async def _lived(self, place: Place, hour: "_Hour", fate: Fate) -> Ended:
        counter = replace(self.house, clock=hour)
        async with _opened(place.url, fate):
            await self._hear(counter, place, fate)
            if self.invites:
                await queue_everyone(counter)
            await self._work(counter, place, hour, fate)
            passed = fate.passed
            return Ended(await facts(), passed, await waiting(), SECRET in await stored())

    async def _hear(self, counter: Counter, place: Place, fate: Fate) -> None:
        """As a door: acknowledged only once it is committed, and delivered again until then."""
        for number, said in self.arrivals[place.acknowledged() :]:
            await receive(counter, received(number, said, counter.clock))
            place.acknowledge(fate)
            if self.each_played:
                await play(counter)

    async def _work(self, counter: Counter, place: Place, hour: "_Hour", fate: Fate) -> None:
        rota, ways = Rota(), doors(place, fate)
        for _ in range(_MOST_MINUTES):
            if self.invites:
                await release_due(counter)
            while await play_ready(counter, rota) or await send_ready(counter, ways):
                pass
            if not await waiting():
                return
            hour.now += timedelta(minutes=1)


@asynccontextmanager
async def _opened(url: str, fate: Fate) -> AsyncIterator[None]:
    """The database through an engine that dies when told."""
    settings: dict[str, Any] = configuration(url)
    for connection in settings["connections"].values():
        kind = connection["engine"].rpartition(".")[2]
        connection["engine"] = f"{_ENGINES}.{kind}"
        connection["credentials"]["fate"] = fate
    await Tortoise.init(config=settings, _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()
