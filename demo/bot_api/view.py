"""A conversation as the citizen has it on the screen."""

from typing import Any

from demo.bot_api.bot import Bot
from demo.bot_api.chats import Chat
from demo.bot_api.errors import Payload
from demo.bot_api.media import MEDIA
from demo.bot_api.messages import Message


def bot_card(bot: Bot) -> Payload:
    """What everyone may see of a bot; never its token."""
    return {
        "username": bot.username,
        "name": bot.about.get("name") or bot.name,
        "description": bot.about.get("description", ""),
        "commands": next((found for found in bot.commands.values() if found), []),
    }


def chat_card(chat: Chat) -> Payload:
    """One line of the list of conversations."""
    last = next(reversed(chat.messages.values()), None)
    return {
        "chat": chat.id,
        "name": chat.title or (chat.person.first_name if chat.person else ""),
        "last": last.text[:80] if last else "",
        "messages": len(chat.messages),
    }


def whole_chat(bot: Bot, chat: Chat) -> Payload:
    """Everything on the screen now, and what is gone from it."""
    messages = [_message(message) for message in chat.messages.values()]
    gone = [_message(message) | {"deleted": True} for message in chat.gone.values()]
    return {
        **chat_card(chat),
        "bot": bot_card(bot),
        "revision": chat.revision,
        "blocked": chat.blocked,
        "left": chat.left,
        "typing": chat.typing_until > bot.clock.now(),
        "notices": chat.notices,
        "messages": sorted(messages + gone, key=lambda message: int(message["message_id"])),
    }


def _message(message: Message) -> dict[str, Any]:
    content = message.content
    kind = next((name for name in MEDIA if name in content), "text")
    sticker: Payload = content.get("sticker", {})
    return {
        "message_id": message.message_id,
        "sender": "bot" if message.by_bot else "citizen",
        "name": message.sender["first_name"],
        "kind": kind,
        "text": message.text or sticker.get("emoji", ""),
        "entities": content.get("entities", content.get("caption_entities", [])),
        "keyboard": message.keyboard,
        "date": message.date,
        "edited": message.reworded,
        "protected": message.protected,
        "worded": message.worded,
        "deleted": False,
    }
