"""Those who wrote once, were never linked to an account, and did not come back."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from desk.privacy.batches import BATCH, PAUSE, Told, silently, together
from desk.privacy.forgetting import forget, remember
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Inbox, InboxState, Outbox, OutboxState, Timer

#: Seconds after which a door that had read an address has stored its message: it waits five at most.
SETTLED = 6.0


def strangers(town: str, before: datetime) -> QuerySet[Address]:
    """Addresses without a citizen, silent since then, for which nothing waits; never one on file."""
    nobodys = Conversation.filter(town=town, citizen_id=None)
    on_file = Citizen.filter(town=town).exclude(mail="")
    arriving = Inbox.filter(town=town, state=InboxState.NEW)
    leaving = Outbox.filter(town=town, state=OutboxState.PENDING)
    return (
        Address.filter(town=town, used_at__lt=before)
        .filter(conversation_id__in=Subquery(nobodys.values("id")))
        .filter(external_id__not_in=Subquery(on_file.values("mail")))
        .filter(id__not_in=Subquery(arriving.values("address_id")))
        .filter(id__not_in=Subquery(leaving.values("address_id")))
        .order_by("id")
    )


async def forget_strangers(town: str, before: datetime, told: Told = silently) -> int:
    """Their addresses go, and the conversations that led nowhere else. Answers how many addresses."""
    gone: list[Address] = []
    while found := await strangers(town, before).limit(BATCH):

        async def write(some: Sequence[Address] = found) -> int:
            return await _forget(town, some)

        await together(write)
        gone += found
        told(len(found))
        await asyncio.sleep(PAUSE)
    if gone:
        await asyncio.sleep(SETTLED)
        await together(lambda: remember(gone))
    return len(gone)


async def _forget(town: str, addresses: Sequence[Address]) -> int:
    led = [address.conversation_id for address in addresses if address.conversation_id]
    # The conversations first: a turn under way holds its own until it is written, or begins again.
    others = Address.filter(town=town, conversation_id__in=led)
    kept = await others.exclude(id__in=[address.id for address in addresses])
    staying = {address.conversation_id for address in kept}
    leaving = [row for row in led if row not in staying]
    await Conversation.filter(town=town, id__in=leaving, citizen_id=None).delete()
    await Timer.filter(town=town, conversation_id__in=leaving).delete()
    return await forget(addresses)
