"""Where the town's own deeds are heard: the conversation learns what happened to its account."""

from datetime import datetime

from desk import inbox
from desk.addresses import conversation_of, mailbox_of
from desk.received import Begun, Moved
from models.conversation import Address
from models.family import Citizen

#: Who hands it in, in the inbox.
ACCOUNT = "staff"


async def told_at(citizen: Citizen) -> Address | None:
    """Where the citizen last was and can be reached; else the mailbox on file; else any chat of theirs."""
    conversation = await conversation_of(citizen)
    theirs = Address.filter(town=citizen.town, conversation_id=conversation.id, refused_at=None)
    last = await theirs.filter(id=conversation.last_address_id or 0).first()
    if last is not None:
        return last
    mailbox = await mailbox_of(citizen)
    if mailbox is not None and mailbox.refused_at is None:
        return mailbox
    return await theirs.order_by("-used_at", "-id").first() or mailbox


async def hand_in(address: Address, what: Moved | Begun, act: int, at: datetime) -> None:
    """In the caller's transaction: the desk plays it like everything else, once for each deed."""
    await inbox.put(address, account=ACCOUNT, external_id=f"act:{act}", at=at, what=what)
