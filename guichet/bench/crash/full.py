"""The disk of a SQLite database fills up while people write, then has room again: what it cost, counted."""

from collections import Counter as Count
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from desk.clock import utc_now
from desk.counter import Counter
from desk.door import Parcel
from desk.inbox import MOST_ATTEMPTS
from desk.outbox import MOST_TOGETHER
from desk.received import Heard, Received
from desk.reception import receive
from desk.rota import Rota
from desk.working import AT_ONCE, play_ready, send_ready
from flows.here import Channel
from guichet.bench.house import TOWN, Nowhere, counter_on
from guichet.bench.report import Measure
from models.engine import Full
from models.engine.each import client_of
from models.post import Inbox, InboxState, Outbox, OutboxState

#: Pages left when people begin to write; and at the end, more than SQLite ever counts.
LEFT, ENDLESS = 60, 4_294_967_294
#: More people than a full disk takes.
_MOST = 4000


class _Door(Nowhere):
    """Counts what each chat reads."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, str]] = []

    @override
    async def send(self, parcel: Parcel) -> str:
        """It is on the screen."""
        self.read += [(parcel.to, parcel.token)]
        return await super().send(parcel)


async def measure(url: str) -> Measure:
    """The database at `url` has no table yet."""
    door = _Door()
    async with counter_on(url) as house:
        client = client_of(Inbox)
        [told] = await client.execute_query_dict("PRAGMA page_count")
        await client.execute_query(f"PRAGMA max_page_count = {told['page_count'] + LEFT}")
        chats = await _written_until_full(house, door)
        refused = await _insisted(house, door)
        await client.execute_query(f"PRAGMA max_page_count = {ENDLESS}")
        client.room.next_look = 0.001  # nobody waits here for the next look
        # What was claimed at that moment waits for the end of its lease.
        later = replace(house, clock=lambda: utc_now() + timedelta(minutes=2))
        await _worked(later, door)
        return await _told(chats, refused, door)


async def _written_until_full(house: Counter, door: _Door) -> list[str]:
    """Chats whose first words were taken; the desk plays and answers meanwhile."""
    taken: list[str] = []
    for number in range(_MOST):
        try:
            await receive(house, _hello(house, str(number)))
        except Full:
            return taken
        taken.append(str(number))
        if number % AT_ONCE == 0:
            await play_ready(house, Rota())
            await send_ready(house, {Channel.TELEGRAM: door})
    raise OverflowError("the disk never fills up")


async def _insisted(house: Counter, door: _Door) -> int:
    """The desk and the doors are asked again, more often than a message may fail. How many were refused."""
    refused = 0
    for nth in range(2 * MOST_ATTEMPTS):
        await play_ready(house, Rota())
        await send_ready(house, {Channel.TELEGRAM: door})
        try:
            await receive(house, _hello(house, f"late {nth}"))
        except Full:
            refused += 1
    return refused


async def _worked(house: Counter, door: _Door) -> None:
    rota = Rota()
    while await play_ready(house, rota) or await send_ready(house, {Channel.TELEGRAM: door}):
        pass


async def _told(chats: Sequence[str], refused: int, door: _Door) -> Measure:
    heard = {to for to, _ in door.read}
    figures = {
        "messages": len(chats),
        "refused": refused,
        "lost": len(chats) - await Inbox.filter(state=InboxState.DONE).count(),
        "parked": await Inbox.filter(state=InboxState.PARKED).count(),
        "unanswered": len(set(chats) - heard)
        + await Outbox.exclude(state=OutboxState.SENT).count(),
        "resent": sum(times - 1 for times in Count(door.read).values()),
        "resent_bound": AT_ONCE * MOST_TOGETHER,
    }
    return Measure(name="crash sqlite, the disk is full, then has room again", figures=figures)


def _hello(house: Counter, chat: str) -> Received:
    return Received(
        town=TOWN.slug,
        channel=Channel.TELEGRAM,
        address=chat,
        account="bot:1",
        external_id=chat,
        at=house.clock(),
        what=Heard(text="bonjour"),
    )
