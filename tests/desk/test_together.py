"""What is stored at the same time shares a commit, and one that fails harms no other."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from desk import claiming
from desk.claiming import claim
from desk.received import Heard, Received
from desk.reception import receive
from desk.rota import Rota
from desk.together import Together
from flows.here import Channel
from models.conversation import Address, Conversation
from models.engine.each import insert_each, update_each
from models.journal import Journal
from models.post import Inbox, InboxState
from tests.desk.office import NOON, TOWN, Office

LEASE = NOON.replace(hour=23)


def line(detail: str, **more: object) -> dict[str, object]:
    return {"at": NOON, "town": TOWN.slug, "kind": "happened", "detail": detail, **more}


def writes(detail: str, *, twice: bool = False) -> Callable[[], Awaitable[str]]:
    """A piece of work; one that writes the same address twice is refused."""

    async def work() -> str:
        await insert_each(Journal, [line(detail)])
        row = {"town": TOWN.slug, "channel": "mail", "external_id": detail}
        await insert_each(Address, [row, row] if twice else [row])
        return detail

    return work


async def details() -> list[str]:
    return [row.detail for row in await Journal.all().order_by("id")]


@pytest.mark.usefixtures("office")
async def test_one_that_fails_harms_no_other() -> None:
    together = Together()
    told = await asyncio.gather(
        *(together.write(writes(name, twice=name == "b")) for name in "abc"), return_exceptions=True
    )
    assert [told[0], told[2]] == ["a", "c"]
    assert isinstance(told[1], IntegrityError)
    assert sorted(await details()) == ["a", "c"]


@pytest.mark.usefixtures("office")
async def test_one_who_leaves_takes_nobody_along() -> None:
    together = Together()
    waiting = [asyncio.ensure_future(together.write(writes(name))) for name in "abc"]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.wait(waiting)
    assert {"a", "c"} <= set(await details())
    assert await together.write(writes("d")) == "d"


async def test_new_senders_at_the_same_time_are_each_met_once(office: Office) -> None:
    async def says(name: str, nth: int) -> None:
        mail = f"{name}@exemple.example"
        told = Received(
            town=TOWN.slug, channel=Channel.MAIL, address=mail, account=mail, external_id=str(nth),
            at=office.clock(), what=Heard(text="Bonjour"),
        )  # fmt: skip
        await receive(office.counter, told)

    await asyncio.gather(*(says(name, nth) for name in ("ana", "bob", "lea") for nth in (1, 2)))
    assert await Address.all().count() == await Conversation.all().count() == 3
    assert await Inbox.all().count() == 6


async def test_another_process_takes_the_next_addresses(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "AT_ONCE", 2)
    for chat in range(5):
        told = Received(
            town=TOWN.slug, channel=Channel.TELEGRAM, address=str(chat), account="bot",
            external_id=str(chat), at=office.clock(), what=Heard(text="bonjour"),
        )  # fmt: skip
        await receive(office.counter, told)
    ready = await Rota().next(office.clock(), 2)
    taken = [await claim(ready, name, office.clock(), LEASE) for name in ("a", "b", "c", "d")]
    addresses = [[rows[0].address_id for rows in batch] for batch in taken]
    assert addresses == [ready[:2], ready[2:4], ready[4:], []]
    assert await Inbox.filter(state=InboxState.NEW, attempts=1).count() == 5


@pytest.mark.usefixtures("office")
async def test_many_rows_are_written_in_order_with_their_defaults() -> None:
    async with in_transaction():
        await insert_each(Journal, [line(str(one), length=one or None) for one in range(30)])
        await insert_each(
            Conversation, [{"town": TOWN.slug, "session": {"v": one}} for one in (1, 2)]
        )
    assert await details() == [str(one) for one in range(30)]
    assert {row.flow for row in await Journal.all()} == {""}
    assert [row.length for row in await Journal.all().order_by("id")][:2] == [None, 1]
    assert (await Journal.first()).at == NOON  # type: ignore[union-attr]  # there are thirty
    first, second = await Conversation.all().order_by("id")
    first.session, second.session, second.version = {"v": 3}, {"v": 4}, 7
    async with in_transaction():
        written = await update_each([first, second], ["session"], version="version")
    assert written == 1
    assert [one.session for one in await Conversation.all().order_by("id")] == [{"v": 3}, {"v": 2}]
