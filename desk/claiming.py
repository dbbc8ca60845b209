"""Who plays what: addresses claimed together, their attempts counted before they are made."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from desk import inbox
from models.conversation import Address
from models.post import Inbox


async def claim(
    addresses: Sequence[int], owner: str, now: datetime, until: datetime
) -> list[list[Inbox]]:
    """What to play at each of those addresses, ours until the lease ends; the turn that plays it ends it.

    The attempts are counted in the same commit, before they are made: whatever kills us, the count stands.
    An address that somebody else has is left out; so is the second one of a conversation.
    """
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    async with in_transaction():
        # On SQLite, which ignores the lock, this transaction is alone anyway.
        ours = await (
            Address.filter(free, id__in=addresses)
            .order_by("id")
            .select_for_update(skip_locked=True)
            # Whole rows: Tortoise drops the lock from `values_list`.
        )
        mine = list(_one_a_conversation(ours))
        batch = _fresh_or_one(await inbox.waiting_at(mine))
        if batch:
            busy = [rows[0].address_id for rows in batch]
            await Address.filter(id__in=busy).update(leased_until=until, leased_by=owner)
            await inbox.count_attempt([row for rows in batch for row in rows])
    return batch


async def release(addresses: Sequence[int]) -> None:
    """Let the others have them."""
    await Address.filter(id__in=addresses).update(leased_until=None, leased_by="")


def _one_a_conversation(addresses: Sequence[Address]) -> Iterator[int]:
    """Two addresses of one citizen meet at the version's guard: not in the same commit."""
    seen = set()
    for address in addresses:
        if address.conversation_id is None or address.conversation_id not in seen:
            seen.add(address.conversation_id)
            yield address.id


def _fresh_or_one(batch: list[list[Inbox]]) -> list[list[Inbox]]:
    """All of them; but a message that failed before is played alone, so that it fails nobody else."""
    for rows in batch:
        if any(row.attempts for row in rows):
            return [rows[:1]]
    return batch
