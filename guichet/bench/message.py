"""A message's way through the house: received by a door, played by the desk, sent by the courier."""

import asyncio

from desk.counter import Counter
from desk.received import Heard, Received
from desk.reception import receive
from desk.working import send_ready
from flows.here import Channel
from guichet.bench.crowd import WORDS
from guichet.bench.house import TOWN, Nowhere

#: Chats that a bot serves at the same time (`bot/polling.py`).
AT_ONCE = 8


async def received(counter: Counter, speakers: int, nth: int) -> None:
    """Each speaker's `nth` message is stored, as the Telegram door does it."""

    async def chat(first: int) -> None:
        for number in range(first, speakers, AT_ONCE):
            await receive(counter, _message(counter, number, nth))

    await asyncio.gather(*(chat(first) for first in range(AT_ONCE)))


def _message(counter: Counter, speaker: int, nth: int) -> Received:
    return Received(
        town=TOWN.slug,
        channel=Channel.TELEGRAM,
        address=str(speaker),
        account="message",
        external_id=f"{nth}:{speaker}",
        at=counter.clock(),
        what=Heard(text=WORDS[nth % len(WORDS)]),
    )


async def sent(counter: Counter) -> None:
    """Every reply that waits leaves by a door that leads nowhere."""
    door = {Channel.TELEGRAM: Nowhere()}
    while await send_ready(counter, door):
        pass
