"""Files kept in the transaction that stores their message: both are there, or neither is."""

from dataclasses import replace
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from desk import inbox
from desk.counter import Counter
from desk.papers.gathering import MOST_A_DAY, Gathered, gather
from desk.received import Heard, Received
from desk.speaker import Speaker
from flows.hearing import wants_papers
from flows.session import Session
from models.conversation import Address
from models.paper import Paper

_DAY = timedelta(days=1)


def wanted(counter: Counter, received: Received, speaker: Speaker) -> bool:
    """Whether files came, and the citizen's present question wants some: nothing is fetched otherwise."""
    if not received.offers or speaker.conversation.citizen_id is None:
        return False
    session = Session.open(speaker.conversation.session)
    return wants_papers(session, counter.catalogues[received.town])


async def keep(counter: Counter, address: Address, received: Received, speaker: Speaker) -> None:
    """Fetch, look, then store what may be kept together with the message. A redelivery stores nothing."""
    if await inbox.known(received.account, received.external_id):
        return
    citizen_id = speaker.conversation.citizen_id
    assert citizen_id is not None, "files of nobody are not wanted"
    left = MOST_A_DAY - await _today(received.town, citizen_id, counter.clock())
    gathered = await gather(received.offers, left_today=left)
    heard = received.what
    assert isinstance(heard, Heard)
    async with in_transaction():
        ids = await _stored(address, citizen_id, gathered, counter.clock())
        await inbox.put(
            address,
            account=received.account,
            external_id=received.external_id,
            at=received.at,
            what=replace(heard, papers=ids, unkept=tuple(gathered.unkept)),
        )


async def _today(town: str, citizen_id: int, now: datetime) -> int:
    mine = Paper.filter(town=town, citizen_id=citizen_id, received_at__gt=now - _DAY)
    return await mine.count()


async def _stored(
    address: Address, citizen_id: int, gathered: Gathered, now: datetime
) -> tuple[int, ...]:
    rows = [
        Paper(
            town=address.town,
            citizen_id=citizen_id,
            address_id=address.id,
            received_at=now,
            name=sheet.name,
            kind=sheet.kind,
            size=len(sheet.content),
            content=sheet.content,
        )
        for sheet in gathered.sheets
    ]
    for row in rows:  # one by one: each learns its number
        await row.save()
    return tuple(row.id for row in rows)
