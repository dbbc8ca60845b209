"""Making an address disappear, without losing what arrives there in the same instant."""

from collections.abc import Sequence

from models.conversation import Address
from models.post import Inbox, InboxState


async def forget(addresses: Sequence[Address]) -> int:
    """In the caller's transaction: nobody knows those chats and mailboxes any more."""
    for town in {address.town for address in addresses}:
        ids = [address.id for address in addresses if address.town == town]
        await Address.filter(town=town, id__in=ids).delete()
    return len(addresses)


async def remember(addresses: Sequence[Address]) -> int:
    """A door had read an address just before it went, and stored a message just after.

    Whoever wrote it is a stranger now, who must be answered: the row comes back with nothing in it.
    """
    back = [address for address in addresses if await _has_written(address)]
    rows = [
        Address(
            id=address.id,
            town=address.town,
            channel=address.channel,
            external_id=address.external_id,
        )
        for address in back
    ]
    if rows:
        await Address.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


async def _has_written(address: Address) -> bool:
    waiting = Inbox.filter(town=address.town, address_id=address.id, state=InboxState.NEW)
    return await waiting.exists() and not await Address.exists(town=address.town, id=address.id)
