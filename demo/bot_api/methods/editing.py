"""What a bot takes back: words, keyboards, whole messages."""

from typing import Any

from demo.bot_api.bot import Bot
from demo.bot_api.chats import Chat
from demo.bot_api.entities import with_entities
from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.formatting import read_text
from demo.bot_api.keyboards import read_keyboard
from demo.bot_api.messages import Message
from demo.bot_api.methods.sending import LONGEST_TEXT, read_preview
from demo.bot_api.turn import Turn

#: How long a message may be deleted for both sides, in seconds.
DELETABLE = 48 * 3600
MOST_DELETED = 100

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def edit_message_text(turn: Turn) -> Payload:
    """`editMessageText`; a keyboard that is not repeated is taken away."""
    text, entities = read_text(turn.ask, "text", LONGEST_TEXT)
    keyboard = read_keyboard(turn.ask)
    content = with_entities(text, entities) | read_preview(turn)
    return _edit(turn, content=content, keyboard=keyboard)


async def edit_message_reply_markup(turn: Turn) -> Payload:
    """`editMessageReplyMarkup`."""
    return _edit(turn, keyboard=read_keyboard(turn.ask))


async def delete_message(turn: Turn) -> bool:
    """`deleteMessage`."""
    chat = turn.chat()
    message_id = turn.ask.integer("message_id")
    message = chat.message(message_id, missing="message to delete not found")
    if not _deletable(turn.bot, chat, message):
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message)
    return True


async def delete_messages(turn: Turn) -> bool:
    """`deleteMessages`: those that can be are, the others are passed over."""
    chat = turn.chat()
    numbers = turn.ask.structure("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST_DELETED:
        raise bad_request("message identifiers are not specified")
    for message in [chat.messages[one] for one in map(int, numbers) if one in chat.messages]:
        if _deletable(turn.bot, chat, message):
            chat.delete(message)
    return True


def _edit(turn: Turn, **changed: Any) -> Payload:
    chat = turn.chat()
    message_id = turn.ask.integer("message_id")
    message = chat.message(message_id, missing="message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    chat.check_open()
    if all(getattr(message, name) == value for name, value in changed.items()):
        raise bad_request(UNCHANGED)
    if changed.get("content") == message.content:
        del changed["content"]
    edited = chat.change(message, **changed, edit_date=turn.bot.now())
    return edited.payload(chat.payload())


def _deletable(bot: Bot, chat: Chat, message: Message) -> bool:
    """A bot that is no administrator deletes its own words, and in private those of the citizen."""
    young = bot.clock.now() - message.date < DELETABLE
    return young and (message.by_bot or chat.kind == "private")
