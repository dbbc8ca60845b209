"""What a dead process had claimed, let go within seconds: its leases need not run out."""

import asyncio
from datetime import datetime

from tortoise.expressions import Subquery

from desk.clock import Clock
from desk.enduring import enduring
from desk.wakeup import key_of
from models.conversation import Address
from models.engine.each import read
from models.post import Inbox, InboxState, Outbox, OutboxState

#: Seconds between two looks. Whoever is not seen twice in a row is dead.
LOOK = 1.5

_OWNERS = """
SELECT DISTINCT split_part(a.{claimed}, ':', 1) AS name FROM address AS a
JOIN {table} AS waiting ON waiting.address_id = a.id AND waiting.state = '{state}'
WHERE a.{until} > {{0}} AND strpos(a.{claimed}, ':') > 0
"""
_TURNS = _OWNERS.format(claimed="leased_by", until="leased_until", table="inbox", state="new")
_SENDING = _OWNERS.format(
    claimed="sending_by", until="sending_until", table="outbox", state="pending"
)
#: The advisory locks that are held in this database, by their number.
_HELD = """
SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def let_go_of_orphans(clock: Clock) -> None:
    """Until cancelled, on PostgreSQL, in one process at a time."""
    suspects: set[str] = set()
    while True:
        with enduring("the look for what the dead hold"):
            dead = await _unseen(clock())
            for name in dead & suspects:
                await _let_go(name)
            suspects = dead
        await asyncio.sleep(LOOK)


async def _unseen(now: datetime) -> set[str]:
    """Processes that hold a lease while something waits for it, and do not show themselves."""
    rows = [*await read(Address, _TURNS, now), *await read(Address, _SENDING, now)]
    names = {str(row["name"]) for row in rows}
    if not names:
        return names
    held = {row["key"] for row in await read(Address, _HELD)}
    return {name for name in names if key_of(f"process:{name}") not in held}


async def _let_go(name: str) -> None:
    """Looked for where something waits only: the addresses themselves may be a million."""
    own = f"{name}:"
    played = Subquery(Inbox.filter(state=InboxState.NEW).values("address_id"))
    await Address.filter(id__in=played, leased_by__startswith=own).update(
        leased_until=None, leased_by=""
    )
    sent = Subquery(Outbox.filter(state=OutboxState.PENDING).values("address_id"))
    await Address.filter(id__in=sent, sending_by__startswith=own).update(
        sending_until=None, sending_by=""
    )
