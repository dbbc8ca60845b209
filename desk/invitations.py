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


async def is_good(citizen: Citizen, at: datetime) -> bool:
    """Whether some invitation of this citizen still opens the space."""
    link = await latest(citizen)
    if link is None:
        return False
    return await invitation.good_invitation(link, citizen, at) is invitation.InvitationState.GOOD


async def send_again(turn: Turn, citizen: Citizen) -> None:
    """Write a fresh invitation to the mailbox on file, at most one every few minutes."""
    await invite(turn.counter, citizen, turn.now)


async def invite(counter: Counter, citizen: Citizen, at: datetime) -> bool:
    """Have the desk invite this citizen by mail. Answers whether there is a mailbox, and it was time."""
    mailbox = await mailbox_of(citizen)
    if mailbox is None:
        return False
    before = await latest(citizen)
    if before and (at - before.created_at).total_seconds() < SPACING_MINUTES * 60:
        return False
    issued = await issue(counter, citizen, at)
    await put(
        mailbox,
        account="desk",
        external_id=f"invite:{citizen.id}:{issued.issue}",
        at=at,
        what=Begun(flow="journey", citizen=citizen.id),
    )
    counter.arrived.ring()
    return True


async def contact_of(town: Town) -> Address:
    """Where the town's own people are written to."""
    return await address_of(town.slug, Channel.MAIL, town.contact.lower())
