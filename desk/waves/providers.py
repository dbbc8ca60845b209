"""Which providers of mailboxes take no more of our invitations for now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.door import RELAY
from desk.providers import WAIT, who_put_off
from models.post import BULK, Outbox, OutboxState

#: Mails that wait and are looked at: more of one provider tell nothing new.
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """Until when at least, aware, and why: what it answered, or our own pace (« pace », « slowed »)."""

    until: datetime
    why: str


async def waiting_for(town: str, now: datetime) -> Mapping[str, Waiting]:
    """By provider, `RELAY` being all of them: nothing more is begun until what was put off has left.

    The couriers know their paces, and write on each mail that they put off who makes it wait. So a wave goes
    no faster than the slowest of them, whichever process they are in. [docs/decisions/0013, 0024]
    """
    put_off = Outbox.filter(
        town=town,
        state=OutboxState.PENDING,
        priority=BULK,
        error__startswith=WAIT,
    )
    found: dict[str, Waiting] = {}
    for row in await put_off.order_by("due_at").limit(_LOOKED_AT):
        by, why = who_put_off(row.error)
        found[by] = Waiting(max(row.due_at, now), why)
    return found


def takes_none(waiting: Mapping[str, Waiting]) -> bool:
    """Whether nobody at all can be written to."""
    return RELAY in waiting
