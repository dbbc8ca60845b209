"""What people do on their phone, and the updates that it makes."""

from dataclasses import dataclass
from typing import Any

from demo.bot_api.bot import Bot, Press
from demo.bot_api.chats import Chat
from demo.bot_api.entities import with_entities
from demo.bot_api.errors import Payload
from demo.bot_api.media import MEDIA
from demo.bot_api.messages import Message, buttons
from demo.bot_api.people import Person


class NotThereError(LookupError):
    """A citizen cannot do this: what he would touch is not on his screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How a message is said: in answer to another one, quoting it, forwarded from someone."""

    reply_to: int | None = None
    quote: str = ""
    forwarded_from: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What came of it: the message, the update (None when the bot asked not to know)."""

    message: Message
    update_id: int | None


def say(bot: Bot, chat: Chat, person: Person, text: str, saying: Saying) -> Deed:
    """Write a text."""
    return _send(bot, chat, person, with_entities(text.strip(), []), saying)


def show(bot: Bot, chat: Chat, person: Person, kind: str, caption: str) -> Deed:
    """Send a picture, a voice message, a sticker..."""
    number = bot.last_message_id + 1
    content = MEDIA[kind](number)
    if caption:
        content |= with_entities(caption, [], key="caption")
    return _send(bot, chat, person, content, Saying())


def edit(bot: Bot, chat: Chat, message_id: int, text: str) -> Deed:
    """Correct what one wrote."""
    message = _there(chat, message_id)
    if message.by_bot:
        raise NotThereError(f"message {message_id} was written by the bot")
    key = "text" if "text" in message.content else "caption"
    rest = {name: value for name, value in message.content.items() if not name.startswith(key)}
    content = rest | with_entities(text.strip(), [], key=key)
    edited = chat.change(message, content=content, edit_date=bot.now())
    update = bot.updates.push("edited_message", edited.payload(chat.payload()), chat.id)
    return Deed(edited, update)


def press(bot: Bot, chat: Chat, person: Person, button: str, message_id: int | None) -> str:
    """Press a button, found by its label or its data; the id of the query is returned.

    With `message_id`, a button that was there once may be pressed too, even below a message
    that was deleted since: the phone had not heard of it yet.
    """
    _check_unblocked(chat)
    message = _holder(chat, button, message_id)
    data = _data(button, message.shown)
    bot.last_press_id += 1
    query_id = f"{bot.id}{bot.last_press_id:07d}"
    bot.presses[query_id] = Press(chat=chat, at=bot.clock.now())
    query: Payload = {
        "id": query_id,
        "from": person.user(),
        "message": message.payload(chat.payload()),
        "chat_instance": str(bot.id * 1_000_003 + chat.id),
        "data": data,
    }
    if message.message_id not in chat.messages:
        query["message"] = {"message_id": message.message_id, "chat": chat.payload(), "date": 0}
    bot.updates.push("callback_query", query, chat.id)
    return query_id


def block(bot: Bot, chat: Chat, person: Person, *, blocked: bool) -> int | None:
    """Block the bot, or let it write again."""
    if chat.blocked == blocked:
        return None
    chat.blocked = blocked
    chat.touch()
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    return membership(bot, chat, person, *statuses)


def membership(bot: Bot, chat: Chat, person: Person, old: str, new: str) -> int | None:
    """Tell the bot that its place in a chat changed."""
    body = {
        "chat": chat.payload(),
        "from": person.user(),
        "date": bot.now(),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }
    return bot.updates.push("my_chat_member", body, chat.id)


def _send(bot: Bot, chat: Chat, person: Person, content: Payload, saying: Saying) -> Deed:
    _check_unblocked(chat)
    message = Message(
        message_id=bot.next_message_id(),
        sender=person.user(),
        date=bot.now(),
        content=content | _forwarded(bot, saying) | _quoted(saying),
        reply_to=_replied(chat, saying.reply_to),
    )
    sent = chat.add(message)
    if chat.left:
        return Deed(sent, None)
    return Deed(sent, bot.updates.push("message", sent.payload(chat.payload()), chat.id))


def _member(bot: Bot, status: str) -> Payload:
    until: dict[str, Any] = {"until_date": 0} if status == "kicked" else {}
    return {"user": bot.user(), "status": status, **until}


def _forwarded(bot: Bot, saying: Saying) -> Payload:
    if not saying.forwarded_from:
        return {}
    origin = {
        "type": "hidden_user",
        "date": bot.now(),
        "sender_user_name": saying.forwarded_from,
    }
    return {"forward_origin": origin}


def _quoted(saying: Saying) -> Payload:
    quote = {"text": saying.quote, "position": 0, "is_manual": True}
    return {"quote": quote} if saying.quote else {}


def _replied(chat: Chat, message_id: int | None) -> Payload | None:
    return None if message_id is None else _there(chat, message_id).payload(chat.payload())


def _check_unblocked(chat: Chat) -> None:
    if chat.blocked:
        raise NotThereError("this citizen blocked the bot: let him unblock it before he writes")


def _there(chat: Chat, message_id: int) -> Message:
    if message_id not in chat.messages:
        raise NotThereError(f"no message {message_id} in this chat")
    return chat.messages[message_id]


def _holder(chat: Chat, button: str, message_id: int | None) -> Message:
    if message_id is not None:
        return chat.gone.get(message_id) or _there(chat, message_id)
    for message in reversed(chat.messages.values()):
        if any(button in pair for pair in buttons(message.keyboard)):
            return message
    raise NotThereError(f"no button « {button} » on the screen")


def _data(button: str, shown: tuple[tuple[str, str], ...]) -> str:
    for label, data in reversed(shown):
        if button in {data, label}:
            return data
    raise NotThereError(f"this message never had a button « {button} »")
