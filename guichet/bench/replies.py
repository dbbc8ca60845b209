"""From a citizen's message to the reply on the screen, through our imitation of Telegram's server."""

import asyncio
from time import perf_counter

from demo.bot_api.client import BotApi, Citizen, serving
from guichet.bench.crowd import WORDS
from guichet.bench.places import sqlite_place
from guichet.bench.program import memory, served
from guichet.bench.report import Measure, quantile

#: Telegram grants a bot thirty messages a second, and we keep to it: several bots share the load.
BOTS = 8
#: Citizens of each bot; each waits for a reply before writing again.
CITIZENS = 12
_TOKEN = "70000{number:02}:bench-jeton-sans-valeur-0000000000"  # noqa: S105 - of our imitation


async def measure(rates: tuple[int, ...], seconds: float) -> list[Measure]:
    """Median and 99th percentile at each rate, then the memory of the program before and after."""
    tokens = [_TOKEN.format(number=number) for number in range(BOTS)]
    bots = [f"{token}=Mesure@Mesure{number}Bot" for number, token in enumerate(tokens)]
    with sqlite_place() as (url, path):
        async with (
            serving(*bots) as telegram,
            served(path.parent, url, telegram.base_url, tokens) as (pid, _),
        ):
            idle = memory(pid)
            citizens = await _citizens(telegram, tokens)
            measures = [await _at(rate, seconds, citizens) for rate in rates]
            loaded = memory(pid)
    figures = {"idle_megabytes": idle, "loaded_megabytes": loaded, "bots": BOTS}
    return [*measures, Measure(name="memory of guichet serve, sqlite", figures=figures)]


async def _citizens(telegram: BotApi, tokens: list[str]) -> list[Citizen]:
    """Conversations under way, bots taking turns."""
    people = [await telegram.new_citizen(token) for _ in range(CITIZENS) for token in tokens]
    await asyncio.gather(*(_reply(one, "bonjour") for one in people))
    return people


async def _reply(citizen: Citizen, words: str) -> float:
    """Seconds until the bot's next message is on the screen."""
    begun = perf_counter()
    await citizen.say(words)
    await citizen.wait_for(lambda shown: bool(shown.text), seconds=60)
    return perf_counter() - begun


async def _at(rate: int, seconds: float, citizens: list[Citizen]) -> Measure:
    """Messages leave at their hour, whatever became of the earlier ones."""
    waits: list[float] = []
    begun = perf_counter()
    free = [asyncio.Lock() for _ in citizens]

    async def one(number: int) -> None:
        place = number % len(citizens)
        due = begun + number / rate
        await asyncio.sleep(max(due - perf_counter(), 0))
        async with free[place]:
            await _reply(citizens[place], WORDS[1 + number % 2])
        waits.append(perf_counter() - due)

    async with asyncio.TaskGroup() as tasks:
        for number in range(int(rate * seconds)):
            tasks.create_task(one(number))
    took = perf_counter() - begun
    figures = {
        "asked_per_second": rate,
        "answered_per_second": round(len(waits) / took, 1),
        "median_ms": round(quantile(waits, 0.5) * 1000, 1),
        "p99_ms": round(quantile(waits, 0.99) * 1000, 1),
        "replies": len(waits),
    }
    return Measure(name=f"update to reply, sqlite, {rate} a second", figures=figures)
