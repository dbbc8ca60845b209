"""Who plays what: addresses claimed together, their attempts counted before they are made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tortoise.transactions import in_transaction

from desk import inbox
from desk.inbox import Waiting
from models.conversation import Address
from models.engine.each import change, read

#: Addresses whose turns share a commit.
AT_ONCE = 64
_FREE = """
SELECT id, conversation_id FROM address
WHERE id {0:among} AND (leased_until IS NULL OR leased_until < {1}) ORDER BY id {unlocked}
"""
_LEASED = "UPDATE address SET leased_until = {1}, leased_by = {2} WHERE id {0:among}"


async def claim(
    addresses: Sequence[int], owner: str, now: datetime, until: datetime
) -> list[list[Waiting]]:
    """What to play at some of those addresses, ours until the lease ends; the turn that plays it ends it.

    The attempts are counted in the same commit, before they are made: whatever kills us, the count stands.
    An address that somebody else has is left out; so is the second one of a conversation. Where another process
    has the first ones, we take the next.
    """
    async with in_transaction():
        for first in range(0, len(addresses), AT_ONCE):
            batch = await _ours(addresses[first : first + AT_ONCE], now)
            if batch:
                await _lease(batch, owner, until)
                return batch
    return []


async def _ours(addresses: Sequence[int], now: datetime) -> list[list[Waiting]]:
    # On SQLite, which knows no such lock, this transaction is alone anyway.
    free = await read(Address, _FREE, list(addresses), now)
    return _fresh_or_one(await inbox.waiting_at(list(_one_a_conversation(free))))


async def _lease(batch: Sequence[list[Waiting]], owner: str, until: datetime) -> None:
    await change(Address, _LEASED, [rows[0].address_id for rows in batch], until, owner)
    await inbox.count_attempt([row for rows in batch for row in rows])


async def release(addresses: Sequence[int]) -> None:
    """Let the others have them."""
    await Address.filter(id__in=addresses).update(leased_until=None, leased_by="")


def _one_a_conversation(addresses: Sequence[dict[str, Any]]) -> Iterator[int]:
    """Two addresses of one citizen meet at the version's guard: not in the same commit."""
    seen = set()
    for address in addresses:
        conversation = address["conversation_id"]
        if conversation is None or conversation not in seen:
            seen.add(conversation)
            yield address["id"]


def _fresh_or_one(batch: list[list[Waiting]]) -> list[list[Waiting]]:
    """All of them; but a message that failed before is played alone, so that it fails nobody else."""
    for rows in batch:
        if any(row.attempts for row in rows):
            return [rows[:1]]
    return batch
