"""From a citizen's message to the reply on the screen, through our imitation of Telegram's server."""

import asyncio

from demo.bot_api.client import BotApi, Citizen, serving
from guichet.bench.crowd import WORDS
from guichet.bench.places import sqlite_place
from guichet.bench.program import memory, served
from guichet.bench.rate import at_rate
from guichet.bench.report import Measure

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


async def _reply(citizen: Citizen, words: str) -> None:
    """Until the bot's next message is on the screen."""
    await citizen.say(words)
    await citizen.wait_for(lambda shown: bool(shown.text), seconds=60)


async def _at(rate: int, seconds: float, citizens: list[Citizen]) -> Measure:
    free = [asyncio.Lock() for _ in citizens]

    async def one(number: int) -> None:
        place = number % len(citizens)
        async with free[place]:
            await _reply(citizens[place], WORDS[1 + number % 2])

    figures = await at_rate(rate, seconds, one)
    return Measure(name=f"update to reply, sqlite, {rate} a second", figures=figures)
