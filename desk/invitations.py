"""Issuing invitations: the link, the code and the temporary password that live and die together."""

from datetime import datetime

from desk.addresses import address_of, mailbox_of
from desk.counter import Counter
from desk.inbox import put
from desk.received import Begun
from desk.town import Town
from desk.turn import Turn
from flows.here import Channel
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import invitation

#: One address is not written to more often than that, whoever asks.
SPACING_MINUTES = 10
#: Who hands an invitation in, in the inbox.
ACCOUNT = "desk"


async def issue(counter: Counter, citizen: Citizen, at: datetime) -> PageLink:
    """The next invitation of this citizen; older ones stay good until one is used."""
    days = counter.limits.invitation.days
    link = await invitation.invite(citizen, at=at, valid_days=days)
    link.code_hash = counter.keys.code_hash(counter.keys.code(link.id))
    await link.save(update_fields=["code_hash"])
    return link


async def latest(citizen: Citizen) -> PageLink | None:
    """The newest invitation of this citizen."""
    return (
        await PageLink.filter(town=citizen.town, citizen_id=citizen.id, purpose=Purpose.INVITATION)
        .order_by("-id")
        .first()
    )


async def send_again(turn: Turn, citizen: Citizen) -> None:
    """Write a fresh invitation to the mailbox on file, at most one every few minutes.

    Not where the town took the last one back: the mailbox may be somebody else's.
    """
    if not await invitation.withdrawn(citizen, turn.now):
        await invite(turn.counter, citizen, turn.now)


async def invite(counter: Counter, citizen: Citizen, at: datetime) -> bool:
    """Have the desk invite this citizen by mail. Answers whether there is a mailbox, and it was time."""
    if await mailbox_of(citizen) is None:
        return False
    before = await latest(citizen)
    if before and (at - before.created_at).total_seconds() < SPACING_MINUTES * 60:
        return False
    _ = await begin(counter, citizen, at)
    counter.arrived.ring()
    return True


async def begin(
    counter: Counter, citizen: Citizen, at: datetime, *, bulk: bool = False
) -> PageLink:
    """The next invitation, on its way. `bulk` leaves after everything else, and can be paused."""
    mailbox = await mailbox_of(citizen)
    assert mailbox is not None, "who has no mailbox is invited by a letter"
    issued = await issue(counter, citizen, at)
    await put(
        mailbox,
        account=ACCOUNT,
        external_id=name_of(citizen.id, issued.issue),
        at=at,
        what=Begun(flow="journey", citizen=citizen.id, bulk=bulk),
    )
    return issued


def name_of(citizen_id: int, issue: int) -> str:
    """How the inbox calls the event that begins that invitation."""
    return f"invite:{citizen_id}:{issue}"


async def contact_of(town: Town) -> Address:
    """Where the town's own people are written to."""
    return await address_of(town.slug, Channel.MAIL, town.contact.lower())
