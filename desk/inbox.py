"""The inbox: what was received, stored and committed before any door acknowledges it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tortoise.expressions import F

from desk import stored
from desk.received import What
from models.conversation import Address
from models.post import Inbox, InboxState

#: Messages of one address played in one transaction.
MOST_TOGETHER = 20
#: Attempts after which a message is put aside and apologised for.
MOST_ATTEMPTS = 3


async def put(
    address: Address, *, account: str, external_id: str, at: datetime, what: What
) -> None:
    """Store once: a second delivery of the same external id changes nothing."""
    row = Inbox(
        town=address.town,
        account=account,
        external_id=external_id,
        address_id=address.id,
        received_at=at,
        ready_at=at,
        body=stored.close(what),
    )
    await Inbox.bulk_create([row], ignore_conflicts=True)


async def bury(address: Address, account: str, external_id: str, at: datetime) -> None:
    """A tombstone: a secret was handled here, and its redelivery finds it done. No body, ever.

    Raises `IntegrityError` when it stands already: the secret was handled before.
    """
    await Inbox.bulk_create(
        [
            Inbox(
                town=address.town,
                account=account,
                external_id=external_id,
                address_id=address.id,
                received_at=at,
                ready_at=at,
                state=InboxState.DONE,
            )
        ]
    )


async def known(account: str, external_id: str) -> bool:
    """Whether that event was received before."""
    return await Inbox.filter(account=account, external_id=external_id).exists()


async def waiting(address_id: int) -> list[Inbox]:
    """What that address said and was not yet played, in order of arrival."""
    return await (
        Inbox.filter(address_id=address_id, state=InboxState.NEW)
        .order_by("id")
        .limit(MOST_TOGETHER)
    )


async def waiting_at(addresses: Sequence[int]) -> list[list[Inbox]]:
    """The same for several addresses, those that wait for nothing left out."""
    if not addresses:
        return []
    most = MOST_TOGETHER * len(addresses)
    rows = await (
        Inbox.filter(address_id__in=addresses, state=InboxState.NEW).order_by("id").limit(most)
    )
    if len(rows) == most:  # one of them says so much that the others' words may be missing
        return [said for one in addresses if (said := await waiting(one))]
    return [said[:MOST_TOGETHER] for said in _by_address(rows)]


def _by_address(rows: Iterable[Inbox]) -> Iterable[list[Inbox]]:
    said: dict[int, list[Inbox]] = {}
    for row in rows:
        said.setdefault(row.address_id, []).append(row)
    return said.values()


async def count_attempt(rows: list[Inbox]) -> None:
    """Counted before the attempt: whatever kills us, the count stands."""
    ids = [row.id for row in rows]
    await Inbox.filter(id__in=ids).update(attempts=F("attempts") + 1)
    for row in rows:
        row.attempts += 1


async def done(rows: list[Inbox]) -> int:
    """Mark played, and empty them. Answers how many were still to play."""
    ids = [row.id for row in rows]
    return await Inbox.filter(id__in=ids, state=InboxState.NEW).update(
        state=InboxState.DONE, body={}
    )


async def still_waiting(rows: list[Inbox]) -> bool:
    """Whether all of them are still to play: nobody else was faster."""
    ids = [row.id for row in rows]
    return await Inbox.filter(id__in=ids, state=InboxState.NEW).count() == len(rows)


async def later(rows: list[Inbox], at: datetime) -> None:
    """Leave them for a while."""
    await Inbox.filter(id__in=[row.id for row in rows], state=InboxState.NEW).update(ready_at=at)


async def park(row: Inbox) -> None:
    """Put aside what failed too often; staff find it, the citizen is told."""
    await Inbox.filter(id=row.id).update(state=InboxState.PARKED)
