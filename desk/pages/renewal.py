"""A fresh link in the place of one that is too old: to the mailbox on file, and nowhere else."""

from datetime import timedelta
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk import inbox, invitations
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.pages.once import again_if_busy
from desk.pages.ways import PAGE
from desk.received import Begun
from models.family import Citizen

#: One fresh link in that time, whoever asks.
SPACING = timedelta(minutes=10)


class Renewal(StrEnum):
    """What became of asking for one."""

    SENT = "sent"
    SOON = "soon"  # one left a moment ago
    NOWHERE = "nowhere"


async def renew_invitation(counter: Counter, citizen: Citizen) -> Renewal:
    """A fresh activation link, code and temporary password."""
    if await mailbox_of(citizen) is None:
        return Renewal.NOWHERE
    now = counter.clock()

    async def invite() -> bool:
        async with in_transaction():
            return await invitations.invite(counter, citizen, now)

    sent = await again_if_busy(invite)
    counter.arrived.ring()
    return Renewal.SENT if sent else Renewal.SOON


async def renew_page(counter: Counter, citizen: Citizen, flow: str) -> Renewal:
    """A fresh link to a page: `flow` sends it."""
    mailbox = await mailbox_of(citizen)
    if mailbox is None:
        return Renewal.NOWHERE
    now = counter.clock()
    key = f"again:{flow}:{citizen.id}:{int(now.timestamp() // SPACING.total_seconds())}"
    if await inbox.known(PAGE, key):
        return Renewal.SOON
    begun = Begun(flow=flow, citizen=citizen.id)
    await inbox.put(mailbox, account=PAGE, external_id=key, at=now, what=begun)
    counter.arrived.ring()
    return Renewal.SENT
