"""The chats that lead to one citizen: which, and how one of them becomes nobody's again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox, OutboxState, Timer


@dataclass(frozen=True, slots=True)
class Chat:
    """A linked chat: its number in the journal, as Telegram calls it, and when somebody last wrote there."""

    number: int
    external_id: str
    used_at: datetime | None = None


async def chats_of(citizen: Citizen) -> list[Chat]:
    """The chats that lead to this citizen, oldest first."""
    return [Chat(one.id, one.external_id, one.used_at) for one in await linked(citizen)]


async def linked(citizen: Citizen) -> list[Address]:
    """The same, as rows."""
    own = Conversation.filter(town=citizen.town, citizen_id=citizen.id)
    ids = [row.id for row in await own]
    chats = Address.filter(town=citizen.town, channel=Channel.TELEGRAM, conversation_id__in=ids)
    return await chats.order_by("id")


async def leave(citizen: Citizen, numbers: Collection[int]) -> int:
    """In the caller's transaction, outside any turn: those chats are hers no longer. Answers how many were."""
    # The conversation is held first: a turn under way is written before us, or meets our version and begins again.
    own = Conversation.filter(town=citizen.town, citizen_id=citizen.id)
    threads = await own.select_for_update()
    gone = [chat for chat in await linked(citizen) if chat.id in numbers]
    for thread in threads:
        last = thread.last_address_id
        await Conversation.filter(town=thread.town, id=thread.id).update(
            version=thread.version + 1, last_address_id=None if last in numbers else last
        )
    await part(citizen.town, gone)
    return len(gone)


async def leave_all(citizen: Citizen) -> int:
    """The same for every chat: somebody else may have linked any of them."""
    return await leave(citizen, {chat.id for chat in await linked(citizen)})


async def part(town: str, chats: Sequence[Address]) -> None:
    """In the caller's transaction: they lead nowhere, prove nothing, and what waited to be said there is not."""
    for chat in chats:
        here = {"town": town, "conversation_id": chat.conversation_id, "address_id": chat.id}
        await Timer.filter(**here, fired_at=None).delete()
        pending = Outbox.filter(**here, state=OutboxState.PENDING)
        await pending.exclude(turn_key__startswith="~").update(
            state=OutboxState.DROPPED, error="unlinked"
        )
        nobodys = await Conversation.create(town=town)
        same = Address.filter(town=town, id=chat.id)
        await same.update(conversation_id=nobodys.id, proved_at=None)
