"""The outbox: who has something to receive, claimed by one courier at a time, in order."""

from datetime import datetime, timedelta

from tortoise.expressions import F, Q

from models.conversation import Address
from models.post import Outbox, OutboxState

#: A courier that dies leaves its destination to the others after that.
LEASE = timedelta(seconds=60)
#: Rows of one destination taken together.
MOST_TOGETHER = 20
#: With the growing delay, more than two days of trying.
MOST_ATTEMPTS = 14
LONGEST_DELAY = timedelta(hours=6)


async def destinations(now: datetime, most: int) -> list[int]:
    """Addresses with something due: replies before reminders before bulk, then the longest waiting."""
    rows = await (
        Outbox.filter(state=OutboxState.PENDING, due_at__lte=now)
        .order_by("priority", "due_at")
        .limit(most * 10)
        .values_list("address_id", flat=True)
    )
    return list(dict.fromkeys(int(str(row)) for row in rows))[:most]


async def next_due() -> datetime | None:
    """When the next message may leave."""
    row = await Outbox.filter(state=OutboxState.PENDING).order_by("due_at").first()
    return row.due_at if row else None


async def claim(address_id: int, owner: str, now: datetime) -> Address | None:
    """Take that destination until the lease ends, if nobody else has it."""
    free = Q(sending_until=None) | Q(sending_until__lt=now)
    claimed = await Address.filter(free, id=address_id).update(
        sending_until=now + LEASE, sending_by=owner
    )
    return await Address.get(id=address_id) if claimed else None


async def release(address_id: int, owner: str) -> None:
    """Let the others have it."""
    await Address.filter(id=address_id, sending_by=owner).update(sending_until=None, sending_by="")


async def pending(address_id: int, now: datetime) -> list[Outbox]:
    """What is due for that address, in order. Nothing when its first message must still wait."""
    rows = await (
        Outbox.filter(address_id=address_id, state=OutboxState.PENDING)
        .order_by("id")
        .limit(MOST_TOGETHER)
    )
    return rows if rows and rows[0].due_at <= now else []


async def sent(rows: list[Outbox], receipt: str, now: datetime) -> None:
    """It left; the channel called it `receipt`."""
    await Outbox.filter(id__in=[row.id for row in rows]).update(
        state=OutboxState.SENT, sent_at=now, receipt=receipt[:255]
    )


async def again(rows: list[Outbox], reason: str, due_at: datetime) -> None:
    """Try later; what follows for the same address waits behind it."""
    await Outbox.filter(id__in=[row.id for row in rows]).update(
        attempts=F("attempts") + 1, error=reason[:64]
    )
    await Outbox.filter(
        address_id=rows[0].address_id, state=OutboxState.PENDING, due_at__lt=due_at
    ).update(due_at=due_at)


async def bury(rows: list[Outbox], reason: str) -> None:
    """A dead letter: kept, for staff to see."""
    await Outbox.filter(id__in=[row.id for row in rows]).update(
        state=OutboxState.DEAD, error=reason[:64]
    )


def delay(attempts: int, jitter: float) -> timedelta:
    """2, 4, 8… seconds, six hours at most, more or less a fifth: `jitter` is between 0 and 1."""
    seconds = min(2.0 ** (attempts + 1), LONGEST_DELAY.total_seconds())
    return timedelta(seconds=seconds * (0.8 + 0.4 * jitter))
