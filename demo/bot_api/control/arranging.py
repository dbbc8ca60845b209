"""What a test arranges: bots, faults, the hour."""

from typing import Literal

from pydantic import Field

from demo.bot_api.control.asking import Asked, OfBot, find_bot, posts
from demo.bot_api.errors import Payload, RefusedError, blocked, conflict
from demo.bot_api.faults import EVERY_METHOD, AnswerLost, Cut, Fault, Refuse, Slow, Trap
from demo.bot_api.updates import OTHER_POLL
from demo.bot_api.view import bot_card
from demo.bot_api.world import World

Kind = Literal[
    "400",
    "401",
    "403",
    "409",
    "429",
    "500",
    "502",
    "503",
    "504",
    "slow",
    "lost",
    "cut",
    "duplicate",
]
PHRASES = {
    "400": "Bad Request: wrong request",
    "401": "Unauthorized",
    "403": blocked().description,
    "409": conflict(OTHER_POLL).description,
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
}


class NewBot(Asked):
    """Register a bot; any name that is missing is invented."""

    token: str
    name: str = "Guichet"
    username: str = ""


class NewFault(OfBot):
    """Let the next `times` calls of `method` go wrong, in one chat or in all of them.

    `duplicate` is about updates: each of the next `times` is delivered twice.
    """

    kind: Kind
    method: str = EVERY_METHOD
    times: int = Field(default=1, ge=1)
    chat: int | None = None
    retry_after: int = Field(default=1, ge=1)
    seconds: float = Field(default=1.0, ge=0)
    description: str = ""


class Advance(Asked):
    """Let time pass, for every bot."""

    seconds: float = Field(ge=0)


class Renumber(OfBot):
    """Begin the update_ids again elsewhere, as Telegram may after a quiet week."""

    next: int = Field(ge=1)


async def _new_bot(world: World, asked: NewBot) -> Payload:
    username = asked.username or f"guichet_{asked.token.split(':')[0]}_bot"
    bot = world.add(asked.token, asked.name, username)
    return {"token": bot.token, "id": bot.id, **bot_card(bot)}


async def _new_fault(world: World, asked: NewFault) -> Payload:
    bot = find_bot(world, asked)
    if asked.kind == "duplicate":
        bot.updates.repeat(asked.times)
    else:
        fault = _fault(asked)
        bot.faults.set(Trap(method=asked.method, fault=fault, times=asked.times, chat=asked.chat))
    return {"ok": True}


async def _no_more_faults(world: World, asked: OfBot) -> Payload:
    find_bot(world, asked).faults.clear()
    return {"ok": True}


async def _forget_calls(world: World, asked: OfBot) -> Payload:
    find_bot(world, asked).calls.clear()
    return {"ok": True}


async def _advance(world: World, asked: Advance) -> Payload:
    world.clock.advance(asked.seconds)
    return {"now": world.clock.now()}


async def _renumber(world: World, asked: Renumber) -> Payload:
    find_bot(world, asked).updates.next_id = asked.next
    return {"ok": True}


def _fault(asked: NewFault) -> Fault:
    match asked.kind:
        case "slow":
            return Slow(asked.seconds)
        case "lost":
            return AnswerLost()
        case "cut":
            return Cut()
        case "429":
            words = asked.description or f"Too Many Requests: retry after {asked.retry_after}"
            return Refuse(RefusedError(429, words, retry_after=asked.retry_after))
        case code:
            return Refuse(RefusedError(int(code), asked.description or PHRASES[code]))


ARRANGING = [
    posts("/bot", NewBot, _new_bot),
    posts("/fault", NewFault, _new_fault),
    posts("/faults/clear", OfBot, _no_more_faults),
    posts("/calls/clear", OfBot, _forget_calls),
    posts("/advance", Advance, _advance),
    posts("/renumber", Renumber, _renumber),
]
