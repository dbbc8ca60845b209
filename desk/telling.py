"""What happened to a space is told to its mailbox on file, outside any turn."""

from datetime import datetime

from desk.addresses import conversation_of
from flows.message import Json, Message
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox
from portal.names import polite
from words.desk_keys import NOTICE, TOLD_UNLINKED


async def tell(
    citizen: Citizen, mailbox: Address | None, message: Message, *, at: datetime, key: str
) -> None:
    """In the caller's transaction. Nothing for whoever has no mailbox. Their first mail carries the notice."""
    if mailbox is None:
        return
    thread = await conversation_of(citizen)
    await write(mailbox, thread, message, at=at, key=key)
    fresh = Address.filter(town=mailbox.town, id=mailbox.id, noticed_at=None)
    if await fresh.update(noticed_at=at):
        notice = Message(text=NOTICE, params={"known": True})
        await write(mailbox, thread, notice, at=at, key=key)


async def write(
    to: Address, thread: Conversation | None, message: Message, *, at: datetime, key: str
) -> None:
    """In the caller's transaction: one message that leaves. `key` is shared by those that leave together."""
    row = Outbox(
        town=to.town,
        address_id=to.id,
        conversation_id=thread.id if thread else None,
        turn_key=key,
        created_at=at,
        due_at=at,
        message=message.close(),
    )
    await row.save()


def unlinked(citizen: Citizen, count: int, at: datetime) -> Message:
    """Chats are the citizen's no longer, whoever asked for it."""
    params: dict[str, Json] = {"name": polite(citizen), "on": at.isoformat(), "count": count}
    return Message(text=TOLD_UNLINKED, params=params)
