"""What a citizen does: write, press, correct, send a picture, block the bot; and groups."""

from typing import Literal

from pydantic import Field

from demo.bot_api import citizens
from demo.bot_api.bot import Bot
from demo.bot_api.chats import Chat
from demo.bot_api.citizens import Deed, Saying
from demo.bot_api.control.asking import OfBot, find_bot, posts
from demo.bot_api.errors import Payload
from demo.bot_api.people import Person
from demo.bot_api.world import World

Media = Literal["photo", "voice", "sticker", "document", "video", "location", "contact"]
DEFAULT_NAME = "Camille"


class InChat(OfBot):
    """A deed in one conversation. The names count at the first message, and when they change."""

    chat: int = Field(gt=0)
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = "fr"


class Say(InChat):
    """Write."""

    text: str
    reply_to: int | None = None
    quote: str = ""
    forwarded_from: str = ""


class Press(InChat):
    """Press a button, by its label or its data."""

    button: str
    message_id: int | None = None


class Edit(InChat):
    """Correct one's own message."""

    message_id: int
    text: str


class Show(InChat):
    """Send what is not text."""

    kind: Media
    caption: str = ""


class Block(InChat):
    """Block the bot, or unblock it."""

    blocked: bool = True


class SayInGroup(InChat):
    """Write in a group (a negative `chat`), which the bot joins at the first message."""

    chat: int = Field(lt=0)
    text: str
    sender: int = Field(gt=0)
    title: str = "Voisins du quartier"
    kind: Literal["group", "supergroup"] = "supergroup"


async def _say(world: World, asked: Say) -> Payload:
    bot, chat, person = _who(world, asked)
    saying = Saying(reply_to=asked.reply_to, quote=asked.quote, forwarded_from=asked.forwarded_from)
    return _done(chat, citizens.say(bot, chat, person, asked.text, saying))


async def _press(world: World, asked: Press) -> Payload:
    bot, chat, person = _who(world, asked)
    query_id = citizens.press(bot, chat, person, asked.button, asked.message_id)
    return {"query_id": query_id, "revision": chat.revision}


async def _edit(world: World, asked: Edit) -> Payload:
    bot, chat, _ = _who(world, asked)
    return _done(chat, citizens.edit(bot, chat, asked.message_id, asked.text))


async def _show(world: World, asked: Show) -> Payload:
    bot, chat, person = _who(world, asked)
    return _done(chat, citizens.show(bot, chat, person, asked.kind, asked.caption))


async def _block(world: World, asked: Block) -> Payload:
    bot, chat, person = _who(world, asked)
    update = citizens.block(bot, chat, person, blocked=asked.blocked)
    return {"update_id": update, "revision": chat.revision}


async def _say_in_group(world: World, asked: SayInGroup) -> Payload:
    bot = find_bot(world, asked)
    person = _person(asked, asked.sender, None)
    joins = asked.chat not in bot.chats or bot.chats[asked.chat].left
    group = bot.group(asked.chat, asked.kind, asked.title)
    if joins:
        group.left = False
        citizens.membership(bot, group, person, "left", "member")
    return _done(group, citizens.say(bot, group, person, asked.text, Saying()))


def _who(world: World, asked: InChat) -> tuple[Bot, Chat, Person]:
    bot = find_bot(world, asked)
    known = bot.chats.get(asked.chat)
    person = _person(asked, asked.chat, known.person if known else None)
    return bot, bot.chat_with(person), person


def _person(asked: InChat, account: int, known: Person | None) -> Person:
    if known is not None and not asked.first_name:
        return known
    return Person(
        id=account,
        first_name=asked.first_name or DEFAULT_NAME,
        last_name=asked.last_name,
        username=asked.username,
        language_code=asked.language_code,
    )


def _done(chat: Chat, deed: Deed) -> Payload:
    return {
        "message_id": deed.message.message_id,
        "update_id": deed.update_id,
        "revision": chat.revision,
    }


ACTING = [
    posts("/say", Say, _say),
    posts("/press", Press, _press),
    posts("/edit", Edit, _edit),
    posts("/show", Show, _show),
    posts("/block", Block, _block),
    posts("/group", SayInGroup, _say_in_group),
]
