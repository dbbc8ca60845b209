"""The whole of this server: its clock, its bots, and the numbers it gives out."""

import asyncio
import re
from dataclasses import dataclass, field

import httpx

from demo.bot_api.bot import Bot, new_bot
from demo.bot_api.clock import Clock
from demo.bot_api.errors import unauthorized
from demo.bot_api.webhook import Postman, Webhook

TOKEN = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{1,64}")
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,31}")


class BadBotError(ValueError):
    """A bot that cannot be: the message says why."""


@dataclass(slots=True, kw_only=True)
class World:
    """Every bot of this server."""

    clock: Clock
    #: How long a webhook that failed twice waits, in seconds, doubled at each further failure.
    webhook_delay: float = 1.0
    bots: dict[str, Bot] = field(default_factory=dict)
    #: Where webhooks are delivered from; present while the server runs.
    tasks: asyncio.TaskGroup | None = None
    client: httpx.AsyncClient | None = None
    last_person: int = 710_000_000

    def add(self, token: str, name: str, username: str) -> Bot:
        """Register a bot, as BotFather would; the same one again is left as it is."""
        if not TOKEN.fullmatch(token):
            raise BadBotError(f"« {token} » is not a token: digits, a colon, letters and digits")
        if not USERNAME.fullmatch(username):
            raise BadBotError(f"« {username} » is not a username: letters, digits and _ , 2 to 32")
        if token not in self.bots:
            self.bots[token] = new_bot(token, name, username, self.clock)
        return self.bots[token]

    def bot(self, token: str) -> Bot:
        """The bot that a token opens."""
        if token not in self.bots:
            raise unauthorized()
        return self.bots[token]

    def bot_named(self, username: str) -> Bot | None:
        """The bot that a deep link names; the first one when it names none."""
        wanted = username.lstrip("@").lower()
        named = (bot for bot in self.bots.values() if not wanted or bot.username.lower() == wanted)
        return next(named, None)

    def new_person(self) -> int:
        """The id of an account that has never written to anyone."""
        self.last_person += 1
        return self.last_person

    def set_webhook(self, bot: Bot, webhook: Webhook | None) -> None:
        """Deliver by POST from now on, or no longer."""
        if bot.postman is not None:
            bot.postman.stop()
            bot.postman = None
        if webhook is not None and self.tasks is not None and self.client is not None:
            bot.postman = Postman(bot.updates, webhook, self.client, self.webhook_delay)
            bot.postman.start(self.tasks, self.clock)
