"""Whoever floods the counter waits behind himself: the others are served in the next round."""

import asyncio
from collections import Counter as Count
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.claiming import AT_ONCE
from desk.door import Parcel
from desk.inbox import MOST_IN_A_COMMIT
from desk.received import Heard, Received
from desk.reception import receive
from desk.rota import SEEN, Rota
from desk.working import COURIERS, play_ready, send_departures
from flows.here import Channel
from models.post import Inbox, InboxState
from tests.desk.office import NOON, TOWN, Office, Post

OTHER = replace(TOWN, slug="bourg-neuf", name="Bourg-Neuf")


@pytest.fixture
def two_towns(office: Office) -> Office:
    """An office that serves a second town."""
    counter = office.counter
    [catalogue], [texts] = counter.catalogues.values(), counter.texts.values()
    return office.with_settings(
        towns={**counter.towns, OTHER.slug: OTHER},
        catalogues={**counter.catalogues, OTHER.slug: catalogue},
        texts={**counter.texts, OTHER.slug: texts},
    )


async def says(office: Office, town: str, chat: int, nth: int = 1) -> None:
    await receive(
        office.counter,
        Received(
            town=town,
            channel=Channel.TELEGRAM,
            address=str(chat),
            account=f"bot:{town}",
            external_id=f"{chat}:{nth}",
            at=office.clock(),
            what=Heard(text="bonjour"),
        ),
    )


async def floods(town: str, address_id: int, how_many: int) -> None:
    """The same words again and again, long before the others write."""
    first = await Inbox.get(town=town, address_id=address_id)
    await Inbox.bulk_create([
        Inbox(
            town=town, account="flood", external_id=f"{address_id}:{nth}", address_id=address_id,
            received_at=NOON, ready_at=NOON - timedelta(hours=1), body=first.body,
        )
        for nth in range(how_many)
    ])  # fmt: skip


async def waiting(town: str) -> Count[int]:
    rows = Inbox.filter(town=town, state=InboxState.NEW)
    return Count(await rows.values_list("address_id", flat=True))


async def test_one_who_writes_a_thousand_times_delays_nobody_else(office: Office) -> None:
    await says(office, TOWN.slug, 1)
    await floods(TOWN.slug, (await Inbox.get()).address_id, SEEN + 1000)
    for chat in range(2, 6):
        await says(office, TOWN.slug, chat)
    await play_ready(office.counter, Rota())
    assert len(await waiting(TOWN.slug)) == 1


async def test_a_town_that_is_flooded_delays_no_other_town(two_towns: Office) -> None:
    for chat in range(SEEN + 50):
        await says(two_towns, TOWN.slug, chat)
    two_towns.clock.passes(minutes=1)
    for chat in range(AT_ONCE // 2):
        await says(two_towns, OTHER.slug, chat)
    await play_ready(two_towns.counter, Rota())
    assert await waiting(OTHER.slug) == {}
    assert len(await waiting(TOWN.slug)) == SEEN + 50 - AT_ONCE // 2


async def test_in_a_flooded_town_each_address_has_its_turn(office: Office) -> None:
    crowd, share = 3 * AT_ONCE, MOST_IN_A_COMMIT // AT_ONCE
    for chat in range(crowd):
        await says(office, TOWN.slug, chat)
    for address in await waiting(TOWN.slug):
        await floods(TOWN.slug, address, 2 * share)
    rota, rounds = Rota(), 0
    while max((await waiting(TOWN.slug)).values()) > 1 + share and rounds < 10:
        await play_ready(office.counter, rota)
        rounds += 1
    assert rounds == 3
    assert len(await waiting(TOWN.slug)) == crowd


async def test_a_flood_is_played_to_its_end(two_towns: Office) -> None:
    for town in (TOWN.slug, OTHER.slug):
        await says(two_towns, town, 1)
        await floods(town, next(iter(await waiting(town))), SEEN)
    await played(two_towns)
    assert await waiting(TOWN.slug) == await waiting(OTHER.slug) == {}


class Stuck(Post):
    """A channel that takes one town's messages and never says so."""

    def __init__(self) -> None:
        super().__init__(Channel.TELEGRAM, together=False)
        self.served = asyncio.Event()

    async def send(self, parcel: Parcel) -> str:
        if parcel.town.slug == TOWN.slug:
            await asyncio.Event().wait()
        self.served.set()
        return await super().send(parcel)


async def test_a_town_whose_bot_never_answers_delays_no_other_town(two_towns: Office) -> None:
    for chat in range(COURIERS * AT_ONCE + 30):
        await says(two_towns, TOWN.slug, chat)
    await played(two_towns)
    two_towns.clock.passes(minutes=1)
    await says(two_towns, OTHER.slug, 1)
    await played(two_towns)
    two_towns.clock.passes(minutes=1)
    post = Stuck()
    async with asyncio.TaskGroup() as tasks:
        couriers = tasks.create_task(
            send_departures(two_towns.counter, {Channel.TELEGRAM: post}, patience=0.05)
        )
        await post.served.wait()
        couriers.cancel()


async def played(office: Office) -> None:
    rota = Rota()
    while await play_ready(office.counter, rota):
        pass
