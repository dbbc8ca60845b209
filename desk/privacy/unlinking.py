"""Making a chat nobody's again, because a phone was lost, lent or sold."""

from collections.abc import Sequence

from desk.addresses import mailbox_of
from desk.chats import Chat, chats_of, leave
from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from desk.telling import tell, unlinked
from models.conversation import Address
from models.family import Citizen
from models.staff import Deed

__all__ = ["Chat", "chats_of", "unlink"]


async def unlink(
    counter: Counter, citizen: Citizen, chats: Sequence[Chat], staff: Staff
) -> list[Chat]:
    """Unlink those, and tell the mailbox on file. Answers the ones that were still linked."""
    mailbox = await mailbox_of(citizen)
    done = await together(lambda: _unlink(counter, citizen, chats, staff, mailbox))
    counter.leaving.ring()
    return done


async def _unlink(
    counter: Counter,
    citizen: Citizen,
    chats: Sequence[Chat],
    staff: Staff,
    mailbox: Address | None,
) -> list[Chat]:
    still = {chat.number for chat in await chats_of(citizen)}
    gone = [chat for chat in chats if chat.number in still]
    if await leave(citizen, {chat.number for chat in gone}):
        now = counter.clock()
        await write_down(Deed.UNLINK, citizen, staff, now, {"addresses": len(gone)})
        told = unlinked(citizen, len(gone), now)
        await tell(citizen, mailbox, told, at=now, key=f"unlink:{citizen.id}")
    return gone
