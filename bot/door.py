"""The way out: what the desk says leaves for a chat, and is taken back when it is over."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, TelegramError
from typing_extensions import override

from bot.client import Client
from bot.refusing import meaning
from bot.writing import SendMessage, write
from desk.door import DelayedError, Door, Parcel, RefusedError
from desk.town import Town
from flows.here import Channel

#: Characters that the desk keeps of a receipt.
LONGEST_RECEIPT = 255
#: Parcels of which a part has left, remembered until they are tried again.
MOST_BEGUN = 1000
#: What stays of a message that Telegram no longer deletes (48 hours), but still lets us reword.
ERASED = "…"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramDoor(Door):
    """One bot per town. A receipt is the numbers of the messages sent, joined with commas."""

    channel = Channel.TELEGRAM
    together = False

    def __init__(self, clients: Mapping[str, Client]) -> None:
        self._clients = clients
        self._begun: OrderedDict[str, list[str]] = OrderedDict()

    @override
    async def send(self, parcel: Parcel) -> str:
        client, chat = self._client(parcel.town), _chat(parcel.to)
        bubbles = [bubble for spoken in parcel.spoken for bubble in write(spoken)]
        # Tried again, a long message goes on where it stopped rather than begin twice.
        sent = self._begun.pop(parcel.token, [])
        for bubble in bubbles[len(sent) :]:
            try:
                sent.append(await _say(client, chat, bubble))
            except TelegramError as error:
                refusal = meaning(error)
                if sent and isinstance(refusal, DelayedError):
                    self._remember(parcel.token, sent)
                raise refusal from None  # the error of the library may hold the token
        return receipt(sent)

    @override
    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        client, chat = self._client(town), _chat(to)
        for one in receipts:
            if not one.isdecimal():
                continue
            try:
                await (_erase if erase else _take_buttons)(client, chat, int(one))
            except TelegramError as error:
                raise meaning(error) from None

    def _client(self, town: Town) -> Client:
        if town.slug not in self._clients:
            raise DelayedError("no bot")
        return self._clients[town.slug]

    def _remember(self, token: str, sent: list[str]) -> None:
        self._begun[token] = sent
        while len(self._begun) > MOST_BEGUN:
            self._begun.popitem(last=False)


def receipt(message_ids: Sequence[str]) -> str:
    """The last ones that fit whole: a number cut short would name another message."""
    kept = list(message_ids)
    while len(joined := ",".join(kept)) > LONGEST_RECEIPT:
        del kept[0]
    return joined


def _chat(to: str) -> int:
    try:
        return int(to)
    except ValueError:
        raise RefusedError("no chat", gone=True) from None


async def _say(client: Client, chat: int, bubble: SendMessage) -> str:
    async with client.lanes:
        await client.pace.turn()
        sent = await client.bot.send_message(
            chat,
            bubble.text,
            reply_markup=bubble.keyboard,
            link_preview_options=NO_PREVIEW,
        )
    return str(sent.message_id)


async def _take_buttons(client: Client, chat: int, message_id: int) -> None:
    try:
        async with client.lanes:
            await client.bot.edit_message_reply_markup(chat, message_id, reply_markup=None)
    except BadRequest:
        return  # no buttons left, or no message: that is what was wanted


async def _erase(client: Client, chat: int, message_id: int) -> None:
    async with client.lanes:
        try:
            await client.bot.delete_message(chat, message_id)
        except BadRequest as error:
            if "not found" not in error.message.casefold():
                await _reword(client, chat, message_id)


async def _reword(client: Client, chat: int, message_id: int) -> None:
    try:
        await client.bot.edit_message_text(ERASED, chat, message_id)
    except BadRequest:
        return
