"""Who writes faster than we read: the queue is bounded, the writer is told, nobody else notices."""

from dataclasses import replace

import pytest

from desk.flood import MOST_WAITING, Flood
from desk.received import Taken
from flows.here import Channel
from models.journal import Journal
from models.post import Inbox, InboxState
from tests.desk.office import NOON, Office, heard

#: A tenth of what a real desk bears: a flood is as soon seen.
A_MINUTE = 10
TOLD = "Vous écrivez plus vite que nous ne lisons"


@pytest.fixture(autouse=True)
def _soon_too_much(office: Office) -> None:
    office.counter = replace(office.counter, flood=Flood(A_MINUTE))


async def floods(office: Office, chat: str, how_many: int) -> list[Taken]:
    return [
        await office.receive(Channel.TELEGRAM, chat, heard(f"mot {nth}")) for nth in range(how_many)
    ]


def told(office: Office, chat: int) -> int:
    return sum(TOLD in one.text for one in office.chat(chat).heard())


async def test_a_chat_that_floods_is_told_once_and_the_rest_is_not_kept(office: Office) -> None:
    taken = await floods(office, "7", A_MINUTE + 50)
    await office.work()
    assert taken.count(Taken.TOO_MUCH) == 50
    assert await Inbox.all().count() == A_MINUTE + 1
    assert told(office, 7) == 1
    assert await Journal.filter(detail="overrun").count() == 1


async def test_whoever_waits_a_minute_is_read_again(office: Office) -> None:
    await floods(office, "7", A_MINUTE + 1)
    await office.work()
    office.clock.passes(minutes=2)
    assert await office.chat(7).say("une personne")


async def test_a_second_flood_of_the_same_hour_is_not_told_again(office: Office) -> None:
    for _ in range(2):
        await floods(office, "7", A_MINUTE + 1)
        await office.work()
        office.clock.passes(minutes=2)
    assert told(office, 7) == 1
    office.clock.passes(hours=1)
    await floods(office, "7", A_MINUTE + 1)
    await office.work()
    assert told(office, 7) == 2


async def test_a_flood_takes_nothing_from_anybody_else(office: Office) -> None:
    await floods(office, "7", A_MINUTE + 50)
    assert await floods(office, "8", 1) == [Taken.STORED]
    assert "bonjour" not in await office.chat(9).say("bonjour")
    assert told(office, 9) == 0


async def test_a_flood_of_mails_is_left_to_the_server_that_brings_them(office: Office) -> None:
    mailbox = "claire@exemple.example"
    for _ in range(A_MINUTE):
        await office.receive(Channel.MAIL, mailbox, heard("bonjour"))
    await office.work()
    before = len(office.mail_post.parcels)
    assert await office.receive(Channel.MAIL, mailbox, heard("bonjour")) is Taken.TOO_MUCH
    await office.work()
    assert len(office.mail_post.parcels) == before


async def test_while_the_desk_is_away_what_waits_for_one_address_is_bounded(office: Office) -> None:
    await floods(office, "7", 1)
    first = await Inbox.get()
    await Inbox.bulk_create([
        Inbox(
            town=first.town, account="flood", external_id=str(nth), address_id=first.address_id,
            received_at=NOON, ready_at=NOON, body=first.body,
        )
        for nth in range(MOST_WAITING)
    ])  # fmt: skip
    assert await floods(office, "7", 3) == [Taken.TOO_MUCH] * 3
    waiting = Inbox.filter(state=InboxState.NEW, address_id=first.address_id)
    assert await waiting.count() == 1 + MOST_WAITING + 1
    await office.work()
    assert told(office, 7) == 1
    assert await waiting.count() == 0
