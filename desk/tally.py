"""What left, marked as sent: whatever is ready while a commit is being made shares the next one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from desk.mail_state import accepted
from desk.quiet import next_hour
from flows.note import NoteKind
from models.conversation import Address, Conversation
from models.engine import Busy
from models.engine.each import insert_each, update_each
from models.engine.settled import settled
from models.journal import Journal
from models.post import Outbox, OutboxState, Timer

#: A mark that is not made means a message sent again: it is tried for long.
TRIES = 10
PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel that left: its rows, and what the channel called it."""

    address: Address
    rows: Sequence[Outbox]
    receipt: str
    at: datetime


class Tally:
    """Filled by those who send, emptied by one who writes."""

    def __init__(self) -> None:
        self.left = 0
        self._sent: list[Sent] = []
        self._more = asyncio.Event()
        self._closed = False

    def add(self, sent: Sent) -> None:
        """A parcel left; its mark follows in a moment."""
        self.left += len(sent.rows)
        self._sent.append(sent)
        self._more.set()

    def close(self) -> None:
        """Nothing more will leave."""
        self._closed = True
        self._more.set()

    async def write(self) -> None:
        """Mark what left, until nothing more will."""
        while self._sent or not self._closed:
            await self._more.wait()
            self._more.clear()
            await self.flush()

    async def flush(self) -> None:
        """Mark what left so far, to the end even if we are stopped: it must not leave again."""
        sent, self._sent = self._sent, []
        if sent:
            await settled(_insist(sent))


async def _insist(sent: Sequence[Sent]) -> None:
    for _ in range(TRIES):
        try:
            return await _mark(sent)
        except Busy:
            await asyncio.sleep(PAUSE)
    return await _mark(sent)


async def _mark(sent: Sequence[Sent]) -> None:
    async with in_transaction():
        for parcel in sent:
            for row in parcel.rows:
                row.state, row.sent_at, row.receipt = (
                    OutboxState.SENT,
                    parcel.at,
                    parcel.receipt[:255],
                )
        rows = [row for parcel in sent for row in parcel.rows]
        await update_each(rows, ("state", "sent_at", "receipt"))
        await _remind(sent)
        await accepted(parcel.address for parcel in sent)
        await note(sent, "sent")


async def _remind(sent: Sequence[Sent]) -> None:
    """The clock of a reminder starts when its question has really left."""
    timers = [
        Timer(
            town=row.town,
            conversation_id=row.conversation_id,
            address_id=row.address_id,
            turn=row.turn,
            nth=nth,
            due_at=next_hour(parcel.at + timedelta(seconds=seconds)),
        )
        for parcel in sent
        for row in parcel.rows
        for nth, seconds in enumerate(row.refs.get("remind", ()), start=1)
        if row.conversation_id is not None
    ]
    if timers:
        await Timer.bulk_create(timers, ignore_conflicts=True)


async def note(sent: Sequence[Sent], detail: str) -> None:
    """A line of the journal for each parcel."""
    about = [(one, one.rows[0].conversation_id or one.address.conversation_id) for one in sent]
    ids = {one for _, one in about if one is not None}
    found = await Conversation.filter(id__in=ids).values_list("id", "citizen_id") if ids else []
    citizens = dict(found)
    lines = [
        {
            "at": parcel.at,
            "town": parcel.address.town,
            "address_id": parcel.address.id,
            "citizen_id": citizens.get(conversation),
            "conversation_id": conversation if conversation in citizens else None,
            "channel": parcel.address.channel,
            "kind": NoteKind.DELIVERY.value,
            "detail": detail[:128],
            "length": len(parcel.rows),
        }
        for parcel, conversation in about
    ]
    await insert_each(Journal, lines)
