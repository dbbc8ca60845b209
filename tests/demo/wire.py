"""The real client of the Bot API, against the fake."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from demo.bot_api.client import BotApi
from demo.bot_api.client.control import NO_TLS


def make_bot(server: BotApi, token: str, *, read_timeout: float = 5.0) -> Bot:
    request, polling = (
        HTTPXRequest(read_timeout=read_timeout, httpx_kwargs={"verify": NO_TLS}) for _ in range(2)
    )
    return Bot(token, base_url=server.base_url, request=request, get_updates_request=polling)


def choices(**labels: str) -> InlineKeyboardMarkup:
    """One button a row: data="label"."""
    buttons = [[InlineKeyboardButton(label, callback_data=data)] for data, label in labels.items()]
    return InlineKeyboardMarkup(buttons)
