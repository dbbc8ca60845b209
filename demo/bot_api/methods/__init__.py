"""The methods that this server knows, by the names of Telegram. An unknown one gets a 404."""

from collections.abc import Awaitable, Callable
from typing import Any

from demo.bot_api.errors import RefusedError
from demo.bot_api.methods.editing import (
    delete_message,
    delete_messages,
    edit_message_reply_markup,
    edit_message_text,
)
from demo.bot_api.methods.fetching import get_file
from demo.bot_api.methods.identity import (
    ABOUT,
    accept,
    delete_my_commands,
    get_me,
    get_my_commands,
    reader,
    set_my_commands,
    writer,
)
from demo.bot_api.methods.receiving import (
    delete_webhook,
    get_updates,
    get_webhook_info,
    set_webhook,
)
from demo.bot_api.methods.sending import (
    answer_callback_query,
    send_chat_action,
    send_message,
)
from demo.bot_api.methods.visiting import get_chat, leave_chat
from demo.bot_api.turn import Turn

Method = Callable[[Turn], Awaitable[Any]]

NAMED: dict[str, Method] = {
    "getMe": get_me,
    "logOut": accept,
    "close": accept,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{name}": writer(name) for name in ABOUT},
    **{f"getMy{name}": reader(name) for name in ABOUT},
}
#: Telegram does not mind capitals in the name of a method.
METHODS = {name.lower(): method for name, method in NAMED.items()}


def method_named(name: str) -> Method:
    """The method of this name, or the refusal that an unknown one gets."""
    if name.lower() not in METHODS:
        raise RefusedError(404, "Not Found: method not found")
    return METHODS[name.lower()]
