"""From an update, as Telegram sends it, to what may be kept of it. Pure.

An allow-list: nothing of an update is kept but what is named here. So never an edited text, a quoted
or forwarded one, or the message that is replied to: they repeat what others wrote, or old secrets.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from desk.received import Heard, Pressed, Received, Refused, Returned
from flows.events import Carries
from flows.here import Channel

Json = Mapping[str, Any]
Receipt = Callable[..., Received]

#: What the bot asks to be told: without `my_chat_member`, nobody would learn of a block.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
#: In this order: an animation is announced as a document too.
CARRIED = {
    "animation": Carries.PICTURE,
    "photo": Carries.PICTURE,
    "video": Carries.PICTURE,
    "video_note": Carries.PICTURE,
    "voice": Carries.VOICE,
    "audio": Carries.VOICE,
    "sticker": Carries.STICKER,
    "dice": Carries.STICKER,
    "document": Carries.FILE,
}
#: Messages that the phone writes by itself: nobody expects an answer to them.
SERVICE = frozenset(
    {
        "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed",
        "connected_website", "chat_background_set", "boost_added", "proximity_alert_triggered",
        "users_shared", "chat_shared", "successful_payment", "refunded_payment",
    }
)  # fmt: skip
#: Written by someone else: passed on, or made by another bot in the citizen's name.
NOT_THEIR_WORDS = frozenset({"forward_origin", "forward_date", "via_bot"})
GONE = frozenset({"left", "kicked"})
#: « turn:key », as `writing.py` makes it; nine digits at most, since a forged one may be longer.
DATA = re.compile(r"([0-9]{1,9}):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that Telegram holds: how to ask for it, its name if it has one, its size in bytes."""

    file_id: str = field(repr=False)
    name: str = field(default="", repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message of a citizen, to be erased should it prove a secret. At most one file comes with it."""

    received: Received
    chat: int
    message_id: int
    file: Sent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button was pressed; the phone waits for `query_id` to be answered. None: not one of ours."""

    query_id: str
    received: Received | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The citizen blocked the bot, or lets it write again."""

    received: Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Someone speaks in a group or a channel, where personal matters have no place."""

    chat: int


Arrival = Written | Press | Standing | Group


def read(update: Json, *, town: str, account: str, at: datetime) -> Arrival | None:
    """What an update says; None when it says nothing to us. The update_id is met once per bot."""
    receipt = partial(
        Received,
        town=town,
        channel=Channel.TELEGRAM,
        account=account,
        external_id=str(update["update_id"]),
        at=at,
    )
    match update:
        case {"message": message}:
            return _message(message, receipt, edited=False)
        case {"edited_message": message}:
            return _message(message, receipt, edited=True)
        case {"callback_query": query}:
            return _press(query, receipt)
        case {"my_chat_member": change}:
            return _standing(change, receipt)
        case _:
            return None


def chat_of(update: Json) -> int:
    """The conversation whose order an update belongs to; 0 for none."""
    for kind in KINDS:
        body = update.get(kind, {})
        place = body.get("chat") or body.get("message", {}).get("chat") or body.get("from")
        if place:
            return int(place.get("id", 0))
    return 0


def _message(message: Json, receipt: Receipt, *, edited: bool) -> Arrival | None:
    chat = message["chat"]
    if chat["type"] != "private":
        return None if edited else Group(chat=chat["id"])
    if message.get("from", {}).get("is_bot") or not SERVICE.isdisjoint(message):
        return None
    heard = Heard(text="", carries=Carries.EDIT) if edited else _heard(message)
    return Written(
        received=receipt(
            address=str(chat["id"]),
            what=replace(heard, receipt=str(message["message_id"])),
        ),
        chat=chat["id"],
        message_id=message["message_id"],
        file=None if edited else _file(message),
    )


def _file(message: Json) -> Sent | None:
    """The document, or the photo in its largest size; of their own, and no film."""
    if not NOT_THEIR_WORDS.isdisjoint(message) or "animation" in message:
        return None
    held = message.get("document") or next(reversed(message.get("photo") or []), None)
    if not isinstance(held, Mapping) or not isinstance(held.get("file_id"), str):
        return None
    name, size = held.get("file_name"), held.get("file_size")
    return Sent(
        file_id=held["file_id"],
        name=storable(name) if isinstance(name, str) else "",
        size=size if isinstance(size, int) else 0,
    )


def _heard(message: Json) -> Heard:
    if not NOT_THEIR_WORDS.isdisjoint(message):
        return Heard(text="", carries=Carries.OTHER)
    if "text" in message:
        return Heard(text=storable(message["text"]))
    carries = next((what for name, what in CARRIED.items() if name in message), Carries.OTHER)
    return Heard(text=storable(message.get("caption", "")), carries=carries)


def storable(text: str) -> str:
    """Without what a database refuses, lest one forged message be delivered again for ever."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _press(query: Json, receipt: Receipt) -> Press:
    message = query.get("message", {})
    pressed = DATA.fullmatch(query.get("data", ""))
    if pressed is None or message.get("chat", {}).get("type") != "private":
        return Press(query_id=query["id"], received=None)
    what = Pressed(
        key=storable(pressed[2]), turn=int(pressed[1]), receipt=str(message["message_id"])
    )
    return Press(
        query_id=query["id"],
        received=receipt(address=str(message["chat"]["id"]), what=what),
    )


def _standing(change: Json, receipt: Receipt) -> Standing | Group | None:
    chat, status = change["chat"], change["new_chat_member"]["status"]
    if chat["type"] != "private":
        return None if status in GONE else Group(chat=chat["id"])
    what = Refused(reason="blocked") if status in GONE else Returned()
    return Standing(received=receipt(address=str(chat["id"]), what=what))
