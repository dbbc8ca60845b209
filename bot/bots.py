"""The bots of an installation, put together for whoever plugs the doors in.

async with bots([TownBot(town=town, token=token)], api_base_url) as telegram:
    username = await telegram.introduce(town.slug)       # for deep links, before the desk opens
    doors[Channel.TELEGRAM] = telegram.door
    tasks.create_task(telegram.poll(counter, town.slug)) # until cancelled
    # or, where Telegram calls us: telegram.route(counter) among the pages, and
    tasks.create_task(telegram.webhook(counter, town.slug))
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from starlette.routing import Route

from bot import starting
from bot.client import API, Client
from bot.door import TelegramDoor
from bot.listening import Listener
from bot.polling import Poll
from bot.webhook import PATH, Webhook, route, secret_of
from desk import rivals
from desk.backoff import Pause
from desk.counter import Counter
from desk.received import Received, Taken
from desk.reception import receive
from desk.town import Town
from flows.here import Channel
from words.desk_keys import GROUP_REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class TownBot:
    """A town and the secret of its bot, from the settings."""

    town: Town
    token: str = field(repr=False)


class Bots:
    """One open client per town."""

    def __init__(self, towns: Mapping[str, Town], clients: Mapping[str, Client]) -> None:
        self._towns = towns
        self._clients = clients
        self.door = TelegramDoor(clients)

    @property
    def towns(self) -> Sequence[str]:
        """The towns that have a bot."""
        return tuple(self._towns)

    async def introduce(self, town: str) -> str:
        """The bot's username; empty when its token is wrong. Waits for the network."""
        return await starting.introduce(self._clients[town], self._towns[town])

    async def poll(self, counter: Counter, town: str) -> None:
        """Hear that town's citizens until cancelled. Returns only if the token is wrong."""

        async def meet() -> None:
            await rivals.meet(town, counter.clock())

        await Poll(self._clients[town], self.listener(counter, town), town, meet).run()

    async def webhook(self, counter: Counter, town: str) -> None:
        """Have Telegram post that town's updates to `route` until cancelled, then take it away."""
        url = counter.public_url + PATH.format(town=town)
        secret = secret_of(counter.keys, town)
        await Webhook(self._clients[town], town, url=url, secret=secret).run()

    def route(self, counter: Counter) -> Route:
        """The page to which Telegram posts what it hears, for every town."""
        return route({town: self.listener(counter, town) for town in self.towns}, counter.keys)

    def listener(self, counter: Counter, town: str) -> Listener:
        """What takes that town's updates one by one."""

        async def keep(received: Received) -> bool:
            return await receive(counter, received) is Taken.SECRET

        around = {"channel": Channel.TELEGRAM.value, "town": counter.towns[town]}
        no_groups = counter.texts[town].say(GROUP_REFUSED, {}, **around, link={}, secret={})
        return Listener(
            self._clients[town], town, keep=keep, clock=counter.clock, no_groups=no_groups
        )


@asynccontextmanager
async def bots(
    towns: Sequence[TownBot], api_base_url: str = API, pause: Pause = asyncio.sleep
) -> AsyncIterator[Bots]:
    """Open every town's bot; closes them at the end."""
    async with AsyncExitStack() as opened:
        clients = {
            one.town.slug: await opened.enter_async_context(Client(one.token, api_base_url, pause))
            for one in towns
        }
        yield Bots({one.town.slug: one.town for one in towns}, clients)
