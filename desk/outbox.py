"""The outbox: who has something to receive, claimed by one courier at a time, in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F, Q
from tortoise.transactions import in_transaction

from desk.lanes import Lane
from desk.meanwhile import leaving
from desk.room import has_room
from models.conversation import Address
from models.engine.each import read
from models.post import Outbox, OutboxState

#: A courier that dies leaves its destination to the others after that.
LEASE = timedelta(seconds=60)
#: Rows of one destination taken together.
MOST_TOGETHER = 20
#: With the growing delay, more than two days of trying.
MOST_ATTEMPTS = 14
_DUE = """
SELECT o.address_id FROM outbox AS o JOIN address AS a ON a.id = o.address_id
WHERE o.state = 'pending' AND o.due_at <= {0} AND (a.sending_until IS NULL OR a.sending_until < {0})
%s ORDER BY o.priority, o.due_at LIMIT {1}
"""
LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Load:
    """What leaves now for one address, in order."""

    address: Address
    rows: list[Outbox]
    #: Under which name it was claimed.
    owner: str = ""


async def destinations(now: datetime, most: int, besides: Collection[Lane] = ()) -> list[int]:
    """Addresses with something due that no courier has: replies first, then the longest waiting."""
    if not await has_room():  # what left could not be marked, and would leave again
        return []
    but = "".join(
        f" AND NOT (a.town = {{{place}}} AND a.channel = {{{place + 1}}})"
        for place in range(2, 2 + 2 * len(besides), 2)
    )
    values = (value for lane in besides for value in lane)
    rows = await read(Outbox, _DUE % but, now, most * 10, *values)
    return list(dict.fromkeys(int(row["address_id"]) for row in rows))[:most]


async def next_due() -> datetime | None:
    """When the next message may leave."""
    row = await Outbox.filter(state=OutboxState.PENDING).order_by("due_at").first()
    return row.due_at if row else None


async def claim(addresses: Sequence[int], owner: str, now: datetime) -> list[Load]:
    """What is due at each of them, ours until the lease ends. Left out: what somebody else has."""
    free = Q(sending_until=None) | Q(sending_until__lt=now)
    async with in_transaction():
        # On SQLite, which ignores the lock, this transaction is alone anyway.
        ours = await (
            Address.filter(free, id__in=addresses)
            .order_by("id")
            .select_for_update(skip_locked=True)
        )
        due = await _pending([one.id for one in ours], now)
        if due:
            await Address.filter(id__in=list(due)).update(
                sending_until=now + LEASE, sending_by=owner
            )
    return [Load(one, due[one.id], owner) for one in ours if one.id in due]


async def release(addresses: Sequence[int], owner: str) -> None:
    """Let the others have them."""
    await Address.filter(id__in=addresses, sending_by=owner).update(
        sending_until=None, sending_by=""
    )


async def _pending(addresses: Sequence[int], now: datetime) -> dict[int, list[Outbox]]:
    """What is due at each, in order. Nothing where the first message must still wait."""
    if not addresses:
        return {}
    most = MOST_TOGETHER * len(addresses)
    waiting = Outbox.filter(state=OutboxState.PENDING).order_by("id")
    rows = await waiting.filter(address_id__in=addresses).limit(most)
    loads: dict[int, list[Outbox]] = {}
    for row in rows:
        loads.setdefault(row.address_id, []).append(row)
    if len(rows) == most and len(addresses) > 1:  # some may be missing
        loads = {
            one: await waiting.filter(address_id=one).limit(MOST_TOGETHER) for one in addresses
        }
    ready = {one: leaving(rows, now)[:MOST_TOGETHER] for one, rows in loads.items()}
    return {one: rows for one, rows in ready.items() if rows and rows[0].due_at <= now}


async def again(rows: list[Outbox], reason: str, due_at: datetime) -> None:
    """Try later; what follows for the same address waits behind it."""
    await Outbox.filter(id__in=[row.id for row in rows]).update(attempts=F("attempts") + 1)
    await hold(rows, reason, due_at)


async def hold(rows: list[Outbox], reason: str, due_at: datetime) -> None:
    """Not tried, and tried no less often for that; what follows waits behind it."""
    if reason:
        ids = [row.id for row in rows]
        await Outbox.filter(id__in=ids).update(error=reason[:64])
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
