"""What may be watched: a conversation as the citizen sees it, what bots asked, who is there.

Each of these waits on request for something new, so that nobody ever has to sleep.
"""

from pydantic import Field

from demo.bot_api.control.asking import Asked, OfBot, find_bot, gets, posts
from demo.bot_api.errors import Payload
from demo.bot_api.view import bot_card, chat_card, whole_chat
from demo.bot_api.world import World

LONGEST_WAIT = 55


class ShowChat(OfBot):
    """A conversation, once its revision is beyond `after` (at most `wait` seconds)."""

    chat: int
    after: int = -1
    wait: float = Field(default=0, ge=0, le=LONGEST_WAIT)


class ShowCalls(OfBot):
    """The calls of one method, once there are `count` of them (at most `wait` seconds)."""

    method: str = ""
    answered: bool = False
    count: int = 0
    wait: float = Field(default=0, ge=0, le=LONGEST_WAIT)


async def _chat(world: World, asked: ShowChat) -> Payload:
    bot = find_bot(world, asked)

    def moved() -> bool:
        chat = bot.chats.get(asked.chat)
        return chat is not None and chat.revision > asked.after

    await bot.changed.until(moved, asked.wait)
    chat = bot.chats.get(asked.chat)
    if chat is None:
        return {"chat": asked.chat, "bot": bot_card(bot), "revision": -1, "messages": []}
    return whole_chat(bot, chat)


async def _chats(world: World, asked: OfBot) -> Payload:
    bot = find_bot(world, asked)
    return {"bot": bot_card(bot), "chats": [chat_card(chat) for chat in bot.chats.values()]}


async def _calls(world: World, asked: ShowCalls) -> Payload:
    calls = find_bot(world, asked).calls

    def enough() -> bool:
        return len(calls.of(asked.method, answered=asked.answered)) >= asked.count

    await calls.changed.until(enough, asked.wait)
    found = calls.of(asked.method, answered=asked.answered)
    return {"calls": [call.told() for call in found]}


async def _bots(world: World, _asked: Asked) -> Payload:
    return {"bots": [bot_card(bot) for bot in world.bots.values()]}


async def _person(world: World, _asked: Asked) -> Payload:
    return {"chat": world.new_person()}


WATCHING = [
    gets("/chat", ShowChat, _chat),
    gets("/chats", OfBot, _chats),
    gets("/calls", ShowCalls, _calls),
    gets("/bots", Asked, _bots),
    posts("/person", Asked, _person),
]
