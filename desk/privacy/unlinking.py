"""Making a chat nobody's again, because a phone was lost, lent or sold."""

from collections.abc import Sequence

from desk.addresses import mailbox_of
from desk.chats import Chat, chats_of, linked, part
from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from desk.telling import tell, unlinked
from models.conversation import Address, Conversation
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
    # The conversation is held first: a turn under way is written before us, or begins again.
    own = await Conversation.filter(town=citizen.town, citizen_id=citizen.id).select_for_update()
    wanted = {chat.number for chat in chats}
    gone = [address for address in await linked(citizen) if address.id in wanted]
    ids = [address.id for address in gone]
    for conversation in own:
        await _leave(conversation, ids)
    await part(citizen.town, gone)
    if gone:
        now = counter.clock()
        await write_down(Deed.UNLINK, citizen, staff, now, {"addresses": len(gone)})
        told = unlinked(citizen, len(gone), now)
        await tell(citizen, mailbox, told, at=now, key=f"unlink:{citizen.id}")
    return [chat for chat in chats if chat.number in ids]


async def _leave(conversation: Conversation, ids: Sequence[int]) -> None:
    """The conversation goes on elsewhere."""
    last = conversation.last_address_id
    await Conversation.filter(town=conversation.town, id=conversation.id).update(
        version=conversation.version + 1, last_address_id=None if last in ids else last
    )
