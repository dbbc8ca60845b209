"""Making a chat nobody's again, because a phone was lost, lent or sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox, OutboxState, Timer
from models.staff import Deed


@dataclass(frozen=True, slots=True)
class Chat:
    """A linked chat: its number in the journal, and as Telegram calls it."""

    number: int
    external_id: str


async def chats_of(citizen: Citizen) -> list[Chat]:
    """The chats that lead to this citizen, oldest first."""
    return [Chat(one.id, one.external_id) for one in await _linked(citizen)]


async def unlink(
    counter: Counter, citizen: Citizen, chats: Sequence[Chat], staff: Staff
) -> list[Chat]:
    """Unlink those. Answers the ones that were still linked."""
    return await together(lambda: _unlink(counter, citizen, chats, staff))


async def _unlink(
    counter: Counter, citizen: Citizen, chats: Sequence[Chat], staff: Staff
) -> list[Chat]:
    # The conversation is held first: a turn under way is written before us, or begins again.
    own = await Conversation.filter(town=citizen.town, citizen_id=citizen.id).select_for_update()
    wanted = {chat.number for chat in chats}
    linked = [address for address in await _linked(citizen) if address.id in wanted]
    for conversation in own:
        await _leave(conversation, linked)
    for address in linked:
        nobodys = await Conversation.create(town=citizen.town)
        same = Address.filter(town=citizen.town, id=address.id)
        await same.update(conversation_id=nobodys.id, proved_at=None)
    if linked:
        counts = {"addresses": len(linked)}
        await write_down(Deed.UNLINK, citizen, staff, counter.clock(), counts)
    return [Chat(address.id, address.external_id) for address in linked]


async def _leave(conversation: Conversation, linked: Sequence[Address]) -> None:
    """The conversation goes on elsewhere: what it still meant to say there is not said."""
    ids = [address.id for address in linked]
    last = conversation.last_address_id
    await Conversation.filter(town=conversation.town, id=conversation.id).update(
        version=conversation.version + 1, last_address_id=None if last in ids else last
    )
    here = {"town": conversation.town, "conversation_id": conversation.id, "address_id__in": ids}
    await Timer.filter(**here, fired_at=None).delete()
    pending = Outbox.filter(**here, state=OutboxState.PENDING)
    await pending.exclude(turn_key__startswith="~").update(
        state=OutboxState.DROPPED, error="unlinked"
    )


async def _linked(citizen: Citizen) -> list[Address]:
    own = Conversation.filter(town=citizen.town, citizen_id=citizen.id)
    ids = [row.id for row in await own]
    chats = Address.filter(town=citizen.town, channel=Channel.TELEGRAM, conversation_id__in=ids)
    return await chats.order_by("id")
