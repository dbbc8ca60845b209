"""One call as a method sees it: the server, the bot that calls, what it asks."""

from dataclasses import dataclass
from typing import Any

from demo.bot_api.bot import Bot
from demo.bot_api.chats import Chat
from demo.bot_api.errors import bad_request
from demo.bot_api.parameters import Parameters
from demo.bot_api.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A call to be answered."""

    world: World
    bot: Bot
    ask: Parameters

    def chat(self) -> Chat:
        """The chat that `chat_id` names."""
        if not self.ask.text("chat_id"):
            raise bad_request("chat_id is empty")
        return self.bot.chat(self.ask.integer("chat_id"))


@dataclass(frozen=True, slots=True)
class Told:
    """A result that comes with a sentence, as those of webhooks do."""

    result: Any
    description: str
