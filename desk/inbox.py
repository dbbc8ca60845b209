"""The inbox: what was received, stored and committed before any door acknowledges it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desk import stored
from desk.received import What
from models.conversation import Address
from models.engine.each import change, insert_each, read
from models.post import Inbox, InboxState

#: Messages of one address played in one transaction, and of all the addresses that share it: fewer of each then.
MOST_TOGETHER = 20
MOST_IN_A_COMMIT = 320
#: Attempts after which a message is put aside and apologised for.
MOST_ATTEMPTS = 3


async def put(
    address: Address, *, account: str, external_id: str, at: datetime, what: What
) -> None:
    """Store once: a second delivery of the same external id changes nothing."""
    row = {
        "town": address.town,
        "account": account,
        "external_id": external_id,
        "address_id": address.id,
        "received_at": at,
        "ready_at": at,
        "body": stored.close(what),
    }
    await insert_each(Inbox, [row], once=True)


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


@dataclass(slots=True)
class Waiting:
    """What is to be played of a row: the columns that a turn reads."""

    id: int
    address_id: int
    attempts: int
    body: Mapping[str, Any] = field(repr=False)


_WAITING = """
SELECT id, address_id, attempts, body FROM inbox
WHERE address_id {0:among} AND state = 'new' ORDER BY +id LIMIT {1}
"""  # « + »: never along the primary key, through all that was ever played
_COUNTED = "UPDATE inbox SET attempts = attempts + 1 WHERE id {0:among}"
_DONE = "UPDATE inbox SET state = 'done', body = '{{}}' WHERE id {0:among} AND state = 'new'"


async def waiting_at(addresses: Sequence[int]) -> list[list[Waiting]]:
    """What those addresses said and was not yet played, each in order; those that wait for nothing left out."""
    if not addresses:
        return []
    each = min(MOST_TOGETHER, max(MOST_IN_A_COMMIT // len(addresses), 1))
    most = each * len(addresses)
    rows = await _waiting(addresses, most)
    if len(rows) < most:
        return [said[:each] for said in _by_address(rows)]
    # One of them says so much that the others' words may be missing.
    return [said for one in addresses if (said := await _waiting([one], each))]


async def _waiting(addresses: Sequence[int], most: int) -> list[Waiting]:
    rows = await read(Inbox, _WAITING, list(addresses), most)
    return [Waiting(**{**row, "body": json.loads(row["body"])}) for row in rows]


def _by_address(rows: Iterable[Waiting]) -> Iterable[list[Waiting]]:
    said: dict[int, list[Waiting]] = {}
    for row in rows:
        said.setdefault(row.address_id, []).append(row)
    return said.values()


async def count_attempt(rows: Sequence[Waiting]) -> None:
    """Counted before the attempt: whatever kills us, the count stands."""
    await change(Inbox, _COUNTED, [row.id for row in rows])
    for row in rows:
        row.attempts += 1


async def done(rows: Sequence[Waiting]) -> int:
    """Mark played, and empty them. Answers how many were still to play."""
    return await change(Inbox, _DONE, [row.id for row in rows])


async def still_waiting(rows: Sequence[Waiting]) -> bool:
    """Whether all of them are still to play: nobody else was faster."""
    ids = [row.id for row in rows]
    return await Inbox.filter(id__in=ids, state=InboxState.NEW).count() == len(rows)


async def later(rows: Sequence[Waiting], at: datetime) -> None:
    """Leave them for a while."""
    await Inbox.filter(id__in=[row.id for row in rows], state=InboxState.NEW).update(ready_at=at)


async def park(row: Waiting) -> None:
    """Put aside what failed too often; staff find it, the citizen is told."""
    await Inbox.filter(id=row.id).update(state=InboxState.PARKED)
